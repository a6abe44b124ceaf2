import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { Kgateway } from '../../../src/gateways/kgateway/kgateway';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, LEDGER, MUTUAL, noteRules, ROOT, refusalOf } from '../_intents';

/** Client certificate and roots in one Secret beside the backend: what a BackendConfigPolicy can tell. */
const ONE_SECRET: MutualTlsIntent = {
  ...MUTUAL,
  trust: { certificates: [], references: [{ kind: 'Secret', name: 'edge-client' }], system: false },
};

const ONE_WAY: ServerTlsIntent = {
  backends: [LEDGER],
  namespace: 'payments',
  server: MUTUAL.server,
  trust: MUTUAL.trust,
  options: {},
};

const TWO_PORTS = { ...LEDGER, ports: [...(LEDGER.ports ?? []), { name: 'metrics', number: 9090 }] };
const URI_SAN = { type: 'URI', uri: 'spiffe://example.com/ns/payments/sa/ledger' } as const;
const EXTERNAL = { kind: 'External', hostname: 'ledger.example.com', port: 443 } as const;
const SYSTEM = { certificates: [], references: [], system: true };

function kgateway(version: string): Kgateway {
  return new Kgateway({ version, name: 'edge', namespace: 'gateways' });
}

describe('Kgateway, client certificate per backend', () => {
  test.each(['2.1', '2.2', '2.3', '2.4', '2.4.3'])('%s is told by a BackendConfigPolicy alone', (version) => {
    const rendering = kgateway(version).renderMutualTls(ONE_SECRET, CONTEXT);
    expect(rendering).toEqual({
      objects: [
        {
          role: 'Resource',
          manifest: {
            apiVersion: 'gateway.kgateway.dev/v1alpha1',
            kind: 'BackendConfigPolicy',
            metadata: { namespace: 'payments' },
            spec: {
              targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
              tls: {
                secretRef: { name: 'edge-client' },
                sni: 'ledger.payments.svc.cluster.local',
                verifySubjectAltNames: ['ledger.payments.svc.cluster.local'],
              },
            },
          },
        },
      ],
      patches: [],
      routeAnnotations: {},
      backendRef: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments', port: 8443 },
      notes: [
        {
          rule: 'kgateway/bcp-unverified',
          severity: 'info',
          message: `kgateway ${version} verifies the server with ca.crt of Secret edge-client, and does not verify it where that key is missing`,
          fix: "see to it that the Secret holds the server's roots under ca.crt: cert-manager writes the authority of the client certificate there, and nothing where the issuer names none",
        },
      ],
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('DNS names and TLS parameters have their fields', () => {
    const intent: MutualTlsIntent = {
      ...ONE_SECRET,
      server: {
        hostname: 'ledger.payments.svc.cluster.local',
        subjectAltNames: [
          { type: 'Hostname', hostname: 'ledger.example.com' },
          { type: 'Hostname', hostname: 'ledger.example.org' },
        ],
      },
      parameters: {
        minVersion: '1.2',
        maxVersion: '1.3',
        cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
        alpnProtocols: ['h2', 'http/1.1'],
      },
    };
    const rendering = kgateway('2.4').renderMutualTls(intent, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({
      tls: {
        sni: 'ledger.payments.svc.cluster.local',
        verifySubjectAltNames: ['ledger.example.com', 'ledger.example.org'],
        parameters: { minVersion: '1.2', maxVersion: '1.3', cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'] },
        alpnProtocols: ['h2', 'http/1.1'],
      },
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    expect(noteRules(rendering)).toEqual(['kgateway/bcp-unverified info', 'kgateway/bcp-parameters-invalid info']);
  });

  test('a host outside the cluster is a static Backend, and the backend reference has no port', () => {
    const rendering = kgateway('2.4').renderMutualTls({ ...ONE_SECRET, backend: EXTERNAL }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'gateway.kgateway.dev/v1alpha1',
        kind: 'Backend',
        metadata: { name: 'ledger-backend', namespace: 'payments' },
        spec: { type: 'Static', static: { hosts: [{ host: 'ledger.example.com', port: 443 }] } },
      },
      expect.objectContaining({
        kind: 'BackendConfigPolicy',
        spec: expect.objectContaining({
          targetRefs: [{ group: 'gateway.kgateway.dev', kind: 'Backend', name: 'ledger-backend' }],
        }),
      }),
    ]);
    expect(rendering.backendRef).toEqual({
      group: 'gateway.kgateway.dev',
      kind: 'Backend',
      name: 'ledger-backend',
      namespace: 'payments',
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a Service with several ports is told as a whole where no port is named', () => {
    const backend = { ...TWO_PORTS, port: undefined };
    const { objects, backendRef } = kgateway('2.4').renderMutualTls({ ...ONE_SECRET, backend }, CONTEXT);
    expect(objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendConfigPolicy']);
    expect(backendRef).toEqual({ group: '', kind: 'Service', name: 'ledger', namespace: 'payments' });
  });

  test('ports that are not known are told, since the policy applies to each of them', () => {
    const backend = { ...LEDGER, ports: undefined };
    const { notes } = kgateway('2.4').renderMutualTls({ ...ONE_SECRET, backend }, CONTEXT);
    expect(notes[1]).toEqual({
      rule: 'gateway-api/section-not-honoured',
      severity: 'info',
      message:
        'a BackendConfigPolicy of kgateway 2.4 has no sectionName and applies to each port of Service ledger; whether it has others than https is not known',
      fix: 'give the TLS port a Service of its own if it has',
    });
  });

  test('nothing has a namespace where none is known', () => {
    const intent: MutualTlsIntent = {
      ...ONE_SECRET,
      backend: { ...LEDGER, namespace: undefined },
      namespace: undefined,
      client: { secretName: 'edge-client' },
    };
    const { objects, backendRef } = kgateway('2.4').renderMutualTls(intent, CONTEXT);
    expect(objects[0]?.manifest.metadata).toEqual({});
    expect(backendRef).toEqual({ group: '', kind: 'Service', name: 'ledger', port: 8443 });
  });
});

describe('Kgateway, client certificate per Gateway', () => {
  const PER_GATEWAY: MutualTlsIntent = { ...MUTUAL, clientScope: 'gateway' };

  test.each(['2.3', '2.4'])('%s is told by a BackendTLSPolicy and a reference on the Gateway', (version) => {
    const rendering = kgateway(version).renderMutualTls(PER_GATEWAY, CONTEXT);
    expect(rendering).toEqual({
      objects: [
        {
          role: 'Resource',
          manifest: {
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'BackendTLSPolicy',
            metadata: { namespace: 'payments' },
            spec: {
              targetRefs: [{ group: '', kind: 'Service', name: 'ledger', sectionName: 'https' }],
              validation: {
                caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
                hostname: 'ledger.payments.svc.cluster.local',
              },
            },
          },
        },
        {
          role: 'ReferenceGrant',
          sharedAs: 'grant-payments-gateways-gateway-secret-edge-client',
          manifest: {
            apiVersion: 'gateway.networking.k8s.io/v1beta1',
            kind: 'ReferenceGrant',
            metadata: { namespace: 'payments' },
            spec: {
              from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'gateways' }],
              to: [{ group: '', kind: 'Secret', name: 'edge-client' }],
            },
          },
        },
      ],
      patches: [
        {
          target: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gateways' },
          patch: {
            spec: {
              tls: {
                backend: {
                  clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client', namespace: 'payments' },
                },
              },
            },
          },
          reason: 'without it the Gateway presents no client certificate',
        },
      ],
      routeAnnotations: {},
      backendRef: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments', port: 8443 },
      notes: [],
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a Secret beside the Gateway needs no grant', () => {
    const client = { secretName: 'edge-client', namespace: 'gateways' };
    const { objects, patches } = kgateway('2.4').renderMutualTls({ ...PER_GATEWAY, client }, CONTEXT);
    expect(objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendTLSPolicy']);
    expect(patches[0]?.patch).toEqual({
      spec: { tls: { backend: { clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client' } } } },
    });
  });

  test('a Gateway without a namespace is one beside whatever is applied', () => {
    const intent: MutualTlsIntent = { ...PER_GATEWAY, client: { secretName: 'edge-client' } };
    const { objects, patches } = new Kgateway({ version: '2.4', name: 'edge' }).renderMutualTls(intent, CONTEXT);
    expect(objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendTLSPolicy']);
    expect(patches[0]?.target).toEqual({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' });
  });

  test.each([
    ['roots known at synthesis', { trust: { certificates: [ROOT], references: [], system: false } }],
    ['system roots', { trust: SYSTEM }],
    ['a Secret elsewhere', { client: { secretName: 'edge-client', namespace: 'gateways' } }],
    ['a URI', { server: { ...MUTUAL.server, subjectAltNames: [URI_SAN] } }],
    ['one of several ports', { backend: TWO_PORTS }],
  ])('%s, which per backend cannot do, is told per Gateway and said so', (_what, change) => {
    const rendering = kgateway('2.4').renderMutualTls({ ...ONE_SECRET, ...change }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).toContain('BackendTLSPolicy');
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).not.toContain('BackendConfigPolicy');
    expect(rendering.patches).toHaveLength(1);
    expect(noteRules(rendering)).toEqual(['kgateway/bcp-cert-with-ccr info']);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('the note says why, and what the certificate on the Gateway overrides', () => {
    const { notes } = kgateway('2.4').renderMutualTls(MUTUAL, CONTEXT);
    expect(notes).toEqual([
      {
        rule: 'kgateway/bcp-cert-with-ccr',
        severity: 'info',
        message:
          "the client certificate stands on Gateway edge, for all its backends and over that of any BackendConfigPolicy, because per backend is no way: a BackendConfigPolicy of kgateway 2.4 verifies the server with ca.crt of the client certificate's Secret edge-client only; got ConfigMap payments-roots",
        fix: "accept one client certificate per Gateway: clientScope ClientScope.GATEWAY; or put the server's roots under ca.crt of Secret edge-client and trust them there: TrustAnchors.secret('edge-client')",
      },
    ]);
  });

  test('roots known at synthesis are one ConfigMap, and several in one object are unknown before 2.4', () => {
    const trust = { certificates: [ROOT, ROOT], references: [], system: false };
    const rendering = kgateway('2.3').renderMutualTls({ ...PER_GATEWAY, trust }, CONTEXT);
    expect(rendering.objects[0]?.manifest).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'ledger-cacertificates', namespace: 'payments' },
      data: { 'ca.crt': ROOT.pem.repeat(2) },
    });
    expect(rendering.notes).toEqual([
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message:
          'kgateway 2.3: whether it reads several certificates of one object is unknown (not read before 2.4, and no conformance claim)',
        fix: 'test it on your cluster, or keep to the portable subset',
      },
    ]);
  });

  test.each([
    ['SANs', { server: { ...MUTUAL.server, subjectAltNames: [URI_SAN] } }],
    ['the system roots', { trust: SYSTEM }],
    ['a policy on a Backend', { backend: EXTERNAL }],
  ])('what 2.3 does with %s is unknown and said so', (_what, change) => {
    const rendering = kgateway('2.3').renderMutualTls({ ...PER_GATEWAY, ...change }, CONTEXT);
    expect(noteRules(rendering)).toEqual(['gateway-api/capability-unknown warning']);
    expect(noteRules(kgateway('2.4').renderMutualTls({ ...PER_GATEWAY, ...change }, CONTEXT))).toEqual([]);
  });
});

describe('Kgateway, one-way TLS', () => {
  test.each([
    ['2.0', 'v1alpha3', undefined],
    ['2.1', 'v1', undefined],
    ['2.2', 'v1', undefined],
    ['2.3', 'v1', 'https'],
    ['2.4', 'v1', 'https'],
  ])('%s reads BackendTLSPolicy %s, with sectionName %s', (version, apiVersion, sectionName) => {
    const { objects } = kgateway(version).renderServerTls(ONE_WAY, CONTEXT);
    expect(objects.map(({ manifest }) => manifest)).toEqual([
      expect.objectContaining({
        apiVersion: `gateway.networking.k8s.io/${apiVersion}`,
        spec: expect.objectContaining({
          targetRefs: [
            { group: '', kind: 'Service', name: 'ledger', ...(sectionName === undefined ? {} : { sectionName }) },
          ],
        }),
      }),
    ]);
    expect(objects.flatMap(contractProblems)).toEqual([]);
  });

  test('an option is told to have no effect', () => {
    const { notes } = kgateway('2.4').renderServerTls({ ...ONE_WAY, options: { 'example.com/mode': 'x' } }, CONTEXT);
    expect(notes).toEqual([
      {
        rule: 'gateway-api/options-no-effect',
        severity: 'warning',
        message: 'option "example.com/mode" has no effect on kgateway 2.4',
        fix: 'remove it',
      },
    ]);
  });

  test('what a release that was not read does with a policy is unknown, piece by piece', () => {
    const intent = { ...ONE_WAY, backends: [TWO_PORTS], options: { 'example.com/mode': 'x' } };
    const { notes } = kgateway('2.5').renderServerTls(intent, CONTEXT);
    expect(notes.map(({ message }) => message)).toEqual([
      'kgateway 2.5: whether it honors sectionName is unknown (nothing is recorded for version 2.5)',
      'kgateway 2.5: which version of BackendTLSPolicy it reads is unknown (nothing is recorded for version 2.5)',
      'kgateway 2.5: whether it reads the options example.com/mode is unknown (nothing is recorded for version 2.5)',
    ]);
  });
});

describe('Kgateway refuses', () => {
  const backend: MutualTlsIntent = { ...ONE_SECRET, clientScope: 'backend' };
  const gateway: MutualTlsIntent = { ...MUTUAL, clientScope: 'gateway' };
  const roots =
    "put the server's roots under ca.crt of Secret edge-client and trust them there: TrustAnchors.secret('edge-client')";
  const perGateway = 'use one client certificate per Gateway: clientScope ClientScope.GATEWAY';

  test.each<[string, string, MutualTlsIntent, string, string]>([
    [
      'a client certificate per backend before BackendConfigPolicy',
      '2.0',
      backend,
      'gateway-api/field-too-new',
      'kgateway 2.0 has no client certificate per backend (BackendConfigPolicy came with 2.1 (kgateway-dev/kgateway#11308)); use a version in >=2.1.0 <2.5.0',
    ],
    [
      'a client certificate per backend of a release that was not read',
      '2.5',
      backend,
      'gateway-api/capability-unknown',
      'kgateway 2.5 may have no client certificate per backend (nothing is recorded for version 2.5); use a version in >=2.1.0 <2.5.0',
    ],
    [
      'system roots beside a client certificate of one backend',
      '2.4',
      { ...backend, trust: SYSTEM },
      'gateway-api/system-ca-unusable',
      `a BackendConfigPolicy of kgateway 2.4 takes a client certificate or the system roots, not both; ${roots}, or ${perGateway}`,
    ],
    [
      'roots known at synthesis beside a client certificate of one backend',
      '2.4',
      { ...backend, trust: { certificates: [ROOT], references: [], system: false } },
      'kgateway/bcp-unverified',
      `a BackendConfigPolicy of kgateway 2.4 verifies the server with ca.crt of the client certificate's Secret edge-client only; got 1 certificate known at synthesis; ${roots}, or ${perGateway}`,
    ],
    [
      'roots in more objects than the Secret',
      '2.2',
      {
        ...backend,
        trust: {
          ...ONE_SECRET.trust,
          references: [...ONE_SECRET.trust.references, { kind: 'Secret', name: 'old-root', namespace: 'pki' }],
        },
      },
      'kgateway/bcp-unverified',
      `a BackendConfigPolicy of kgateway 2.2 verifies the server with ca.crt of the client certificate's Secret edge-client only; got Secret edge-client, Secret pki/old-root; ${roots}`,
    ],
    [
      'a client certificate of one backend in another namespace',
      '2.4',
      { ...backend, client: { secretName: 'edge-client', namespace: 'gateways' } },
      'references/policy-namespace',
      `client certificate Secret gateways/edge-client is not in the backend's namespace payments; a BackendConfigPolicy of kgateway 2.4 reads it there only; issue the certificate in namespace payments, or ${perGateway}`,
    ],
    [
      'a policy away from its Service',
      '2.4',
      { ...backend, backend: { ...LEDGER, namespace: 'ledgers' } },
      'references/policy-namespace',
      `Service ledgers/ledger is not in the policy's namespace payments; a policy reaches its own namespace only; write the policy in the Service's namespace, or ${perGateway}`,
    ],
    [
      'a URI in a BackendConfigPolicy',
      '2.4',
      { ...backend, server: { ...MUTUAL.server, subjectAltNames: [URI_SAN] } },
      'kgateway/bcp-uri-san',
      `a BackendConfigPolicy of kgateway 2.4 verifies DNS names only, never a URI (kgateway-dev/kgateway#11073); got spiffe://example.com/ns/payments/sa/ledger; drop the URI and give a DNS name of the server certificate, such as ledger.payments.svc.cluster.local, or ${perGateway}`,
    ],
    [
      'one port of several in a BackendConfigPolicy',
      '2.4',
      { ...backend, backend: TWO_PORTS },
      'gateway-api/section-not-honoured',
      `a BackendConfigPolicy of kgateway 2.4 has no sectionName, so it would hit each port of Service ledger (https, metrics), not only https; give the TLS port a Service of its own, or ${perGateway}`,
    ],
    [
      'a client certificate on the Gateway before 2.3',
      '2.2',
      gateway,
      'gateway-api/ccr-not-honoured',
      'kgateway 2.2 does not support a client certificate on the Gateway (kgateway-dev/kgateway#13705 came with 2.3); use a version in >=2.3.0 <2.5.0',
    ],
    [
      'TLS parameters beside a client certificate on the Gateway',
      '2.4',
      { ...ONE_SECRET, clientScope: 'gateway', parameters: { minVersion: '1.3', alpnProtocols: ['h2'] } },
      'schema/unknown-field',
      'a client certificate on the Gateway goes with a BackendTLSPolicy, which has no field for minVersion, alpnProtocols on kgateway 2.4; drop minVersion, alpnProtocols, or use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'several objects with roots, of which it reads one',
      '2.4',
      {
        ...gateway,
        trust: {
          ...MUTUAL.trust,
          references: [...MUTUAL.trust.references, { kind: 'ConfigMap', name: 'old-roots' }],
        },
      },
      'gateway-api/too-many-ca-refs',
      'kgateway 2.4 reads the first one only of several certificate authority objects (source of 2.4; inferred before); got 2; put all roots into one object',
    ],
    [
      'a client certificate in a namespace that nobody stated, beside a Gateway in one that was',
      '2.4',
      { ...gateway, client: { secretName: 'edge-client' } },
      'references/grant-missing',
      'the namespace of client certificate Secret edge-client is not known, and the Gateway is in gateways; a Secret elsewhere needs a ReferenceGrant; give the namespace of the Secret, or set it on the chart',
    ],
    [
      'an intent that is no way per backend, nor yet per Gateway',
      '2.2',
      MUTUAL,
      'kgateway/bcp-unverified',
      `a BackendConfigPolicy of kgateway 2.2 verifies the server with ca.crt of the client certificate's Secret edge-client only; got ConfigMap payments-roots; nor can one certificate stand on the Gateway: kgateway 2.2 does not support a client certificate on the Gateway (kgateway-dev/kgateway#13705 came with 2.3); for a certificate per backend ${roots}; for one per Gateway use a version in >=2.3.0 <2.5.0`,
    ],
    [
      'an intent that is no way per backend, with parameters that are no way per Gateway',
      '2.4',
      { ...MUTUAL, parameters: { minVersion: '1.3' } },
      'kgateway/bcp-unverified',
      `a BackendConfigPolicy of kgateway 2.4 verifies the server with ca.crt of the client certificate's Secret edge-client only; got ConfigMap payments-roots; nor can one certificate stand on the Gateway: a client certificate on the Gateway goes with a BackendTLSPolicy, which has no field for minVersion on kgateway 2.4; for a certificate per backend ${roots}; for one per Gateway drop minVersion`,
    ],
    [
      'a lowest version above the highest',
      '2.4',
      { ...ONE_SECRET, parameters: { minVersion: '1.3', maxVersion: '1.2' } },
      'kgateway/bcp-parameters-invalid',
      'minVersion 1.3 is above maxVersion 1.2, so no handshake could succeed; set minVersion to 1.2 or lower, or raise maxVersion',
    ],
    [
      'cipher suites where TLS 1.3 is the lowest version',
      '2.4',
      { ...ONE_SECRET, parameters: { minVersion: '1.3', cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } },
      'kgateway/bcp-parameters-invalid',
      'cipherSuites have no effect on TLS 1.3, the lowest version asked of kgateway 2.4; drop cipherSuites, or allow TLS 1.2',
    ],
    [
      'an empty list',
      '2.4',
      { ...ONE_SECRET, parameters: { alpnProtocols: [] } },
      'schema/invalid-value',
      "alpnProtocols is an empty list; name one at least, or leave alpnProtocols out for the gateway's own",
    ],
    [
      'a verification depth',
      '2.4',
      { ...ONE_SECRET, parameters: { verifyDepth: 2 } },
      'schema/unknown-field',
      'kgateway 2.4 has no field for the verification depth; got 2; drop verifyDepth: chains of any length that Envoy accepts are verified',
    ],
  ])('%s', (_what, version, intent, rule, message) => {
    expect(refusalOf(() => kgateway(version).renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('a client certificate on a Gateway whose name is not given', () => {
    const nameless = new Kgateway({ version: '2.4' });
    expect(refusalOf(() => nameless.renderMutualTls(gateway, CONTEXT))).toEqual({
      rule: 'references/missing-object',
      message:
        'a client certificate on the Gateway needs the name of the Gateway, which is not given; give name and namespace of the Gateway to Kgateway',
    });
  });

  test.each<[string, string, Partial<ServerTlsIntent>, string, string]>([
    [
      'roots in a Secret before 2.2',
      '2.1',
      { trust: { certificates: [], references: [{ kind: 'Secret', name: 'roots' }], system: false } },
      'gateway-api/ca-kind-not-read',
      'kgateway 2.1 reads certificate authorities from ConfigMap only (kgateway-dev/kgateway#12805, mended in 2.2); got Secret roots; use a version in >=2.2.0 <2.5.0, or write the roots into a ConfigMap, for example with a trust-manager Bundle',
    ],
    [
      'one port of several before 2.3',
      '2.2',
      { backends: [TWO_PORTS] },
      'gateway-api/section-not-honoured',
      'kgateway 2.2 does not support sectionName (kgateway-dev/kgateway#13780 came with 2.3), so the policy would hit each port of Service ledger, not only https; use a version in >=2.3.0 <2.5.0, or give the TLS port a Service of its own',
    ],
    [
      'several targets in 2.0, which reads the first',
      '2.0',
      { backends: [LEDGER, { ...LEDGER, name: 'audit' }] },
      'gateway-api/several-targets',
      'kgateway 2.0 applies a policy to its first target only (kgateway-dev/kgateway#11356, mended in 2.1); got 2 targets; use a version in >=2.1.0 <2.5.0, or write one policy per Service',
    ],
  ])('%s', (_what, version, change, rule, message) => {
    expect(refusalOf(() => kgateway(version).renderServerTls({ ...ONE_WAY, ...change }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

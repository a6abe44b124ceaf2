import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { Kgateway } from '../../../src/gateways/kgateway/kgateway';
import { contractProblems } from '../_contract-problems';
import {
  CONTEXT,
  EXTERNAL,
  grpcNote,
  LEDGER,
  MUTUAL,
  noteRules,
  ONE_WAY,
  ROOT,
  SYSTEM_ROOTS,
  TWO_PORTS,
  URI_SAN,
} from '../_intents';

/** Client certificate and roots in one Secret beside the backend: what a BackendConfigPolicy can tell. */
const ONE_SECRET: MutualTlsIntent = {
  ...MUTUAL,
  trust: { certificates: [], references: [{ kind: 'Secret', name: 'edge-client' }], system: false },
};

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
          message: `kgateway ${version} verifies the server with ca.crt of Secret edge-client, and refuses the policy where that key is missing, so that no request reaches the backend`,
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

const NAME_NOTE = {
  rule: 'gateway-api/capability-unknown',
  severity: 'warning',
  message:
    'kgateway 2.3: whether it verifies the hostname without subjectAltNames is unknown (not read before 2.4, and no conformance claim)',
  fix: 'test it on your cluster, or keep to the portable subset',
} as const;

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
      notes: [...(version === '2.3' ? [NAME_NOTE] : []), grpcNote(`kgateway ${version}`, 'not covered by conformance')],
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
    ['system roots', { trust: SYSTEM_ROOTS }],
    ['a Secret elsewhere', { client: { secretName: 'edge-client', namespace: 'gateways' } }],
    ['a URI', { server: { ...MUTUAL.server, subjectAltNames: [URI_SAN] } }],
    ['one of several ports', { backend: TWO_PORTS }],
  ])('%s, which per backend cannot do, is told per Gateway and said so', (_what, change) => {
    const rendering = kgateway('2.4').renderMutualTls({ ...ONE_SECRET, ...change }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).toContain('BackendTLSPolicy');
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).not.toContain('BackendConfigPolicy');
    expect(rendering.patches).toHaveLength(1);
    expect(noteRules(rendering)).toEqual(['kgateway/bcp-cert-with-ccr info', 'gateway-api/capability-unknown info']);
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
      grpcNote('kgateway 2.4', 'not covered by conformance'),
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
      NAME_NOTE,
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message:
          'kgateway 2.3: whether it reads several certificates of one object is unknown (not read before 2.4, and no conformance claim)',
        fix: 'test it on your cluster, or keep to the portable subset',
      },
      grpcNote('kgateway 2.3', 'not covered by conformance'),
    ]);
  });

  test.each([
    ['SANs', { server: { ...MUTUAL.server, subjectAltNames: [URI_SAN] } }],
    ['the system roots', { trust: SYSTEM_ROOTS }],
    ['a policy on a Backend', { backend: EXTERNAL }],
  ])('what 2.3 does with %s is unknown and said so', (_what, change) => {
    const rendering = kgateway('2.3').renderMutualTls({ ...PER_GATEWAY, ...change }, CONTEXT);
    expect(noteRules(rendering)).toContain('gateway-api/capability-unknown warning');
    expect(noteRules(kgateway('2.4').renderMutualTls({ ...PER_GATEWAY, ...change }, CONTEXT))).toEqual([
      'gateway-api/capability-unknown info',
    ]);
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
      'kgateway 2.5: whether it verifies the hostname without subjectAltNames is unknown (nothing is recorded for version 2.5)',
      'kgateway 2.5: whether it reads the options example.com/mode is unknown (nothing is recorded for version 2.5)',
    ]);
  });
});

import { Agentgateway } from '../../../src/gateways/agentgateway/agentgateway';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
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
  refusalOf,
  SYSTEM_ROOTS,
  TWO_PORTS,
  URI_SAN,
} from '../_intents';

const HOSTNAME = 'ledger.payments.svc.cluster.local';

function agentgateway(version: string): Agentgateway {
  return new Agentgateway({ version, name: 'edge', namespace: 'gateways' });
}

/** A client certificate that stands where the Gateway is: the only place that it is read from there. */
const AT_GATEWAY: MutualTlsIntent = {
  ...MUTUAL,
  client: { secretName: 'edge-client', namespace: 'gateways' },
  clientScope: 'gateway',
};

describe('Agentgateway, client certificate per backend', () => {
  test.each(['1.4', '1.4.1'])('%s is told by an AgentgatewayPolicy alone', (version) => {
    const rendering = agentgateway(version).renderMutualTls(MUTUAL, CONTEXT);
    expect(rendering).toEqual({
      objects: [
        {
          role: 'Resource',
          manifest: {
            apiVersion: 'agentgateway.dev/v1alpha1',
            kind: 'AgentgatewayPolicy',
            metadata: { namespace: 'payments' },
            spec: {
              targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
              backend: {
                tls: {
                  mtlsCertificateRef: [{ name: 'edge-client' }],
                  caCertificateRefs: [{ name: 'payments-roots' }],
                  sni: HOSTNAME,
                  verifySubjectAltNames: [HOSTNAME],
                },
              },
            },
          },
        },
      ],
      patches: [],
      routeAnnotations: {},
      backendRef: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments', port: 8443 },
      notes: [],
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('roots known at synthesis are one ConfigMap; whether it may hold several is said to be unknown', () => {
    const trust = { certificates: [ROOT, ROOT], references: [], system: false };
    const rendering = agentgateway('1.4.1').renderMutualTls({ ...MUTUAL, trust }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).toEqual(['ConfigMap', 'AgentgatewayPolicy']);
    expect(rendering.objects[0]?.manifest).toMatchObject({
      metadata: { name: 'ledger-cacertificates', namespace: 'payments' },
      data: { 'ca.crt': `${ROOT.pem}${ROOT.pem}` },
    });
    expect(rendering.objects[1]?.manifest.spec).toMatchObject({
      backend: { tls: { caCertificateRefs: [{ name: 'ledger-cacertificates' }] } },
    });
    expect(noteRules(rendering)).toEqual(['gateway-api/capability-unknown warning']);
  });

  test('DNS names and ALPN have their fields', () => {
    const intent: MutualTlsIntent = {
      ...MUTUAL,
      server: { hostname: HOSTNAME, subjectAltNames: [{ type: 'Hostname', hostname: 'ledger.example.com' }] },
      parameters: { alpnProtocols: ['h2'] },
    };
    const rendering = agentgateway('1.4.1').renderMutualTls(intent, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({
      backend: { tls: { sni: HOSTNAME, verifySubjectAltNames: ['ledger.example.com'], alpnProtocols: ['h2'] } },
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a host outside the cluster is an AgentgatewayBackend', () => {
    const rendering = agentgateway('1.4.1').renderMutualTls({ ...MUTUAL, backend: EXTERNAL }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'agentgateway.dev/v1alpha1',
        kind: 'AgentgatewayBackend',
        metadata: { name: 'ledger-backend', namespace: 'payments' },
        spec: { static: { host: 'ledger.example.com', port: 443 } },
      },
      expect.objectContaining({
        kind: 'AgentgatewayPolicy',
        spec: expect.objectContaining({
          targetRefs: [{ group: 'agentgateway.dev', kind: 'AgentgatewayBackend', name: 'ledger-backend' }],
        }),
      }),
    ]);
    expect(rendering.backendRef).toEqual({
      group: 'agentgateway.dev',
      kind: 'AgentgatewayBackend',
      name: 'ledger-backend',
      namespace: 'payments',
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('ports that are not known are told, since the policy applies to each of them', () => {
    const backend = { ...LEDGER, ports: undefined };
    expect(agentgateway('1.4.1').renderMutualTls({ ...MUTUAL, backend }, CONTEXT).notes).toEqual([
      {
        rule: 'gateway-api/section-not-honoured',
        severity: 'info',
        message:
          'the AgentgatewayPolicy of agentgateway 1.4.1 applies to each port of Service ledger; whether it has others than https is not known',
        fix: 'give the TLS port a Service of its own if it has',
      },
    ]);
  });
});

describe('Agentgateway, client certificate per Gateway', () => {
  test.each(['1.0', '1.3', '1.4.1'])(
    '%s is told by a BackendTLSPolicy and a reference without namespace',
    (version) => {
      const rendering = agentgateway(version).renderMutualTls(AT_GATEWAY, CONTEXT);
      expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
        {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'BackendTLSPolicy',
          metadata: { namespace: 'payments' },
          spec: {
            // Before 1.4.1 it is not known whether sectionName is honored, and the Service has one port only.
            targetRefs: [
              { group: '', kind: 'Service', name: 'ledger', ...(version === '1.4.1' ? { sectionName: 'https' } : {}) },
            ],
            validation: {
              caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
              hostname: HOSTNAME,
            },
          },
        },
      ]);
      expect(rendering.patches.map(({ target, patch }) => ({ target, patch }))).toEqual([
        {
          target: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gateways' },
          patch: {
            spec: { tls: { backend: { clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client' } } } },
          },
        },
      ]);
      expect(rendering.notes).toEqual([grpcNote(`agentgateway ${version}`, 'not established')]);
      expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    },
  );

  test('before 1.4.1 a Secret in another namespace is told with a grant, and said to be unknown', () => {
    const rendering = agentgateway('1.3').renderMutualTls({ ...MUTUAL, clientScope: 'gateway' }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendTLSPolicy', 'ReferenceGrant']);
    expect(rendering.notes).toEqual([
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message:
          'agentgateway 1.3: whether it takes a namespace in clientCertificateRef is unknown (not read before 1.4.1)',
        fix: 'test it on your cluster, or keep to the portable subset',
      },
      grpcNote('agentgateway 1.3', 'not established'),
    ]);
  });

  test.each<[string, string, Partial<MutualTlsIntent>]>([
    ['system roots', '1.4.1', { trust: SYSTEM_ROOTS }],
    ['a URI', '1.4.1', { server: { hostname: HOSTNAME, subjectAltNames: [URI_SAN] } }],
    ['one of several ports', '1.4.1', { backend: TWO_PORTS }],
    ['a release that was not read', '1.2', {}],
  ])('%s, which per backend cannot do, is told per Gateway and said so', (_what, version, change) => {
    const intent = { ...AT_GATEWAY, clientScope: undefined, ...change };
    const rendering = agentgateway(version).renderMutualTls(intent, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendTLSPolicy']);
    expect(rendering.patches).toHaveLength(1);
    expect(rendering.notes[0]).toMatchObject({
      severity: 'info',
      message: expect.stringContaining('the client certificate stands on Gateway edge, for all its backends'),
    });
  });
});

describe('Agentgateway, one-way', () => {
  test.each([
    ['its name', { name: 'https', number: 8443 }, 'https'],
    ['its number, where it has no name', { number: 8443 }, '8443'],
  ])('a port is told by %s', (_what, port, sectionName) => {
    const backends = [{ ...TWO_PORTS, port }];
    const { objects } = agentgateway('1.4.1').renderServerTls({ ...ONE_WAY, backends }, CONTEXT);
    expect(objects[0]?.manifest.spec).toMatchObject({ targetRefs: [{ sectionName }] });
  });

  test('is told by a BackendTLSPolicy, to a host outside the cluster too', () => {
    const rendering = agentgateway('1.4.1').renderServerTls({ ...ONE_WAY, backends: [EXTERNAL] }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).toEqual(['AgentgatewayBackend', 'BackendTLSPolicy']);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    expect(rendering.notes).toEqual([]);
  });

  test('says before 1.4.1 that an AgentgatewayBackend may not be a target', () => {
    const rendering = agentgateway('1.1').renderServerTls({ ...ONE_WAY, backends: [EXTERNAL] }, CONTEXT);
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      'agentgateway 1.1: whether a BackendTLSPolicy may target its AgentgatewayBackend is unknown (nothing is recorded for version 1.1)',
    ]);
  });
});

describe('Agentgateway refuses', () => {
  const oneConfigMap =
    'write the roots into one ConfigMap: TrustAnchors.pem(...), TrustAnchors.configMap(...) or a Bundle';
  const perGateway = 'use one client certificate per Gateway: clientScope ClientScope.GATEWAY';
  const backend: MutualTlsIntent = { ...MUTUAL, clientScope: 'backend' };

  test.each<[string, string, MutualTlsIntent, string, string]>([
    [
      'a client certificate per backend of a release that was not read',
      '1.3',
      backend,
      'gateway-api/capability-unknown',
      `agentgateway 1.3 may have no client certificate per backend (not read before 1.4.1); use version 1.4.1, or ${perGateway}`,
    ],
    [
      'system roots beside a client certificate of one backend',
      '1.4.1',
      { ...backend, trust: SYSTEM_ROOTS },
      'agentgateway/implicit-system-ca',
      `an AgentgatewayPolicy of agentgateway 1.4.1 has no field for the system roots, and where Secret edge-client has a ca.crt, as those of cert-manager do, that is taken in their place; ${oneConfigMap}, or ${perGateway}`,
    ],
    [
      'roots in a Secret',
      '1.4.1',
      { ...backend, trust: { ...MUTUAL.trust, references: [{ kind: 'Secret', name: 'roots' }] } },
      'gateway-api/ca-kind-not-read',
      `an AgentgatewayPolicy of agentgateway 1.4.1 reads certificate authorities from a ConfigMap only; got Secret roots; ${oneConfigMap}, or ${perGateway}`,
    ],
    [
      'roots in two objects',
      '1.4.1',
      { ...backend, trust: { ...MUTUAL.trust, certificates: [ROOT] } },
      'gateway-api/too-many-ca-refs',
      `an AgentgatewayPolicy of agentgateway 1.4.1 takes one ConfigMap of certificate authorities; got 2; ${oneConfigMap}, or ${perGateway}`,
    ],
    [
      'roots in another namespace',
      '1.4.1',
      {
        ...backend,
        trust: { ...MUTUAL.trust, references: [{ kind: 'ConfigMap', name: 'roots', namespace: 'pki' }] },
      },
      'references/policy-namespace',
      `ConfigMap pki/roots is not in the backend's namespace payments; an AgentgatewayPolicy of agentgateway 1.4.1 reads it there only; put the roots into namespace payments, for example with a trust-manager Bundle, or ${perGateway}`,
    ],
    [
      'a client certificate of one backend in another namespace',
      '1.4.1',
      { ...backend, client: { secretName: 'edge-client', namespace: 'pki' } },
      'references/policy-namespace',
      `client certificate Secret pki/edge-client is not in the backend's namespace payments; an AgentgatewayPolicy of agentgateway 1.4.1 reads it there only; issue the certificate in namespace payments, or ${perGateway}`,
    ],
    [
      'a Service in another namespace',
      '1.4.1',
      { ...backend, namespace: 'gateways' },
      'references/policy-namespace',
      `Service payments/ledger is not in the policy's namespace gateways; an AgentgatewayPolicy of agentgateway 1.4.1 reaches its own namespace only; write the policy in the Service's namespace, or ${perGateway}`,
    ],
    [
      'a URI beside a client certificate of one backend',
      '1.4.1',
      { ...backend, server: { hostname: HOSTNAME, subjectAltNames: [URI_SAN] } },
      'gateway-api/capability-unknown',
      `whether an AgentgatewayPolicy of agentgateway 1.4.1 verifies a URI is not established; got ${URI_SAN.uri}; drop the URI and give a DNS name of the server certificate, such as ${HOSTNAME}, or ${perGateway}`,
    ],
    [
      'one of several ports beside a client certificate of one backend',
      '1.4.1',
      { ...backend, backend: TWO_PORTS },
      'gateway-api/section-not-honoured',
      `whether an AgentgatewayPolicy of agentgateway 1.4.1 can be kept to one port is not established, and without that it would hit each port of Service ledger (https, metrics), not only https; give the TLS port a Service of its own, or ${perGateway}`,
    ],
    [
      'TLS versions and cipher suites',
      '1.4.1',
      { ...backend, parameters: { minVersion: '1.2', cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } },
      'schema/unknown-field',
      'agentgateway 1.4.1 has no field for minVersion in an AgentgatewayPolicy (API reference); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'an empty list',
      '1.4.1',
      { ...backend, parameters: { alpnProtocols: [] } },
      'schema/invalid-value',
      "alpnProtocols is an empty list; name one at least, or leave alpnProtocols out for the gateway's own",
    ],
    [
      'ALPN beside a client certificate on the Gateway',
      '1.4.1',
      { ...AT_GATEWAY, client: MUTUAL.client, parameters: { alpnProtocols: ['h2'] } },
      'schema/unknown-field',
      'agentgateway 1.4.1 has no field for alpnProtocols in the BackendTLSPolicy that a client certificate on the Gateway goes with, only AgentgatewayPolicy spec.backend.tls.alpnProtocols (API reference); drop alpnProtocols, or use a gateway that has TLS settings of its own, such as Envoy Gateway, or use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'a Secret in another namespace than the Gateway',
      '1.4.1',
      { ...MUTUAL, clientScope: 'gateway' },
      'agentgateway/ccr-namespace',
      'agentgateway 1.4.1 takes no namespace in clientCertificateRef; the Secret is in payments, the Gateway in gateways; issue the certificate in namespace gateways',
    ],
    [
      'what neither way can do',
      '1.4.1',
      { ...MUTUAL, parameters: { minVersion: '1.3' } },
      'schema/unknown-field',
      'agentgateway 1.4.1 has no field for minVersion in an AgentgatewayPolicy (API reference); nor can one certificate stand on the Gateway: agentgateway 1.4.1 has no field for minVersion in the BackendTLSPolicy that a client certificate on the Gateway goes with (API reference); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'a parameter for which no release is known to have a field',
      '1.3',
      { ...backend, parameters: { minVersion: '1.3' } },
      'gateway-api/capability-unknown',
      'agentgateway 1.3 may have no field for minVersion in an AgentgatewayPolicy (not read before 1.4.1); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'a parameter for which a later release has a field',
      '1.3',
      { ...backend, parameters: { alpnProtocols: ['h2'] } },
      'gateway-api/capability-unknown',
      'agentgateway 1.3 may have no field for alpnProtocols in an AgentgatewayPolicy (not read before 1.4.1); use version 1.4.1, or drop alpnProtocols, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
  ])('%s (%s)', (_what, version, intent, rule, message) => {
    expect(refusalOf(() => agentgateway(version).renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('a client certificate on a Gateway without a name', () => {
    const gateway = new Agentgateway({ version: '1.4.1' });
    expect(refusalOf(() => gateway.renderMutualTls(AT_GATEWAY, CONTEXT))).toEqual({
      rule: 'references/missing-object',
      message:
        'the client certificate stands on the Gateway of agentgateway 1.4.1, whose name is not given; give name and namespace of the Gateway beside its version',
    });
  });
});

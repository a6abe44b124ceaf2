import { EnvoyGateway } from '../../../src/gateways/envoy-gateway/envoy-gateway';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, EXTERNAL, LEDGER, MUTUAL, noteRules, ONE_WAY, ROOT, TWO_PORTS } from '../_intents';

const PER_GATEWAY: MutualTlsIntent = {
  ...MUTUAL,
  clientScope: 'gateway',
  client: { secretName: 'edge-client', namespace: 'gateways' },
};

const CLIENT_CERTIFICATE = { clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client' } };
const ENABLE_BACKEND = 'envoy-gateway/api-disabled info';

/** The patch that makes the Gateway read the EnvoyProxy. */
const PARAMETERS_REF = {
  target: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', namespace: 'gateways' },
  patch: {
    spec: {
      infrastructure: {
        parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'edge-upstream-tls' },
      },
    },
  },
  reason:
    'without it the Gateway does not read the EnvoyProxy and presents no client certificate; it has no effect where the GatewayClass merges its Gateways (mergeGateways)',
};

function envoyGateway(version: string): EnvoyGateway {
  return new EnvoyGateway({ version, name: 'edge', namespace: 'gateways' });
}

/** The policy on the Service itself. */
function servicePolicy(apiVersion: string): object {
  return {
    role: 'Resource',
    manifest: {
      apiVersion: `gateway.networking.k8s.io/${apiVersion}`,
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
  };
}

function envoyProxy(backendTls: object): object {
  return {
    role: 'EnvoyProxy',
    sharedAs: 'envoy-proxy-gateways-edge',
    manifest: {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyProxy',
      metadata: { name: 'edge-upstream-tls', namespace: 'gateways' },
      spec: { backendTLS: backendTls },
    },
  };
}

describe('EnvoyGateway, a host outside the cluster', () => {
  test.each([
    ['1.4', [ENABLE_BACKEND, 'gateway-api/capability-unknown warning']],
    ['1.5', [ENABLE_BACKEND]],
    ['1.9', [ENABLE_BACKEND]],
  ])('%s is told by a Backend, with the notes %j', (version, notes) => {
    const rendering = envoyGateway(version).renderServerTls({ ...ONE_WAY, backends: [EXTERNAL] }, CONTEXT);
    expect(noteRules(rendering)).toEqual(notes);
  });
});

describe('EnvoyGateway, client certificate per backend', () => {
  test.each(['1.6', '1.7', '1.8', '1.9', '1.9.0'])('%s is told by a Backend and a policy on it', (version) => {
    const rendering = envoyGateway(version).renderMutualTls(MUTUAL, CONTEXT);
    expect(rendering).toEqual({
      objects: [
        {
          role: 'Backend',
          manifest: {
            apiVersion: 'gateway.envoyproxy.io/v1alpha1',
            kind: 'Backend',
            metadata: { name: 'ledger-backend', namespace: 'payments' },
            spec: {
              endpoints: [{ fqdn: { hostname: 'ledger.payments.svc.cluster.local', port: 8443 } }],
              tls: CLIENT_CERTIFICATE,
            },
          },
        },
        {
          role: 'Resource',
          manifest: {
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'BackendTLSPolicy',
            metadata: { namespace: 'payments' },
            spec: {
              targetRefs: [{ group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'ledger-backend' }],
              validation: {
                caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
                hostname: 'ledger.payments.svc.cluster.local',
              },
            },
          },
        },
      ],
      patches: [],
      routeAnnotations: {},
      backendRef: {
        group: 'gateway.envoyproxy.io',
        kind: 'Backend',
        name: 'ledger-backend',
        namespace: 'payments',
        port: 8443,
      },
      notes: [
        {
          rule: 'envoy-gateway/api-disabled',
          severity: 'info',
          message: `Envoy Gateway ${version} reads Backend objects only with extensionApis.enableBackend: true in its EnvoyGateway configuration`,
          fix: 'set config.envoyGateway.extensionApis.enableBackend to true in the Helm values',
        },
      ],
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('TLS parameters stand on the Backend', () => {
    const intent: MutualTlsIntent = {
      ...MUTUAL,
      parameters: {
        minVersion: '1.2',
        maxVersion: '1.3',
        cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
        alpnProtocols: ['h2'],
      },
    };
    const { objects } = envoyGateway('1.9').renderMutualTls(intent, CONTEXT);
    expect(objects[0]?.manifest.spec).toMatchObject({
      tls: {
        ...CLIENT_CERTIFICATE,
        minVersion: '1.2',
        maxVersion: '1.3',
        ciphers: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
        alpnProtocols: ['h2'],
      },
    });
    expect(objects.flatMap(contractProblems)).toEqual([]);
  });

  test.each<[string, MutualTlsIntent['backend'], object]>([
    ['a host outside the cluster', EXTERNAL, { fqdn: { hostname: 'ledger.example.com', port: 443 } }],
    ['an IPv4 address', { ...EXTERNAL, hostname: '192.0.2.10' }, { ip: { address: '192.0.2.10', port: 443 } }],
    ['an IPv6 address', { ...EXTERNAL, hostname: '2001:db8::10' }, { ip: { address: '2001:db8::10', port: 443 } }],
    [
      'the one port of a Service, where none is named',
      { ...LEDGER, port: undefined },
      { fqdn: { hostname: 'ledger.payments.svc.cluster.local', port: 8443 } },
    ],
    [
      'one port of several of a Service',
      TWO_PORTS,
      { fqdn: { hostname: 'ledger.payments.svc.cluster.local', port: 8443 } },
    ],
  ])('%s is one endpoint of the Backend', (_what, backend, endpoint) => {
    const { objects } = envoyGateway('1.9').renderMutualTls({ ...MUTUAL, backend }, CONTEXT);
    expect(objects[0]?.manifest.spec).toEqual({ endpoints: [endpoint], tls: CLIENT_CERTIFICATE });
    expect(objects.flatMap(contractProblems)).toEqual([]);
  });

  test('the name of a Service ends in the DNS domain of the cluster', () => {
    const gateway = new EnvoyGateway({ version: '1.9', clusterDomain: 'cluster.example' });
    const { objects } = gateway.renderMutualTls(MUTUAL, CONTEXT);
    expect(objects[0]?.manifest.spec).toMatchObject({
      endpoints: [{ fqdn: { hostname: 'ledger.payments.svc.cluster.example' } }],
    });
  });

  test('roots known at synthesis are one ConfigMap, and names of the certificate are listed', () => {
    const intent: MutualTlsIntent = {
      ...MUTUAL,
      trust: { certificates: [ROOT, ROOT], references: [], system: false },
      server: { ...MUTUAL.server, subjectAltNames: [{ type: 'URI', uri: 'spiffe://example.com/ledger' }] },
    };
    const { objects, notes } = envoyGateway('1.9').renderMutualTls(intent, CONTEXT);
    expect(objects.map(({ manifest }) => manifest)).toEqual([
      expect.objectContaining({ kind: 'Backend' }),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ledger-cacertificates', namespace: 'payments' },
        data: { 'ca.crt': ROOT.pem.repeat(2) },
      },
      expect.objectContaining({
        kind: 'BackendTLSPolicy',
        spec: expect.objectContaining({
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ledger-cacertificates' }],
            hostname: 'ledger.payments.svc.cluster.local',
            subjectAltNames: [{ type: 'URI', uri: 'spiffe://example.com/ledger' }],
          },
        }),
      }),
    ]);
    expect(notes.map(({ rule }) => rule)).toEqual(['envoy-gateway/api-disabled']);
  });

  test('roots of each kind and the system roots are read', () => {
    const references = (['ConfigMap', 'Secret', 'ClusterTrustBundle'] as const).map((kind) => ({
      kind,
      name: 'roots',
    }));
    const trust = { certificates: [], references, system: false };
    const { objects } = envoyGateway('1.9').renderMutualTls({ ...MUTUAL, trust }, CONTEXT);
    expect(objects[1]?.manifest.spec).toMatchObject({
      validation: {
        caCertificateRefs: [
          { group: '', kind: 'ConfigMap', name: 'roots' },
          { group: '', kind: 'Secret', name: 'roots' },
          { group: 'certificates.k8s.io', kind: 'ClusterTrustBundle', name: 'roots' },
        ],
      },
    });
    const system = { certificates: [], references: [], system: true };
    const rendering = envoyGateway('1.9').renderMutualTls({ ...MUTUAL, trust: system }, CONTEXT);
    expect(rendering.objects[1]?.manifest.spec).toMatchObject({ validation: { wellKnownCACertificates: 'System' } });
  });
});

describe('EnvoyGateway, client certificate per Gateway', () => {
  test.each([
    ['1.5', 'v1alpha3'],
    ['1.6', 'v1'],
    ['1.7', 'v1'],
  ])('%s is told by a policy %s and an EnvoyProxy that the Gateway reads', (version, apiVersion) => {
    const rendering = envoyGateway(version).renderMutualTls(PER_GATEWAY, CONTEXT);
    expect(rendering).toEqual({
      objects: [servicePolicy(apiVersion), envoyProxy(CLIENT_CERTIFICATE)],
      patches: [PARAMETERS_REF],
      routeAnnotations: {},
      backendRef: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments', port: 8443 },
      notes: [],
    });
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('1.5 has no other way, so it is the default there', () => {
    const unsaid: MutualTlsIntent = { ...PER_GATEWAY, clientScope: undefined };
    const gateway = envoyGateway('1.5');
    expect(gateway.renderMutualTls(unsaid, CONTEXT)).toEqual(gateway.renderMutualTls(PER_GATEWAY, CONTEXT));
  });

  test.each(['1.8', '1.9'])('%s is told by a policy and a reference on the Gateway', (version) => {
    const rendering = envoyGateway(version).renderMutualTls(PER_GATEWAY, CONTEXT);
    expect(rendering).toEqual({
      objects: [servicePolicy('v1')],
      patches: [
        {
          target: PARAMETERS_REF.target,
          patch: { spec: { tls: { backend: CLIENT_CERTIFICATE } } },
          reason: 'without it the Gateway presents no client certificate',
        },
      ],
      routeAnnotations: {},
      backendRef: { group: '', kind: 'Service', name: 'ledger', namespace: 'payments', port: 8443 },
      notes: [],
    });
  });

  test('from 1.8 a Secret in another namespace is granted to the Gateway', () => {
    const intent: MutualTlsIntent = { ...PER_GATEWAY, client: MUTUAL.client };
    const { objects, patches } = envoyGateway('1.8').renderMutualTls(intent, CONTEXT);
    expect(objects[1]).toEqual({
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
    });
    expect(patches[0]?.patch).toMatchObject({
      spec: { tls: { backend: { clientCertificateRef: { name: 'edge-client', namespace: 'payments' } } } },
    });
    expect(objects.flatMap(contractProblems)).toEqual([]);
  });

  test.each(['1.8', '1.9'])(
    'on %s TLS parameters need the EnvoyProxy, which a reference on the Gateway would replace',
    (version) => {
      const parameters = { minVersion: '1.3' } as const;
      const rendering = envoyGateway(version).renderMutualTls({ ...PER_GATEWAY, parameters }, CONTEXT);
      expect(rendering.objects).toEqual([
        servicePolicy('v1'),
        envoyProxy({ ...CLIENT_CERTIFICATE, minVersion: '1.3' }),
      ]);
      expect(rendering.patches).toEqual([PARAMETERS_REF]);
      expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    },
  );

  test('what a release that was not read does is unknown and said so', () => {
    const rendering = envoyGateway('1.10').renderMutualTls(PER_GATEWAY, CONTEXT);
    expect(new Set(noteRules(rendering))).toEqual(new Set(['gateway-api/capability-unknown warning']));
    expect(rendering.notes.map(({ message }) => message)).toContain(
      'Envoy Gateway 1.10: whether its EnvoyProxy takes a client certificate is unknown (nothing is recorded for version 1.10)',
    );
  });
});

describe('EnvoyGateway, one-way TLS', () => {
  test.each([
    ['1.5', 'v1alpha3'],
    ['1.6', 'v1'],
    ['1.7', 'v1'],
    ['1.8', 'v1'],
    ['1.9', 'v1'],
  ])('%s reads BackendTLSPolicy %s on the port of the Service', (version, apiVersion) => {
    const { objects, patches, notes } = envoyGateway(version).renderServerTls(ONE_WAY, CONTEXT);
    expect({ objects, patches, notes }).toEqual({ objects: [servicePolicy(apiVersion)], patches: [], notes: [] });
    expect(objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a host outside the cluster is a Backend without TLS settings, which must be enabled', () => {
    const rendering = envoyGateway('1.9').renderServerTls({ ...ONE_WAY, backends: [EXTERNAL] }, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toEqual({
      endpoints: [{ fqdn: { hostname: 'ledger.example.com', port: 443 } }],
    });
    expect(rendering.objects[1]?.manifest.spec).toMatchObject({
      targetRefs: [{ group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'ledger-backend' }],
    });
    expect(rendering.backendRef).toEqual({
      group: 'gateway.envoyproxy.io',
      kind: 'Backend',
      name: 'ledger-backend',
      namespace: 'payments',
      port: 443,
    });
    expect(noteRules(rendering)).toEqual([ENABLE_BACKEND]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('options without effect and several targets are told', () => {
    const backends = [LEDGER, { ...LEDGER, name: 'audit' }];
    const options = { 'example.com/b': '2', 'example.com/a': '1' };
    const rendering = envoyGateway('1.9').renderServerTls({ ...ONE_WAY, backends, options }, CONTEXT);
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      'option "example.com/a" has no effect on Envoy Gateway 1.9',
      'option "example.com/b" has no effect on Envoy Gateway 1.9',
      '2 targets in one policy; implementations should support one only',
    ]);
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({
      options,
      targetRefs: [{ name: 'ledger' }, { name: 'audit' }],
    });
  });
});

describe('EnvoyGateway, roots in the Secret of the client certificate', () => {
  const BESIDE_KEY: MutualTlsIntent = {
    ...MUTUAL,
    trust: { certificates: [], references: [{ kind: 'Secret', name: 'edge-client' }], system: false },
  };
  const CA_KEY = 'references/ca-key-missing warning';

  test.each(['backend', 'gateway'] as const)(
    'may be the certificate itself in 1.9, per %s, which is told',
    (clientScope) => {
      const intent = { ...BESIDE_KEY, clientScope };
      expect(envoyGateway('1.9').renderMutualTls(intent, CONTEXT).notes).toContainEqual({
        rule: 'references/ca-key-missing',
        severity: 'warning',
        message:
          "where Secret edge-client has no ca.crt, Envoy Gateway 1.9 takes the client's own certificate, its tls.crt, for the root of the server (envoyproxy/gateway#8329)",
        fix: 'see to it that its issuer writes ca.crt, or trust the roots in an object of their own: TrustAnchors.pem(...) or TrustAnchors.configMap(...)',
      });
    },
  );

  test.each<[string, string, MutualTlsIntent]>([
    ['1.8, which reads ca.crt alone', '1.8', BESIDE_KEY],
    [
      '1.9 and another Secret',
      '1.9',
      { ...BESIDE_KEY, trust: { ...BESIDE_KEY.trust, references: [{ kind: 'Secret', name: 'payments-roots' }] } },
    ],
    ['1.9 and a ConfigMap', '1.9', MUTUAL],
    [
      '1.9 and a Secret of that name in another namespace',
      '1.9',
      { ...BESIDE_KEY, clientScope: 'gateway', client: { secretName: 'edge-client', namespace: 'gateways' } },
    ],
  ])('%s need no word', (_name, version, intent) => {
    expect(noteRules(envoyGateway(version).renderMutualTls(intent, CONTEXT))).not.toContain(CA_KEY);
  });
});

test('a release of EnvoyGateway that is not known is not sent to EnvoyGateway itself', () => {
  expect(() => envoyGateway('1.10').renderMutualTls({ ...MUTUAL, parameters: { minVersion: '1.3' } }, CONTEXT)).toThrow(
    /use version 1\.1 to 1\.5 or 1\.6 to 1\.9, or drop minVersion, or use a gateway that has TLS settings of its own, such as kgateway$/,
  );
});

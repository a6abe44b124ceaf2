import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { NginxGatewayFabric } from '../../../src/gateways/nginx-gateway-fabric/nginx-gateway-fabric';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, EXTERNAL, MUTUAL, noteRules, ONE_WAY, ROOT, refusalOf, TWO_PORTS, URI_SAN } from '../_intents';

function nginx(version: string): NginxGatewayFabric {
  return new NginxGatewayFabric({ version, name: 'edge', namespace: 'gateways' });
}

const POLICY = {
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
};

const GRANT = {
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  metadata: { namespace: 'payments' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'gateways' }],
    to: [{ group: '', kind: 'Secret', name: 'edge-client' }],
  },
};

describe('NGINX Gateway Fabric, one-way', () => {
  test.each(['2.3', '2.4', '2.5', '2.6', '2.6.7'])('%s is told by one policy', (version) => {
    const rendering = nginx(version).renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([POLICY]);
    expect(rendering.notes).toEqual([]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('2.7 is told the same, and that its version was not read is said', () => {
    const rendering = nginx('2.7').renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects[0]?.manifest.apiVersion).toBe('gateway.networking.k8s.io/v1');
    expect(noteRules(rendering)).toContain('gateway-api/capability-unknown warning');
  });

  test('2.2 is told by v1alpha3, which it reads behind a gate', () => {
    const rendering = nginx('2.2').renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects[0]?.manifest.apiVersion).toBe('gateway.networking.k8s.io/v1alpha3');
    expect(rendering.notes).toContainEqual({
      rule: 'gateway-api/btp-not-read',
      severity: 'info',
      message:
        'NGINX Gateway Fabric 2.2 reads BackendTLSPolicy only with the feature gate gateway-api-experimental-features and with CRDs that serve v1alpha3 (nginx/nginx-gateway-fabric#3795)',
      fix: 'turn gateway-api-experimental-features on and install the CRDs of a channel that serves v1alpha3',
    });
  });
});

describe('NGINX Gateway Fabric, one-way, before 2.0', () => {
  test('1.3 is told by v1alpha3, which its Gateway API has alone', () => {
    const rendering = nginx('1.3').renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects[0]?.manifest.apiVersion).toBe('gateway.networking.k8s.io/v1alpha3');
  });

  test('1.2 is refused, since it reads v1alpha2', () => {
    expect(refusalOf(() => nginx('1.2').renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gateway-api/version-not-served',
      message:
        'NGINX Gateway Fabric 1.2 reads BackendTLSPolicy v1alpha2 only (technical specifications: for Gateway API 1.0, which has no other version), which has other fields and no served CRD today; use version 1.3 to 2.2 or 2.3 to 2.6.7, or use another gateway',
    });
  });
});

describe('NGINX Gateway Fabric, mutual', () => {
  test.each(['2.3', '2.4', '2.5', '2.6', '2.6.7'])('%s presents the certificate of the Gateway', (version) => {
    const rendering = nginx(version).renderMutualTls(MUTUAL, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([POLICY, GRANT]);
    expect(rendering.patches).toEqual([
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
    ]);
    expect(rendering.backendRef).toEqual({
      group: '',
      kind: 'Service',
      name: 'ledger',
      namespace: 'payments',
      port: 8443,
    });
    expect(rendering.notes).toEqual([
      {
        rule: 'gateway-api/ccr-not-honoured',
        severity: 'info',
        message: `NGINX Gateway Fabric ${version} presents the client certificate to backends of HTTPRoutes only, not of GRPCRoutes (source of 2.6.7: proxy_ssl_certificate is written, grpc_ssl_certificate is not)`,
        fix: 'send requests to this backend by an HTTPRoute',
      },
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a certificate beside the Gateway needs no grant', () => {
    const client = { secretName: 'edge-client', namespace: 'gateways' };
    const { objects } = nginx('2.6').renderMutualTls({ ...MUTUAL, client, clientScope: 'gateway' }, CONTEXT);
    expect(objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendTLSPolicy']);
  });
});

const PER_BACKEND = 'NGINX Gateway Fabric 2.6 has no client certificate per backend (source of 2.6.7: snippets only)';
const SNIPPETS = 'snippets are off by default; SnippetsPolicy since 2.4.0';

describe('NGINX Gateway Fabric refuses mutual TLS with', () => {
  test.each<[string, string, Partial<MutualTlsIntent>, rule: string, message: string]>([
    [
      'a certificate of one backend',
      '2.6',
      { clientScope: 'backend' },
      'schema/unknown-field',
      `${PER_BACKEND}; use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later, or use one client certificate per Gateway: clientScope ClientScope.GATEWAY`,
    ],
    [
      'a certificate of one backend, where the Gateway has none either',
      '2.2',
      { clientScope: 'backend' },
      'schema/unknown-field',
      `${PER_BACKEND.replace('2.6 ', '2.2 ')}; use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later`,
    ],
    [
      'a certificate on the Gateway before 2.3',
      '2.2',
      {},
      'gateway-api/ccr-not-honoured',
      'NGINX Gateway Fabric 2.2 does not support a client certificate on the Gateway (release notes: came with 2.3.0); use version 2.3 to 2.6.7, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'a lowest TLS version beside a certificate that 2.2 does not present',
      '2.2',
      { parameters: { minVersion: '1.3' } },
      'gateway-api/ccr-not-honoured',
      'NGINX Gateway Fabric 2.2 does not support a client certificate on the Gateway (release notes: came with 2.3.0); use version 2.3 to 2.6.7, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'a certificate on the Gateway at a version that was not read',
      '2.7',
      {},
      'gateway-api/ccr-not-honoured',
      'NGINX Gateway Fabric 2.7 may not support a client certificate on the Gateway (nothing is recorded for version 2.7); use version 2.3 to 2.6.7, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'a lowest TLS version',
      '2.6',
      { parameters: { minVersion: '1.3' } },
      'schema/unknown-field',
      `NGINX Gateway Fabric 2.6 has no field for minVersion in the BackendTLSPolicy that a client certificate on the Gateway goes with, only SnippetsFilter with proxy_ssl_protocols (${SNIPPETS}); drop minVersion, or set it there, outside this construct`,
    ],
    [
      'ALPN',
      '2.6',
      { parameters: { alpnProtocols: ['h2'] } },
      'schema/unknown-field',
      'NGINX Gateway Fabric 2.6 has no field for alpnProtocols in the BackendTLSPolicy that a client certificate on the Gateway goes with (source of 2.6.7); drop alpnProtocols, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
  ])('%s', (_, version, intent, rule, message) => {
    expect(refusalOf(() => nginx(version).renderMutualTls({ ...MUTUAL, ...intent }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

describe('NGINX Gateway Fabric refuses one-way TLS with', () => {
  test.each<[string, Partial<ServerTlsIntent>, rule: string, message: string]>([
    [
      'two objects of roots',
      { trust: { certificates: [ROOT], references: [{ kind: 'ConfigMap', name: 'old-root' }], system: false } },
      'gateway-api/too-many-ca-refs',
      'NGINX Gateway Fabric 2.6 rejects a policy with more than one of several certificate authority objects (source of 2.6.7); got 2; put all roots into one object',
    ],
    [
      'another name than the hostname',
      { server: { ...ONE_WAY.server, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'NGINX Gateway Fabric 2.6 ignores subjectAltNames (nginx/nginx-gateway-fabric#3152, still open; conformance); got spiffe://example.com/ns/payments/sa/ledger; drop subjectAltNames and give ledger.payments.svc.cluster.local as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
    [
      'a host outside the cluster',
      { backends: [EXTERNAL] },
      'gateway-api/btp-not-read',
      'NGINX Gateway Fabric 2.6 has no kind for a host outside the cluster that a policy could target; got ledger.example.com:443; put a Service of type ExternalName before it where the gateway supports one, or use Envoy Gateway or kgateway',
    ],
  ])('%s', (_, intent, rule, message) => {
    expect(refusalOf(() => nginx('2.6').renderServerTls({ ...ONE_WAY, ...intent }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });

  test('one port of several before 2.2, which came with sectionName', () => {
    expect(refusalOf(() => nginx('2.1').renderServerTls({ ...ONE_WAY, backends: [TWO_PORTS] }, CONTEXT))).toEqual({
      rule: 'gateway-api/section-not-honoured',
      message:
        'NGINX Gateway Fabric 2.1 does not support sectionName (release notes: came with 2.2.0), so the policy would hit each port of Service ledger, not only https; use version 2.2 to 2.6.7, or give the TLS port a Service of its own',
    });
  });
});

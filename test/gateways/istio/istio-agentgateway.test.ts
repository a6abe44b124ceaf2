import { IstioAgentgateway } from '../../../src/gateways/istio/istio-agentgateway';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, EXTERNAL, MUTUAL, ONE_WAY, refusalOf } from '../_intents';

const TITLE = 'Istio, class istio-agentgateway 1.31.0-rc.0';
const NOTHING = 'nothing is recorded for version 1.31.0-rc.0';
const CLIENT = { secretName: 'edge-client', namespace: 'gateways' };

function gateway(version = '1.31.0-rc.0'): IstioAgentgateway {
  return new IstioAgentgateway({ version, name: 'edge', namespace: 'gateways' });
}

describe('IstioAgentgateway', () => {
  test('tells one-way TLS with names, and says what is unknown', () => {
    const rendering = gateway().renderServerTls(ONE_WAY, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        metadata: { namespace: 'payments' },
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
            hostname: ONE_WAY.server.hostname,
            subjectAltNames: [{ type: 'Hostname', hostname: ONE_WAY.server.hostname }],
          },
        },
      },
    ]);
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      `${TITLE}: which version of BackendTLSPolicy it reads is unknown (${NOTHING})`,
      `${TITLE}: whether it honors subjectAltNames is unknown (${NOTHING})`,
    ]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('tells mutual TLS by the Gateway, without a namespace in the reference', () => {
    const rendering = gateway().renderMutualTls({ ...MUTUAL, client: CLIENT }, CONTEXT);
    expect(rendering.objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendTLSPolicy']);
    expect(rendering.patches.map(({ patch }) => patch)).toEqual([
      { spec: { tls: { backend: { clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client' } } } } },
    ]);
    expect(rendering.notes.map(({ message }) => message)).toContain(
      `${TITLE} sends the client certificate only to backends that no other Gateway reaches, and goes on without one otherwise (source: with PILOT_ENABLE_AGENTGATEWAY, for backends of exactly one Gateway)`,
    );
  });

  test.each([
    [
      'a Secret in another namespace',
      gateway(),
      { ...MUTUAL, client: { ...CLIENT, namespace: 'payments' } },
      'agentgateway/ccr-namespace',
      `${TITLE} takes no namespace in clientCertificateRef; the Secret is in payments, the Gateway in gateways; issue the certificate in namespace gateways`,
    ],
    [
      'a certificate of one backend',
      gateway(),
      { ...MUTUAL, client: CLIENT, clientScope: 'backend' as const },
      'schema/unknown-field',
      `${TITLE} has no client certificate per backend (source); use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later, or use one client certificate per Gateway: clientScope ClientScope.GATEWAY`,
    ],
    [
      'a lowest TLS version',
      gateway(),
      { ...MUTUAL, client: CLIENT, parameters: { minVersion: '1.2' as const } },
      'schema/unknown-field',
      `${TITLE} has no field for minVersion in the BackendTLSPolicy that a client certificate on the Gateway goes with (source); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway`,
    ],
    [
      'a host outside the cluster',
      gateway(),
      { ...MUTUAL, client: CLIENT, backend: EXTERNAL },
      'gateway-api/btp-not-read',
      `${TITLE} has no kind for a host outside the cluster that a policy could target; got ledger.example.com:443; put a Service of type ExternalName before it where the gateway supports one, or use Envoy Gateway or kgateway`,
    ],
    [
      'a release that was not read',
      gateway('1.30'),
      { ...MUTUAL, client: CLIENT },
      'gateway-api/ccr-not-honoured',
      'Istio, class istio-agentgateway 1.30 may not support a client certificate on the Gateway (nothing is recorded for version 1.30); use version 1.31.0-rc.0, or verify the server alone with BackendTlsPolicy',
    ],
  ])('refuses %s', (_what, implementation, intent, rule, message) => {
    expect(refusalOf(() => implementation.renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });
});

import { GkeGateway } from '../../../src/gateways/gke/gke-gateway';
import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { contractProblems } from '../_contract-problems';
import { CONTEXT, grpcNote, MUTUAL, ONE_WAY, refusalOf, TWO_PORTS } from '../_intents';

const REPORTS = 'not established: conformance reports only';

function gke(version: string): GkeGateway {
  return new GkeGateway({ version, name: 'edge', namespace: 'gateways' });
}

describe('GkeGateway', () => {
  test.each(['1.35.2-gke.1751000', '1.36', '1.36.2'])('%s tells one-way TLS by a BackendTLSPolicy', (version) => {
    const rendering = gke(version).renderServerTls(ONE_WAY, CONTEXT);
    // Whether sectionName is honored is not known, and the Service has one port only.
    expect(rendering.objects.map(({ manifest }) => manifest)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        metadata: { namespace: 'payments' },
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'payments-roots' }],
            hostname: MUTUAL.server.hostname,
          },
        },
      },
    ]);
    expect(rendering.notes).toEqual([]);
    expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
  });

  test('a port of several is named, and said to be unknown', () => {
    const rendering = gke('1.36.2').renderServerTls({ ...ONE_WAY, backends: [TWO_PORTS] }, CONTEXT);
    expect(rendering.objects[0]?.manifest.spec).toMatchObject({ targetRefs: [{ sectionName: 'https' }] });
    expect(rendering.notes.map(({ message }) => message)).toEqual([
      `GKE Gateway 1.36.2: whether it honors sectionName is unknown (${REPORTS})`,
    ]);
  });

  test.each(['1.36', '1.36.2-gke.2154000'])(
    '%s tells mutual TLS by the client certificate of the Gateway',
    (version) => {
      const rendering = gke(version).renderMutualTls(MUTUAL, CONTEXT);
      expect(rendering.objects.map(({ manifest }) => manifest.kind)).toEqual(['BackendTLSPolicy', 'ReferenceGrant']);
      expect(rendering.patches.map(({ patch }) => patch)).toEqual([
        {
          spec: {
            tls: {
              backend: {
                clientCertificateRef: { group: '', kind: 'Secret', name: 'edge-client', namespace: 'payments' },
              },
            },
          },
        },
      ]);
      expect(rendering.notes.map(({ message }) => message)).toEqual([
        `GKE Gateway ${version}: whether it takes a namespace in clientCertificateRef is unknown (${REPORTS})`,
        grpcNote(`GKE Gateway ${version}`, REPORTS).message,
      ]);
      expect(rendering.objects.flatMap(contractProblems)).toEqual([]);
    },
  );

  test.each<[string, string, MutualTlsIntent, string, string]>([
    [
      'a client certificate on 1.35',
      '1.35.2',
      { ...MUTUAL, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'GKE Gateway 1.35.2 does not support a client certificate on the Gateway (not claimed in its conformance report); use version 1.36.2-gke.2154000 or 1.36.2, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'a client certificate of one backend',
      '1.36.2',
      { ...MUTUAL, clientScope: 'backend' },
      'gateway-api/capability-unknown',
      `GKE Gateway 1.36.2 may have no client certificate per backend (${REPORTS}); use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later, or use one client certificate per Gateway: clientScope ClientScope.GATEWAY`,
    ],
    [
      'cipher suites',
      '1.36.2',
      { ...MUTUAL, clientScope: 'gateway', parameters: { cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } },
      'schema/unknown-field',
      'GKE Gateway 1.36.2 has no field for cipherSuites in the BackendTLSPolicy that a client certificate on the Gateway goes with (API reference: GCPBackendPolicy has no TLS field); drop cipherSuites, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
  ])('refuses %s (%s)', (_what, version, intent, rule, message) => {
    expect(refusalOf(() => gke(version).renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });
});

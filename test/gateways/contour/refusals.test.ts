import { Contour } from '../../../src/gateways/contour/contour';
import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { CONTEXT, EXTERNAL, LEDGER, MUTUAL, ONE_WAY, ROOT, refusalOf, SYSTEM_ROOTS, URI_SAN } from '../_intents';

const MINE: MutualTlsIntent = { ...MUTUAL, trust: { certificates: [ROOT], references: [], system: false } };
const ROOTS =
  'give the roots as text: TrustAnchors.pem(...); or one Secret with all of them under ca.crt: TrustAnchors.secret(...)';

describe('Contour refuses mutual TLS with', () => {
  test.each<[string, string, Partial<MutualTlsIntent>, rule: string, message: string]>([
    [
      'a client certificate of one backend',
      '1.33',
      { clientScope: 'backend' },
      'schema/unknown-field',
      'Contour 1.33 has no client certificate per backend (projectcontour/contour#6193: the client certificate of ContourConfiguration is not for its routes); use the one client certificate of the installation: clientScope ClientScope.GATEWAY',
    ],
    [
      'a certificate of one backend at a version that was not read',
      '1.34',
      { clientScope: 'backend' },
      'gateway-api/capability-unknown',
      'Contour 1.34 may have no client certificate per backend (nothing is recorded for version 1.34); use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later',
    ],
    [
      'a version that was not read',
      '1.34',
      {},
      'gateway-api/capability-unknown',
      'Contour 1.34 may have no client certificate for backends (nothing is recorded for version 1.34); use version 1.30 to 1.33.6, or use another gateway',
    ],
    [
      'the system roots',
      '1.33',
      { trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      `an HTTPProxy of Contour 1.33 reads the server's roots from one Secret; got the system roots; ${ROOTS}`,
    ],
    [
      'roots in a ConfigMap',
      '1.33',
      { trust: MUTUAL.trust },
      'gateway-api/ca-kind-not-read',
      `an HTTPProxy of Contour 1.33 reads the server's roots from one Secret; got ConfigMap payments-roots; ${ROOTS}`,
    ],
    [
      'roots in a Secret and beside it',
      '1.33',
      { trust: { certificates: [ROOT], references: [{ kind: 'Secret', name: 'old-root' }], system: false } },
      'gateway-api/ca-kind-not-read',
      `an HTTPProxy of Contour 1.33 reads the server's roots from one Secret; got 1 certificate known at synthesis, Secret old-root; ${ROOTS}`,
    ],
    [
      'a URI',
      '1.33',
      { server: { ...MUTUAL.server, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'an HTTPProxy of Contour 1.33 verifies DNS names only; got spiffe://example.com/ns/payments/sa/ledger; drop the URI and give a DNS name of the server certificate, such as ledger.payments.svc.cluster.local',
    ],
    [
      'a lowest TLS version, which is that of all backends',
      '1.33',
      { parameters: { minVersion: '1.3' } },
      'schema/unknown-field',
      'Contour 1.33 has no field for minVersion in an HTTPProxy, only ContourConfiguration spec.envoy.cluster.upstreamTLS.minimumProtocolVersion and maximumProtocolVersion (API reference: for all backends); drop minVersion, or set it there, outside this construct',
    ],
    [
      'ALPN of both protocols',
      '1.33',
      { parameters: { alpnProtocols: ['h2', 'http/1.1'] } },
      'schema/invalid-value',
      'an HTTPProxy of Contour 1.33 offers "http/1.1" or "h2" alone by ALPN; got "h2, http/1.1"; set alpnProtocols to one of the two',
    ],
    [
      'a host outside the cluster',
      '1.33',
      { backend: EXTERNAL },
      'schema/invalid-value',
      'an HTTPProxy of Contour 1.33 names Services only; got ledger.example.com:443; put a Service of type ExternalName before the host, and set enableExternalNameService of ContourConfiguration',
    ],
    [
      'a port whose number is not known',
      '1.33',
      { backend: { ...LEDGER, port: { name: 'https' }, ports: undefined } },
      'references/section-name-not-a-port',
      'the number of the port of Service ledger is not known, and an HTTPProxy names ports by number; name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    ],
    [
      'a client certificate whose namespace is not known',
      '1.33',
      { client: { secretName: 'edge-client' } },
      'references/missing-object',
      'the namespace of client certificate Secret edge-client is not known, and a ContourConfiguration states it; give the namespace of the Secret, or set it on the chart',
    ],
    [
      'roots elsewhere, where the own namespace is not known',
      '1.33',
      {
        namespace: undefined,
        trust: { certificates: [], references: [{ kind: 'Secret', name: 'roots', namespace: 'pki' }], system: false },
      },
      'references/grant-missing',
      'Secret pki/roots may stand in another namespace than the HTTPProxy, whose namespace is not known, so the TLSCertificateDelegation cannot be written; set the namespace on the chart or on the Service',
    ],
  ])('%s', (_, version, intent, rule, message) => {
    expect(refusalOf(() => new Contour({ version }).renderMutualTls({ ...MINE, ...intent }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

describe('Contour refuses one-way TLS with', () => {
  test.each<[string, string, Partial<ServerTlsIntent>, rule: string, message: string]>([
    [
      'a version of other fields',
      '1.29',
      {},
      'gateway-api/version-not-served',
      'Contour 1.29 reads BackendTLSPolicy v1alpha2 only (source), which has other fields and no served CRD today; use version 1.30 to 1.33.6, or use another gateway',
    ],
    [
      'the system roots',
      '1.33',
      { trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      'Contour 1.33 does not support the system roots (source of 1.33.6); give the roots themselves: TrustAnchors.pem(...) or TrustAnchors.configMap(...)',
    ],
    [
      'another name than the hostname',
      '1.33',
      { server: { ...ONE_WAY.server, subjectAltNames: [URI_SAN] } },
      'gateway-api/san-not-honoured',
      'Contour 1.33 ignores subjectAltNames (source of 1.33.6: the hostname alone is matched); got spiffe://example.com/ns/payments/sa/ledger; drop subjectAltNames and give ledger.payments.svc.cluster.local as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
  ])('%s', (_, version, intent, rule, message) => {
    expect(refusalOf(() => new Contour({ version }).renderServerTls({ ...ONE_WAY, ...intent }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

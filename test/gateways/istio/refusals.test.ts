import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { Istio } from '../../../src/gateways/istio/istio';
import { CONTEXT, EXTERNAL, LEDGER, MUTUAL, ONE_WAY, ROOT, refusalOf, SYSTEM_ROOTS } from '../_intents';

const AT = { name: 'edge', namespace: 'gateways' };
const MINE: MutualTlsIntent = {
  ...MUTUAL,
  client: { secretName: 'edge-client', namespace: 'gateways' },
  trust: { certificates: [ROOT], references: [], system: false },
};
const ROOTS =
  "give the roots as text: TrustAnchors.pem(...); or put them under ca.crt of Secret edge-client and trust them there: TrustAnchors.secret('edge-client', { namespace: 'gateways' })";

describe('Istio refuses mutual TLS with', () => {
  test.each<[string, string, MutualTlsIntent, rule: string, message: string]>([
    [
      'one client certificate per Gateway',
      '1.30',
      { ...MINE, clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'Istio 1.30 accepts and ignores a client certificate on the Gateway (istio/istio#61515: no certificate is sent, although 1.31.0-rc.0 says ResolvedRefs); use another gateway, such as Envoy Gateway 1.8 or kgateway 2.4, or verify the server alone with BackendTlsPolicy, or use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'a version that was not read',
      '1.32',
      MINE,
      'gateway-api/capability-unknown',
      'Istio 1.32 may have no client certificate per backend (nothing is recorded for version 1.32); nor can one certificate stand on the Gateway: Istio 1.32 may not support a client certificate on the Gateway (nothing is recorded for version 1.32); for a certificate per backend use version 1.26 to 1.31.0-rc.0; for one per Gateway use another gateway, such as Envoy Gateway 1.8 or kgateway 2.4, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'a Secret that is not beside the Gateway',
      '1.30',
      { ...MINE, client: { secretName: 'edge-client', namespace: 'payments' } },
      'istio/credential-unusable',
      "client certificate Secret payments/edge-client is not in the Gateway's namespace gateways; Istio 1.30 looks there only, and no ReferenceGrant helps; issue the certificate in namespace gateways",
    ],
    [
      'the system roots',
      '1.30',
      { ...MINE, trust: SYSTEM_ROOTS },
      'gateway-api/system-ca-unusable',
      `a DestinationRule of Istio 1.30 takes a client certificate or the system roots, not both; ${ROOTS}`,
    ],
    [
      'roots in a ConfigMap',
      '1.30',
      { ...MINE, trust: MUTUAL.trust },
      'istio/credential-unusable',
      `a DestinationRule of Istio 1.30 verifies the server with Secret gateways/edge-client or edge-client-cacert alone; got ConfigMap payments-roots; ${ROOTS}`,
    ],
    [
      'roots beside those of the Secret',
      '1.30',
      {
        ...MINE,
        trust: {
          certificates: [ROOT],
          references: [{ kind: 'Secret', name: 'edge-client', namespace: 'gateways' }],
          system: false,
        },
      },
      'istio/credential-unusable',
      `a DestinationRule of Istio 1.30 verifies the server with Secret gateways/edge-client or edge-client-cacert alone; got 1 certificate known at synthesis, Secret gateways/edge-client; ${ROOTS}`,
    ],
    [
      'a lowest TLS version',
      '1.30',
      { ...MINE, parameters: { minVersion: '1.2' } },
      'schema/unknown-field',
      'Istio 1.30 has no field for minVersion in a DestinationRule (source of 1.30.3: fixed at 1.2; meshConfig.tlsDefaults is not applied to backends); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'cipher suites, which are those of the mesh',
      '1.30',
      { ...MINE, parameters: { cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } },
      'schema/unknown-field',
      'Istio 1.30 has no field for cipherSuites in a DestinationRule, only MeshConfig tlsDefaults.cipherSuites (source of 1.30.3: for the whole mesh); drop cipherSuites, or set it there, outside this construct',
    ],
    [
      'a verification depth',
      '1.30',
      { ...MINE, parameters: { verifyDepth: 2 } },
      'schema/unknown-field',
      'Istio 1.30 has no field for verifyDepth in a DestinationRule; drop verifyDepth, or use Kong Ingress Controller or Kong Operator',
    ],
    [
      'a port whose number is not known',
      '1.30',
      { ...MINE, backend: { ...LEDGER, port: { name: 'https' }, ports: undefined } },
      'references/section-name-not-a-port',
      'the number of port https of Service ledger is not known, and a DestinationRule names ports by number; give it where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    ],
    [
      'a Service whose namespace is not known',
      '1.30',
      { ...MINE, namespace: undefined, backend: { ...LEDGER, namespace: undefined } },
      'references/policy-namespace',
      "the namespace of Service ledger is not known, and a DestinationRule needs the Service's DNS name; set the namespace on the chart or on the Service",
    ],
    [
      'an address in place of a host',
      '1.30',
      { ...MINE, backend: { ...EXTERNAL, hostname: '192.0.2.7' } },
      'schema/invalid-value',
      '"192.0.2.7" is an IP address, and Istio takes a DNS name for the host of a ServiceEntry; give the name of the host',
    ],
  ])('%s', (_, version, intent, rule, message) => {
    expect(refusalOf(() => new Istio({ version, ...AT }).renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test.each([{}, { name: 'edge' }, { namespace: 'gateways' }])('a Gateway that is not known: %j', (at) => {
    expect(refusalOf(() => new Istio({ version: '1.30', ...at }).renderMutualTls(MINE, CONTEXT))).toEqual({
      rule: 'references/missing-object',
      message:
        "Istio 1.30 takes the Secret of a DestinationRule from the namespace of the Gateway for the Gateway's ServiceAccount, and name and namespace of the Gateway are not both given; give name and namespace of the Gateway to Istio",
    });
  });
});

describe('Istio refuses one-way TLS with', () => {
  test('several objects of roots, of which it reads one', () => {
    const references = [
      { kind: 'ConfigMap', name: 'old' },
      { kind: 'ConfigMap', name: 'new' },
    ] as const;
    const trust = { certificates: [], references, system: false };
    expect(
      refusalOf(() => new Istio({ version: '1.30', ...AT }).renderServerTls({ ...ONE_WAY, trust }, CONTEXT)),
    ).toEqual({
      rule: 'gateway-api/too-many-ca-refs',
      message:
        'Istio 1.30 reads the first one only of several certificate authority objects (source of 1.30.3); got 2; put all roots into one object',
    });
  });
});

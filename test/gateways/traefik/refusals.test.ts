import type { MutualTlsIntent } from '../../../src/gateways/intent';
import { Traefik } from '../../../src/gateways/traefik/traefik';
import { CONTEXT, EXTERNAL, MUTUAL, ONE_WAY, ROOT, refusalOf, TWO_PORTS, URI_SAN } from '../_intents';

function traefik(version: string): Traefik {
  return new Traefik({ version, name: 'edge', namespace: 'gateways' });
}

const OTHER_NAME = { type: 'Hostname', hostname: 'ledger.example.com' } as const;

describe('Traefik refuses mutual TLS with', () => {
  test.each<[string, string, Partial<MutualTlsIntent>, rule: string, message: string]>([
    [
      'one client certificate per Gateway',
      '3.7',
      { clientScope: 'gateway' },
      'gateway-api/ccr-not-honoured',
      'Traefik 3.7 does not support a client certificate on the Gateway (source of 3.7.9; conformance); use another gateway, such as Envoy Gateway 1.8 or kgateway 2.4, or verify the server alone with BackendTlsPolicy, or use a client certificate per backend: clientScope ClientScope.BACKEND',
    ],
    [
      'a version that was not read',
      '3.8',
      {},
      'gateway-api/capability-unknown',
      'Traefik 3.8 may have no client certificate per backend (nothing is recorded for version 3.8); nor can one certificate stand on the Gateway: Traefik 3.8 may not support a client certificate on the Gateway (nothing is recorded for version 3.8); for a certificate per backend use version 3.2 to 3.7; for one per Gateway use another gateway, such as Envoy Gateway 1.8 or kgateway 2.4, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'a client certificate in another namespace',
      '3.7',
      { client: { secretName: 'edge-client', namespace: 'gateways' } },
      'traefik/transport-fallback',
      'client certificate Secret edge-client is in namespace gateways, and a ServersTransport of Traefik 3.7 reads its own only: payments; put it into namespace payments',
    ],
    [
      'roots in another namespace',
      '3.7',
      {
        trust: {
          certificates: [],
          references: [{ kind: 'ConfigMap', name: 'roots', namespace: 'pki' }],
          system: false,
        },
      },
      'traefik/transport-fallback',
      'ConfigMap roots is in namespace pki, and a ServersTransport of Traefik 3.7 reads its own only: payments; put it into namespace payments',
    ],
    [
      'roots in a ClusterTrustBundle',
      '3.7',
      { trust: { certificates: [], references: [{ kind: 'ClusterTrustBundle', name: 'roots' }], system: false } },
      'gateway-api/ca-kind-not-read',
      'a ServersTransport of Traefik 3.7 reads certificate authorities from ConfigMap, Secret only; got ClusterTrustBundle roots; write the roots into a ConfigMap, for example with a trust-manager Bundle',
    ],
    [
      'another name than the hostname',
      '3.7',
      { server: { ...MUTUAL.server, subjectAltNames: [OTHER_NAME, URI_SAN] } },
      'gateway-api/san-not-honoured',
      'a ServersTransport of Traefik 3.7 verifies ledger.payments.svc.cluster.local and one URI at most; got ledger.example.com, spiffe://example.com/ns/payments/sa/ledger; give ledger.payments.svc.cluster.local as the name in the server certificate, with one URI at most',
    ],
    [
      'two URIs',
      '3.7',
      { server: { ...MUTUAL.server, subjectAltNames: [URI_SAN, URI_SAN] } },
      'gateway-api/san-not-honoured',
      `a ServersTransport of Traefik 3.7 verifies ledger.payments.svc.cluster.local and one URI at most; got ${URI_SAN.uri}, ${URI_SAN.uri}; give ledger.payments.svc.cluster.local as the name in the server certificate, with one URI at most`,
    ],
    [
      'roots in a ConfigMap before 3.4',
      '3.3',
      {},
      'gateway-api/ca-kind-not-read',
      'a ServersTransport of Traefik 3.3 reads certificate authorities from Secrets only (migration guide: rootCAs came with 3.4); got ConfigMap payments-roots; use version 3.4 to 3.7, or name a Secret that has the roots under ca.crt: TrustAnchors.secret(...)',
    ],
    [
      'roots as text before 3.4',
      '3.3',
      { trust: { certificates: [ROOT], references: [], system: false } },
      'gateway-api/ca-kind-not-read',
      'a ServersTransport of Traefik 3.3 reads certificate authorities from Secrets only (migration guide: rootCAs came with 3.4); got certificates known at synthesis; use version 3.4 to 3.7, or name a Secret that has the roots under ca.crt: TrustAnchors.secret(...)',
    ],
    [
      'a lowest TLS version before 3.7',
      '3.6',
      { parameters: { minVersion: '1.2' } },
      'gateway-api/field-too-new',
      'Traefik 3.6 has no field for minVersion (release notes: came with 3.7.0); use version 3.7, or drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'cipher suites before 3.7',
      '3.6',
      { parameters: { cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } },
      'gateway-api/field-too-new',
      'Traefik 3.6 has no field for cipherSuites (release notes: came with 3.7.0); use version 3.7, or drop cipherSuites, or use a gateway that has TLS settings of its own, such as Envoy Gateway',
    ],
    [
      'a verification depth',
      '3.7',
      { parameters: { verifyDepth: 1 } },
      'schema/unknown-field',
      'Traefik 3.7 has no field for verifyDepth; drop verifyDepth, or use Kong Ingress Controller or Kong Operator',
    ],
    [
      'versions in the wrong order',
      '3.7',
      { parameters: { minVersion: '1.3', maxVersion: '1.2' } },
      'schema/invalid-value',
      'minVersion 1.3 is above maxVersion 1.2, so no handshake could succeed; set minVersion to 1.2 or lower, or raise maxVersion',
    ],
    [
      'cipher suites that have no effect',
      '3.7',
      { parameters: { minVersion: '1.3', cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } },
      'schema/invalid-value',
      'cipherSuites have no effect on TLS 1.3, the lowest version asked of Traefik 3.7; drop cipherSuites, or allow TLS 1.2',
    ],
    [
      'ALPN that Go does not offer',
      '3.7',
      { parameters: { alpnProtocols: ['h2'] } },
      'schema/invalid-value',
      'Traefik 3.7 offers "h2, http/1.1" or "http/1.1" alone by ALPN; got "h2"; set alpnProtocols to one of the two, or drop it',
    ],
    [
      'a host outside the cluster',
      '3.7',
      { backend: EXTERNAL },
      'schema/invalid-value',
      'a TraefikService of Traefik 3.7 names Services only; got ledger.example.com:443; put a Service of type ExternalName before the host, and set allowExternalNameServices of the provider kubernetesCRD',
    ],
    [
      'a Service of several ports, of which none is named',
      '3.7',
      { backend: { ...TWO_PORTS, port: undefined } },
      'references/section-name-not-a-port',
      'no port of Service ledger is named, and a TraefikService stands for one; name the port',
    ],
  ])('%s', (_, version, intent, rule, message) => {
    expect(refusalOf(() => traefik(version).renderMutualTls({ ...MUTUAL, ...intent }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });

  test.each(['DES-CBC3-SHA', 'TLS_AES_128_GCM_SHA256', ''])('the cipher suite "%s", which cannot be chosen', (name) => {
    const parameters = { cipherSuites: [name] };
    const { rule, message } = refusalOf(() => traefik('3.7').renderMutualTls({ ...MUTUAL, parameters }, CONTEXT));
    expect(rule).toBe('schema/invalid-value');
    expect(message).toMatch(
      new RegExp(
        `^Traefik 3\\.7 has no cipher suite "${name}" that can be chosen; use the OpenSSL name of one that Go has: ECDHE-ECDSA-AES128-GCM-SHA256, `,
      ),
    );
  });
});

describe('Traefik refuses one-way TLS with', () => {
  test('another name than the hostname', () => {
    const server = { ...ONE_WAY.server, subjectAltNames: [OTHER_NAME] };
    expect(refusalOf(() => traefik('3.7').renderServerTls({ ...ONE_WAY, server }, CONTEXT))).toEqual({
      rule: 'gateway-api/san-not-honoured',
      message:
        'Traefik 3.7 ignores subjectAltNames (source of 3.7.9; conformance); got ledger.example.com; drop subjectAltNames and give ledger.payments.svc.cluster.local as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
    });
  });
});

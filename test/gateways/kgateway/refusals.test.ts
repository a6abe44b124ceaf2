import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { Kgateway } from '../../../src/gateways/kgateway/kgateway';
import { CONTEXT, LEDGER, MUTUAL, ONE_WAY, ROOT, refusalOf, SYSTEM_ROOTS, TWO_PORTS, URI_SAN } from '../_intents';

/** Client certificate and roots in one Secret beside the backend: what a BackendConfigPolicy can tell. */
const ONE_SECRET: MutualTlsIntent = {
  ...MUTUAL,
  trust: { certificates: [], references: [{ kind: 'Secret', name: 'edge-client' }], system: false },
};

function kgateway(version: string): Kgateway {
  return new Kgateway({ version, name: 'edge', namespace: 'gateways' });
}

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
      'kgateway 2.0 has no client certificate per backend (BackendConfigPolicy came with 2.1 (kgateway-dev/kgateway#11308)); use version 2.1 to 2.4',
    ],
    [
      'a client certificate per backend of a release that was not read',
      '2.5',
      backend,
      'gateway-api/capability-unknown',
      'kgateway 2.5 may have no client certificate per backend (nothing is recorded for version 2.5); use version 2.1 to 2.4',
    ],
    [
      'system roots beside a client certificate of one backend',
      '2.4',
      { ...backend, trust: SYSTEM_ROOTS },
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
      'kgateway 2.2 does not support a client certificate on the Gateway (kgateway-dev/kgateway#13705 came with 2.3); use version 2.3 to 2.4, or verify the server alone with BackendTlsPolicy',
    ],
    [
      'TLS parameters beside a client certificate on the Gateway',
      '2.4',
      { ...ONE_SECRET, clientScope: 'gateway', parameters: { minVersion: '1.3', alpnProtocols: ['h2'] } },
      'schema/unknown-field',
      'kgateway 2.4 has no field for minVersion in the BackendTLSPolicy that a client certificate on the Gateway goes with, only BackendConfigPolicy spec.tls.parameters.minVersion and maxVersion (kgateway-dev/kgateway#11308); drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway, or use a client certificate per backend: clientScope ClientScope.BACKEND',
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
      `a BackendConfigPolicy of kgateway 2.2 verifies the server with ca.crt of the client certificate's Secret edge-client only; got ConfigMap payments-roots; nor can one certificate stand on the Gateway: kgateway 2.2 does not support a client certificate on the Gateway (kgateway-dev/kgateway#13705 came with 2.3); for a certificate per backend ${roots}; for one per Gateway use version 2.3 to 2.4, or verify the server alone with BackendTlsPolicy`,
    ],
    [
      'an intent that is no way per backend, with parameters that are no way per Gateway',
      '2.4',
      { ...MUTUAL, parameters: { minVersion: '1.3' } },
      'kgateway/bcp-unverified',
      `a BackendConfigPolicy of kgateway 2.4 verifies the server with ca.crt of the client certificate's Secret edge-client only; got ConfigMap payments-roots; nor can one certificate stand on the Gateway: kgateway 2.4 has no field for minVersion in the BackendTLSPolicy that a client certificate on the Gateway goes with, only BackendConfigPolicy spec.tls.parameters.minVersion and maxVersion (kgateway-dev/kgateway#11308); for a certificate per backend ${roots}; for one per Gateway drop minVersion, or use a gateway that has TLS settings of its own, such as Envoy Gateway`,
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
      'kgateway 2.4 has no field for verifyDepth; drop verifyDepth, or use Kong Ingress Controller or Kong Operator',
    ],
  ])('%s', (_what, version, intent, rule, message) => {
    expect(refusalOf(() => kgateway(version).renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test('a client certificate on a Gateway whose name is not given', () => {
    const nameless = new Kgateway({ version: '2.4' });
    expect(refusalOf(() => nameless.renderMutualTls(gateway, CONTEXT))).toEqual({
      rule: 'references/missing-object',
      message:
        'the client certificate stands on the Gateway of kgateway 2.4, whose name is not given; give name and namespace of the Gateway beside its version',
    });
  });

  test.each<[string, string, Partial<ServerTlsIntent>, string, string]>([
    [
      'roots in a Secret before 2.2',
      '2.1',
      { trust: { certificates: [], references: [{ kind: 'Secret', name: 'roots' }], system: false } },
      'gateway-api/ca-kind-not-read',
      'kgateway 2.1 reads certificate authorities from ConfigMap only (kgateway-dev/kgateway#12805, mended in 2.2); got Secret roots; use version 2.2 to 2.4, or write the roots into a ConfigMap, for example with a trust-manager Bundle',
    ],
    [
      'one port of several before 2.3',
      '2.2',
      { backends: [TWO_PORTS] },
      'gateway-api/section-not-honoured',
      'kgateway 2.2 does not support sectionName (kgateway-dev/kgateway#13780 came with 2.3), so the policy would hit each port of Service ledger, not only https; use version 2.3 to 2.4, or give the TLS port a Service of its own',
    ],
    [
      'several targets in 2.0, which reads the first',
      '2.0',
      { backends: [LEDGER, { ...LEDGER, name: 'audit' }] },
      'gateway-api/several-targets',
      'kgateway 2.0 applies a policy to its first target only (kgateway-dev/kgateway#11356, mended in 2.1); got 2 targets; use version 2.1 to 2.4, or write one policy per Service',
    ],
  ])('%s', (_what, version, change, rule, message) => {
    expect(refusalOf(() => kgateway(version).renderServerTls({ ...ONE_WAY, ...change }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

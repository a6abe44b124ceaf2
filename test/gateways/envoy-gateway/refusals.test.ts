import { EnvoyGateway } from '../../../src/gateways/envoy-gateway/envoy-gateway';
import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { CONTEXT, EXTERNAL, LEDGER, MUTUAL, ONE_WAY, refusalOf, TWO_PORTS } from '../_intents';

const PER_GATEWAY: MutualTlsIntent = {
  ...MUTUAL,
  clientScope: 'gateway',
  client: { secretName: 'edge-client', namespace: 'gateways' },
};

function envoyGateway(version: string): EnvoyGateway {
  return new EnvoyGateway({ version, name: 'edge', namespace: 'gateways' });
}

describe('EnvoyGateway refuses', () => {
  const elsewhere = { secretName: 'edge-client', namespace: 'gateways' };

  test.each<[string, string, MutualTlsIntent, string, string]>([
    [
      'a client certificate per backend before 1.6',
      '1.5',
      { ...MUTUAL, clientScope: 'backend' },
      'gateway-api/field-too-new',
      'Envoy Gateway 1.5 has no client certificate per backend (envoyproxy/gateway#7113 came with 1.6); use version 1.6 to 1.9, or use one client certificate per Gateway: clientScope ClientScope.GATEWAY',
    ],
    [
      'a client certificate per backend of a release that was not read',
      '1.10',
      { ...MUTUAL, clientScope: 'backend' },
      'gateway-api/capability-unknown',
      'Envoy Gateway 1.10 may have no client certificate per backend (nothing is recorded for version 1.10); use version 1.6 to 1.9, or use one client certificate per Gateway: clientScope ClientScope.GATEWAY',
    ],
    [
      'a client certificate of one backend in another namespace',
      '1.9',
      { ...MUTUAL, client: elsewhere },
      'envoy-gateway/cert-other-namespace',
      "client certificate Secret gateways/edge-client is not in the backend's namespace payments; Envoy Gateway 1.9 reads it there only and no ReferenceGrant helps (envoyproxy/gateway#10003); issue the certificate in namespace payments, or use one per Gateway: clientScope ClientScope.GATEWAY",
    ],
    [
      'a client certificate away from its EnvoyProxy',
      '1.7',
      { ...PER_GATEWAY, client: MUTUAL.client },
      'envoy-gateway/cert-other-namespace',
      "client certificate Secret payments/edge-client is not in the Gateway's namespace gateways; an EnvoyProxy of Envoy Gateway 1.7 reads it there only and no ReferenceGrant helps (envoyproxy/gateway#10003); issue the certificate in namespace gateways",
    ],
    [
      'each policy before 1.1',
      '1.0',
      PER_GATEWAY,
      'gateway-api/version-not-served',
      'Envoy Gateway 1.0 reads BackendTLSPolicy v1alpha2 only (inferred: compiled with Gateway API 1.0, which has no other version), which has other fields and no served CRD today; use version 1.1 to 1.5 or 1.6 to 1.9, or use another gateway',
    ],
    [
      'a Service whose port number is not known',
      '1.9',
      { ...MUTUAL, backend: { ...LEDGER, port: { name: 'https' }, ports: undefined } },
      'references/section-name-not-a-port',
      'the port number of Service ledger is not known, and an Envoy Gateway Backend needs it; name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    ],
    [
      'several ports of a Service as one Backend',
      '1.9',
      { ...MUTUAL, backend: { ...TWO_PORTS, port: undefined } },
      'references/section-name-not-a-port',
      'Service ledger has 2 ports (https, metrics) and none is named; an Envoy Gateway Backend stands for one; name the port',
    ],
    [
      'a Service whose namespace is not known',
      '1.9',
      {
        ...MUTUAL,
        namespace: undefined,
        client: { secretName: 'edge-client' },
        backend: { ...LEDGER, namespace: undefined },
      },
      'references/policy-namespace',
      "the namespace of Service ledger is not known, and an Envoy Gateway Backend needs the Service's DNS name; set the namespace on the chart or on the Service",
    ],
    [
      'a host of one label',
      '1.9',
      { ...MUTUAL, backend: { ...EXTERNAL, hostname: 'ledger' } },
      'schema/invalid-value',
      '"ledger" is one label, and Envoy Gateway takes a DNS name of two labels or more in a Backend; give the fully qualified name of the host',
    ],
    [
      'a lowest version above the highest',
      '1.9',
      { ...MUTUAL, parameters: { minVersion: '1.3', maxVersion: '1.2' } },
      'schema/rule-violated',
      'minVersion 1.3 is above maxVersion 1.2, so no handshake could succeed; set minVersion to 1.2 or lower, or raise maxVersion',
    ],
    [
      'a highest version below its own lowest',
      '1.9',
      { ...MUTUAL, parameters: { maxVersion: '1.1' } },
      'schema/rule-violated',
      'minVersion 1.2, the default of Envoy Gateway 1.9, is above maxVersion 1.1, so no handshake could succeed; set minVersion to 1.1 or lower, or raise maxVersion',
    ],
    [
      'cipher suites where TLS 1.3 is the lowest version',
      '1.9',
      { ...PER_GATEWAY, parameters: { minVersion: '1.3', cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } },
      'schema/rule-violated',
      'cipherSuites have no effect on TLS 1.3, the lowest version asked of Envoy Gateway 1.9; drop cipherSuites, or allow TLS 1.2',
    ],
    [
      'an empty list',
      '1.9',
      { ...MUTUAL, parameters: { cipherSuites: [] } },
      'schema/invalid-value',
      "cipherSuites is an empty list; name one at least, or leave cipherSuites out for the gateway's own",
    ],
    [
      'a verification depth',
      '1.9',
      { ...MUTUAL, parameters: { verifyDepth: 1 } },
      'schema/unknown-field',
      'Envoy Gateway 1.9 has no field for verifyDepth; drop verifyDepth, or use Kong Ingress Controller or Kong Operator',
    ],
  ])('%s', (_what, version, intent, rule, message) => {
    expect(refusalOf(() => envoyGateway(version).renderMutualTls(intent, CONTEXT))).toEqual({ rule, message });
  });

  test.each(['1.7', '1.8'])('on %s a client certificate on a Gateway whose name is not given', (version) => {
    const nameless = new EnvoyGateway({ version });
    expect(refusalOf(() => nameless.renderMutualTls(PER_GATEWAY, CONTEXT))).toEqual({
      rule: 'references/missing-object',
      message:
        'the client certificate belongs on the Gateway resource, and the name of the Gateway is not given; give name and namespace of the Gateway to EnvoyGateway',
    });
  });

  test('a client certificate elsewhere, where the namespace of the Gateway is not given', () => {
    const unplaced = new EnvoyGateway({ version: '1.9', name: 'edge' });
    expect(refusalOf(() => unplaced.renderMutualTls(PER_GATEWAY, CONTEXT))).toEqual({
      rule: 'references/grant-missing',
      message:
        'client certificate Secret gateways/edge-client may stand in another namespace than the Gateway, whose namespace is not given, so the ReferenceGrant cannot be written; give the namespace of the Gateway',
    });
  });

  test.each<[string, string, Partial<ServerTlsIntent>, string, string]>([
    [
      'SANs before 1.5',
      '1.4',
      { server: { ...MUTUAL.server, subjectAltNames: [{ type: 'Hostname', hostname: 'ledger.example.com' }] } },
      'gateway-api/san-not-honoured',
      'Envoy Gateway 1.4 does not support subjectAltNames (envoyproxy/gateway#6092 came with 1.5); got ledger.example.com; use version 1.5 to 1.9, or drop subjectAltNames and give ledger.payments.svc.cluster.local as the name in the server certificate, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
    ],
    [
      'a ClusterTrustBundle before 1.5',
      '1.4',
      { trust: { certificates: [], references: [{ kind: 'ClusterTrustBundle', name: 'roots' }], system: false } },
      'gateway-api/ca-kind-not-read',
      'Envoy Gateway 1.4 reads certificate authorities from ConfigMap, Secret only (envoyproxy/gateway#4581); got ClusterTrustBundle roots; use version 1.5 to 1.9, or write the roots into a ConfigMap, for example with a trust-manager Bundle',
    ],
    [
      'roots in another namespace',
      '1.9',
      {
        trust: {
          certificates: [],
          references: [{ kind: 'ConfigMap', name: 'roots', namespace: 'pki' }],
          system: false,
        },
      },
      'references/policy-namespace',
      "ConfigMap pki/roots is not in the backend's namespace payments; no ReferenceGrant can permit that; put the roots into namespace payments, for example with a trust-manager Bundle",
    ],
    [
      'more objects with roots than a policy takes',
      '1.9',
      {
        trust: {
          certificates: [],
          references: Array.from({ length: 9 }, (_, index) => ({ kind: 'ConfigMap' as const, name: `root-${index}` })),
          system: false,
        },
      },
      'schema/invalid-value',
      '9 certificate authority objects are given; at most 8 are allowed; put several roots into one object',
    ],
    [
      'a Service away from the policy',
      '1.9',
      { backends: [{ ...LEDGER, namespace: 'ledgers' }] },
      'references/policy-namespace',
      "Service ledgers/ledger is not in the policy's namespace payments; a policy reaches its own namespace only; write one policy per namespace",
    ],
    [
      'a port without a name beside others',
      '1.9',
      { backends: [{ ...TWO_PORTS, port: { number: 8443 } }] },
      'references/section-name-not-a-port',
      'port 8443 of Service ledger has no name; a policy selects a port by its name; give the port a name in the Service',
    ],
    [
      'a policy without targets',
      '1.9',
      { backends: [] },
      'schema/invalid-value',
      'no target is given; a policy needs 1 to 16 targets; name the Service in targets',
    ],
  ])('%s', (_what, version, change, rule, message) => {
    expect(refusalOf(() => envoyGateway(version).renderServerTls({ ...ONE_WAY, ...change }, CONTEXT))).toEqual({
      rule,
      message,
    });
  });
});

import { type CapabilityRow, CapabilityTable } from '../capabilities';

/** Releases of Envoy Gateway that were read; what lies outside is unknown. */
const SINCE_1_5 = '>=1.5.0 <1.10.0';
const BEFORE_1_5 = '>=1.0.0 <1.5.0';

const rows: readonly CapabilityRow[] = [
  {
    capability: 'btp.apiVersion',
    versions: '>=1.1.0 <1.6.0',
    value: 'v1alpha3',
    evidence: 'inferred: compiled with Gateway API 1.1 to 1.3, which have no v1',
  },
  {
    capability: 'btp.apiVersion',
    versions: '>=1.6.0 <1.10.0',
    value: 'v1',
    evidence: 'envoyproxy/gateway#7523: 1.6 looks for v1 only; conformance reports of 1.7, 1.8 and 1.9',
  },
  { capability: 'btp.targetRefs', versions: '>=1.2.0 <1.10.0', value: 'all', evidence: 'envoyproxy/gateway#4630' },
  {
    capability: 'btp.routeKinds',
    versions: '>=1.5.0 <1.7.0',
    value: ['HTTPRoute'],
    evidence: 'conformance; GRPCRoute not covered by it',
  },
  {
    capability: 'btp.routeKinds',
    versions: '>=1.7.0 <1.10.0',
    value: ['HTTPRoute', 'TCPRoute'],
    evidence: 'release notes of 1.7.0; envoyproxy/gateway#8143 still open',
  },
  { capability: 'btp.caKinds', versions: '>=1.0.0 <1.2.0', value: ['ConfigMap'], evidence: 'source' },
  {
    capability: 'btp.caKinds',
    versions: '>=1.2.0 <1.5.0',
    value: ['ConfigMap', 'Secret'],
    evidence: 'envoyproxy/gateway#4581',
  },
  {
    capability: 'btp.caKinds',
    versions: SINCE_1_5,
    value: ['ConfigMap', 'Secret', 'ClusterTrustBundle'],
    evidence: 'envoyproxy/gateway#6714',
  },
  {
    capability: 'btp.maxCaRefs',
    versions: SINCE_1_5,
    value: 'all',
    evidence: 'source: all references are concatenated',
  },
  { capability: 'btp.caPems', versions: SINCE_1_5, value: 'many', evidence: 'source' },
  { capability: 'btp.systemCa', versions: '>=1.0.0 <1.10.0', value: 'ok', evidence: 'envoyproxy/gateway#2804' },
  {
    capability: 'btp.san',
    versions: BEFORE_1_5,
    value: 'unsupported',
    evidence: 'envoyproxy/gateway#6092 came with 1.5',
  },
  { capability: 'btp.san', versions: SINCE_1_5, value: 'honored', evidence: 'envoyproxy/gateway#6092; conformance' },
  {
    capability: 'btp.sectionName',
    versions: '>=1.2.4 <1.10.0',
    value: 'name',
    evidence: 'envoyproxy/gateway#4868; a port number on an Envoy Gateway Backend',
  },
  { capability: 'btp.options', versions: '>=1.0.0 <1.10.0', value: [], evidence: 'source: options are ignored' },
  {
    capability: 'btp.onInvalid',
    versions: SINCE_1_5,
    value: 'closed',
    evidence: 'envoyproxy/gateway#4363: routes answer 500',
  },
  { capability: 'btp.gate', versions: '>=1.0.0 <1.10.0', value: 'none', evidence: 'source' },
  {
    capability: 'btp.mixedPorts',
    versions: '>=1.7.0 <1.10.0',
    value: 'allowed',
    evidence: 'conformance; envoyproxy/gateway#9068',
  },
  {
    capability: 'btp.externalTarget',
    versions: SINCE_1_5,
    value: 'Backend',
    evidence: 'envoyproxy/gateway#6533: TLS on each type of Backend',
  },
  {
    capability: 'ccr',
    versions: '>=1.0.0 <1.8.0',
    value: 'unsupported',
    evidence: 'envoyproxy/gateway#8380 came with 1.8',
  },
  {
    capability: 'ccr',
    versions: '>=1.8.0 <1.10.0',
    value: 'honored',
    evidence: 'envoyproxy/gateway#8380; conformance',
  },
  {
    capability: 'ccr.namespaceField',
    versions: '>=1.8.0 <1.10.0',
    value: 'allowed',
    evidence: 'source: with a ReferenceGrant from Gateway to Secret',
  },
  { capability: 'ccr.grpc', versions: '>=1.8.0 <1.10.0', value: 'unknown', evidence: 'not covered by conformance' },
  {
    capability: 'ccr.onInvalid',
    versions: '>=1.8.0 <1.10.0',
    value: 'open',
    evidence: 'source: traffic goes on without a client certificate',
  },
  {
    capability: 'perBackendCert',
    versions: '>=1.0.0 <1.6.0',
    value: 'none',
    evidence: 'envoyproxy/gateway#7113 came with 1.6',
  },
  {
    capability: 'perBackendCert',
    versions: '>=1.6.0 <1.10.0',
    value: 'Backend spec.tls.clientCertificateRef',
    evidence: 'envoyproxy/gateway#7113',
  },
  {
    capability: 'perGatewayCert',
    versions: '>=1.0.0 <1.1.0',
    value: 'none',
    evidence: 'envoyproxy/gateway#3441 came with 1.1',
  },
  {
    capability: 'perGatewayCert',
    versions: '>=1.1.0 <1.10.0',
    value: 'EnvoyProxy spec.backendTLS.clientCertificateRef',
    evidence: 'envoyproxy/gateway#3441',
  },
  {
    capability: 'minTls',
    versions: '>=1.1.0 <1.6.0',
    value: 'EnvoyProxy spec.backendTLS.minVersion',
    evidence: 'envoyproxy/gateway#3218',
  },
  {
    capability: 'minTls',
    versions: '>=1.6.0 <1.10.0',
    value: 'Backend spec.tls.minVersion',
    evidence: 'envoyproxy/gateway#7113',
  },
  {
    capability: 'ciphers',
    versions: '>=1.1.0 <1.6.0',
    value: 'EnvoyProxy spec.backendTLS.ciphers',
    evidence: 'envoyproxy/gateway#3218',
  },
  {
    capability: 'ciphers',
    versions: '>=1.6.0 <1.10.0',
    value: 'Backend spec.tls.ciphers',
    evidence: 'envoyproxy/gateway#7113',
  },
  {
    capability: 'alpn',
    versions: '>=1.1.0 <1.6.0',
    value: 'EnvoyProxy spec.backendTLS.alpnProtocols',
    evidence: 'envoyproxy/gateway#3218',
  },
  {
    capability: 'alpn',
    versions: '>=1.6.0 <1.10.0',
    value: 'Backend spec.tls.alpnProtocols',
    evidence: 'envoyproxy/gateway#7113',
  },
  { capability: 'sni', versions: '>=1.0.0 <1.10.0', value: 'BackendTLSPolicy hostname', evidence: 'source' },
  { capability: 'reload', versions: SINCE_1_5, value: 'hot', evidence: 'source: certificates travel by SDS' },
  {
    capability: 'coexist',
    versions: SINCE_1_5,
    value: 'allowed',
    evidence: 'source: the policy wins field by field, but not over insecureSkipVerify',
  },
  {
    capability: 'partialChain',
    versions: SINCE_1_5,
    value: 'accepted',
    evidence: 'Envoy sets partial chain; tested with 1.9',
  },
  { capability: 'selectorLabels', versions: '>=1.0.0 <1.10.0', value: {}, evidence: 'source: no label is needed' },
];

/**
 * What Envoy Gateway can do.
 *
 * @see https://gateway.envoyproxy.io/news/releases/matrix/
 */
export const envoyGatewayCapabilities = new CapabilityTable(rows);

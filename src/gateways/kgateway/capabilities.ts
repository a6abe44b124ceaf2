import { type CapabilityRow, CapabilityTable } from '../capabilities';

/** Releases that were read, release candidates included; what lies outside is unknown. */
const ALL = '>=2.0.0 <2.5.0';
const BEFORE_2_4 = '>=2.0.0 <2.4.0';
const SINCE_2_1 = '>=2.1.0 <2.5.0';
const SINCE_2_3 = '>=2.3.0 <2.5.0';
const ONLY_2_0 = '>=2.0.0 <2.1.0';
const ONLY_2_4 = '>=2.4.0 <2.5.0';

const NOT_CLAIMED = 'not read before 2.4, and no conformance claim';
const NO_BCP = 'BackendConfigPolicy came with 2.1 (kgateway-dev/kgateway#11308)';

const rows: readonly CapabilityRow[] = [
  { capability: 'btp.apiVersion', versions: ONLY_2_0, value: 'v1alpha3', evidence: 'source of 2.0.5' },
  {
    capability: 'btp.apiVersion',
    versions: SINCE_2_1,
    value: 'v1',
    evidence: 'source; compiled with Gateway API 1.4 and later',
  },
  {
    capability: 'btp.targetRefs',
    versions: ONLY_2_0,
    value: 'first-only',
    evidence: 'kgateway-dev/kgateway#11356, mended in 2.1',
  },
  { capability: 'btp.targetRefs', versions: SINCE_2_1, value: 'all', evidence: 'kgateway-dev/kgateway#11364' },
  { capability: 'btp.routeKinds', versions: BEFORE_2_4, value: 'unknown', evidence: NOT_CLAIMED },
  {
    capability: 'btp.routeKinds',
    versions: ONLY_2_4,
    value: ['HTTPRoute', 'TLSRoute'],
    evidence: 'conformance of 2.4.0-rc.1; GRPCRoute not covered by it',
  },
  {
    capability: 'btp.caKinds',
    versions: '>=2.0.0 <2.2.0',
    value: ['ConfigMap'],
    evidence: 'kgateway-dev/kgateway#12805, mended in 2.2',
  },
  {
    capability: 'btp.caKinds',
    versions: '>=2.2.0 <2.5.0',
    value: ['ConfigMap', 'Secret'],
    evidence: 'kgateway-dev/kgateway#13117',
  },
  {
    capability: 'btp.maxCaRefs',
    versions: ALL,
    value: 'first-only',
    evidence: 'source of 2.4; inferred before',
  },
  { capability: 'btp.caPems', versions: BEFORE_2_4, value: 'unknown', evidence: NOT_CLAIMED },
  { capability: 'btp.caPems', versions: ONLY_2_4, value: 'many', evidence: 'source of 2.4' },
  { capability: 'btp.systemCa', versions: BEFORE_2_4, value: 'unknown', evidence: NOT_CLAIMED },
  { capability: 'btp.systemCa', versions: ONLY_2_4, value: 'ok', evidence: 'source of 2.4' },
  { capability: 'btp.san', versions: BEFORE_2_4, value: 'unknown', evidence: NOT_CLAIMED },
  {
    capability: 'btp.san',
    versions: ONLY_2_4,
    value: 'honored',
    evidence: 'kgateway-dev/kgateway#14214; conformance of 2.4.0-rc.1',
  },
  {
    capability: 'btp.sectionName',
    versions: '>=2.0.0 <2.3.0',
    value: 'unsupported',
    evidence: 'kgateway-dev/kgateway#13780 came with 2.3',
  },
  { capability: 'btp.sectionName', versions: SINCE_2_3, value: 'name', evidence: 'kgateway-dev/kgateway#13780' },
  {
    capability: 'btp.options',
    versions: ALL,
    value: [],
    evidence: 'source of 2.4; kgateway-dev/kgateway#12932 lists options as not processed; inferred for 2.0',
  },
  { capability: 'btp.onInvalid', versions: BEFORE_2_4, value: 'unknown', evidence: NOT_CLAIMED },
  {
    capability: 'btp.onInvalid',
    versions: ONLY_2_4,
    value: 'closed',
    evidence: 'source of 2.4: the cluster is left without endpoints',
  },
  { capability: 'btp.gate', versions: ALL, value: 'unknown', evidence: 'not read' },
  {
    capability: 'btp.mixedPorts',
    versions: '>=2.0.0 <2.4.0',
    value: 'unknown',
    evidence: NOT_CLAIMED,
  },
  {
    capability: 'btp.mixedPorts',
    versions: ONLY_2_4,
    value: 'allowed',
    evidence: 'source of 2.4: the policy on the port wins for that port; conformance',
  },
  { capability: 'btp.externalTarget', versions: BEFORE_2_4, value: 'unknown', evidence: NOT_CLAIMED },
  { capability: 'btp.externalTarget', versions: ONLY_2_4, value: 'Backend', evidence: 'source of 2.4' },
  {
    capability: 'ccr',
    versions: '>=2.0.0 <2.3.0',
    value: 'unsupported',
    evidence: 'kgateway-dev/kgateway#13705 came with 2.3',
  },
  { capability: 'ccr', versions: SINCE_2_3, value: 'honored', evidence: 'kgateway-dev/kgateway#13705' },
  {
    capability: 'ccr.namespaceField',
    versions: SINCE_2_3,
    value: 'allowed',
    evidence: 'source of 2.4: with a ReferenceGrant from Gateway to Secret',
  },
  { capability: 'ccr.grpc', versions: SINCE_2_3, value: 'unknown', evidence: 'not covered by conformance' },
  {
    capability: 'ccr.onInvalid',
    versions: SINCE_2_3,
    value: 'open',
    evidence: 'source of 2.4: traffic goes on without a client certificate',
  },
  { capability: 'perBackendCert', versions: ONLY_2_0, value: 'none', evidence: NO_BCP },
  {
    capability: 'perBackendCert',
    versions: SINCE_2_1,
    value: 'BackendConfigPolicy spec.tls.secretRef',
    evidence: 'kgateway-dev/kgateway#11308',
  },
  { capability: 'perGatewayCert', versions: ALL, value: 'none', evidence: 'source of 2.4; inferred before' },
  { capability: 'minTls', versions: ONLY_2_0, value: 'none', evidence: NO_BCP },
  {
    capability: 'minTls',
    versions: SINCE_2_1,
    value: 'BackendConfigPolicy spec.tls.parameters.minVersion',
    evidence: 'kgateway-dev/kgateway#11308',
  },
  { capability: 'ciphers', versions: ONLY_2_0, value: 'none', evidence: NO_BCP },
  {
    capability: 'ciphers',
    versions: SINCE_2_1,
    value: 'BackendConfigPolicy spec.tls.parameters.cipherSuites',
    evidence: 'kgateway-dev/kgateway#11308',
  },
  { capability: 'alpn', versions: ONLY_2_0, value: 'none', evidence: NO_BCP },
  {
    capability: 'alpn',
    versions: SINCE_2_1,
    value: 'BackendConfigPolicy spec.tls.alpnProtocols',
    evidence: 'kgateway-dev/kgateway#11308',
  },
  { capability: 'sni', versions: ONLY_2_0, value: 'unknown', evidence: 'not read' },
  {
    capability: 'sni',
    versions: SINCE_2_1,
    value: 'BackendTLSPolicy hostname, BackendConfigPolicy spec.tls.sni',
    evidence: 'source',
  },
  { capability: 'reload', versions: BEFORE_2_4, value: 'unknown', evidence: NOT_CLAIMED },
  {
    capability: 'reload',
    versions: ONLY_2_4,
    value: 'hot',
    evidence: 'source of 2.4: certificates stand in the cluster, so that a renewal opens new connection pools',
  },
  {
    capability: 'coexist',
    versions: BEFORE_2_4,
    value: 'exclusive',
    evidence: 'kgateway-dev/kgateway#13918: which of the two wins is random',
  },
  {
    capability: 'coexist',
    versions: ONLY_2_4,
    value: 'exclusive',
    evidence: 'kgateway-dev/kgateway#14043: BackendTLSPolicy wins, the client certificate is dropped',
  },
  { capability: 'partialChain', versions: ALL, value: 'unknown', evidence: 'not tested' },
  {
    capability: 'selectorLabels',
    versions: ALL,
    value: {},
    evidence: 'source of 2.4: no label is needed; inferred before',
  },
];

/**
 * What kgateway can do.
 *
 * @see https://kgateway.dev/docs/
 */
export const kgatewayCapabilities = new CapabilityTable(rows);

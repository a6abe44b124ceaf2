import {
  CapabilityTable,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  unknownRows,
} from '../../src';

/** Releases that were read. What lies outside is unknown, and is said to be. */
const ALL = '>=1.0.0 <3.0.0';
const BEFORE_2 = '>=1.0.0 <2.0.0';
const SINCE_2 = '>=2.0.0 <3.0.0';

const HANDBOOK = 'handbook of the platform team';
const CAME_WITH_2 = 'release notes: came with 2.0';

/**
 * What Harbor can do: for each capability the range of releases, the value, and how we know. Renderers ask this table and
 * compare no version, so that a new release is a new row.
 */
export const harborCapabilities = new CapabilityTable([
  ...capabilityRows({
    'btp.apiVersion': [[ALL, 'v1', HANDBOOK]],
    'btp.targetRefs': [[ALL, 'all', HANDBOOK]],
    'btp.routeKinds': [[ALL, ['HTTPRoute', 'GRPCRoute'], HANDBOOK]],
    'btp.caKinds': [[ALL, ['ConfigMap'], HANDBOOK]],
    'btp.maxCaRefs': [[ALL, 'all', HANDBOOK]],
    'btp.caPems': [[ALL, 'many', HANDBOOK]],
    'btp.systemCa': [[ALL, 'unsupported', 'the image ships no roots']],
    'btp.san': [
      [BEFORE_2, 'ignored', 'source of 1.4'],
      [SINCE_2, 'honored', CAME_WITH_2],
    ],
    'btp.sectionName': [[ALL, 'name', HANDBOOK]],
    'btp.options': [[ALL, [], 'source of 2.1']],
    'btp.onInvalid': [[ALL, 'closed', 'tested with 2.1']],
    'btp.gate': [[ALL, 'none', HANDBOOK]],
    'btp.mixedPorts': [[ALL, 'allowed', 'tested with 2.1']],
    ccr: [
      [BEFORE_2, 'unsupported', CAME_WITH_2],
      [SINCE_2, 'honored', CAME_WITH_2],
    ],
    'ccr.namespaceField': [[SINCE_2, 'allowed', 'tested with 2.1, with a ReferenceGrant']],
    'ccr.grpc': [[SINCE_2, 'yes', 'tested with 2.1']],
    'ccr.onInvalid': [[SINCE_2, 'closed', 'tested with 2.1']],
    perBackendCert: [
      [BEFORE_2, 'none', CAME_WITH_2],
      [SINCE_2, 'UpstreamIdentity spec.clientCertificate', HANDBOOK],
    ],
    perBackendCa: [[ALL, 'none', HANDBOOK]],
    perGatewayCert: [[ALL, 'none', HANDBOOK]],
    minTls: [
      [BEFORE_2, 'none', CAME_WITH_2],
      [SINCE_2, 'UpstreamIdentity spec.minTlsVersion', HANDBOOK],
    ],
    ciphers: [[ALL, 'none', HANDBOOK]],
    alpn: [[ALL, 'none', HANDBOOK]],
    sni: [[ALL, 'BackendTLSPolicy hostname', HANDBOOK]],
    reload: [[ALL, 'hot', 'tested with 2.1']],
    coexist: [[ALL, 'allowed', 'an UpstreamIdentity has no field that a policy has']],
    selectorLabels: [[ALL, {}, HANDBOOK]],
  }),
  // Nobody looked yet. It is reported as unknown where it matters, and never taken for a yes.
  ...unknownRows(['btp.ruleBackends', 'partialChain'], ALL, 'not tested'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, BEFORE_2, 'no client certificate is sent'),
]);

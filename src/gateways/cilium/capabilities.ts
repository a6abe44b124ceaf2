import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** Releases that were read. */
const ALL = '>=1.19.0 <1.21.0';
const ONLY_1_19 = '>=1.19.0 <1.20.0';
const ONLY_1_20 = '>=1.20.0 <1.21.0';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ALL, 'v1', 'release notes of 1.19; conformance of 1.20.0']],
    'btp.routeKinds': [
      [ONLY_1_19, ['HTTPRoute'], 'GRPCRoute not covered by what was read', ['GRPCRoute']],
      [ONLY_1_20, ['HTTPRoute'], 'conformance; cilium/cilium#48935: GRPCRoutes are ignored'],
    ],
    'btp.caKinds': [[ALL, ['ConfigMap'], 'cilium/cilium#47759']],
    'btp.maxCaRefs': [
      [ONLY_1_19, 'unknown', 'one is read; what becomes of more is not established'],
      [ONLY_1_20, 'one-or-rejected', 'source: the policy is not accepted'],
    ],
    'btp.systemCa': [
      [ONLY_1_19, 'unknown', 'not established; in 1.20 it ends in plaintext'],
      [ONLY_1_20, 'unsafe', 'cilium/cilium#48307: the policy is accepted, and traffic is plaintext'],
    ],
    'btp.san': [[ALL, 'ignored', 'cilium/cilium#47194, still open; conformance']],
    'btp.sectionName': [[ALL, 'name', 'source']],
    'btp.meshParents': [[ALL, 'ignored', 'source: no policy is looked up for routes of a mesh']],
    ccr: [[ALL, 'unsupported', 'cilium/cilium#48237, still open; conformance']],
    perBackendCert: [[ALL, 'none', 'source: a CiliumEnvoyConfig would replace the Gateway, not extend it']],
    perGatewayCert: [[ALL, 'none', 'source']],
    minTls: [[ALL, 'none', 'source']],
    ciphers: [[ALL, 'none', 'source']],
    alpn: [[ALL, 'none', 'source']],
    sni: [
      [ONLY_1_19, 'BackendTLSPolicy hostname', 'source; whether the name is verified is not established'],
      [ONLY_1_20, 'BackendTLSPolicy hostname', 'source; conformance shows that the name is verified'],
    ],
    secretsNamespace: [
      [ONLY_1_19, 'default-only', 'cilium/cilium#45202: the name cilium-secrets is hard-coded for authorities'],
      [ONLY_1_20, 'unknown', 'the release with the fix is not established'],
    ],
    reload: [[ALL, 'hot', 'source: the certificate authorities travel by SDS']],
  }),
  ...unknownRows(['btp.caPems', 'btp.onInvalid', 'coexist', 'partialChain'], ALL, 'not established'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ALL, 'no client certificate is sent'),
];

/**
 * What Cilium's Gateway can do.
 *
 * @see https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/gateway-api/
 */
export const ciliumCapabilities = new CapabilityTable(rows);

import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/**
 * The two releases that were reported on, each by its build or without it: `1.35.2` alone means a build of it, while
 * `-gke.N` makes of a build a prerelease in the order of semantic versions.
 */
const ONLY_1_35 = '1.35.2-gke.1751000 || 1.35.2';
const ONLY_1_36 = '1.36.2-gke.2154000 || 1.36.2';
const BOTH = `${ONLY_1_35} || ${ONLY_1_36}`;

const CLAIMED = 'conformance, for the regional external managed GatewayClass only';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[BOTH, 'v1', CLAIMED]],
    'btp.routeKinds': [[BOTH, ['HTTPRoute'], `${CLAIMED}, and HTTPRoute alone`, ['GRPCRoute', 'TLSRoute', 'TCPRoute']]],
    'btp.caKinds': [[BOTH, ['ConfigMap'], `${CLAIMED}; of Secrets it is not established`, ['Secret']]],
    'btp.san': [[BOTH, 'honored', CLAIMED]],
    ccr: [
      [ONLY_1_35, 'unsupported', 'not claimed in its conformance report'],
      [ONLY_1_36, 'honored', CLAIMED],
    ],
    minTls: [[BOTH, 'none', 'API reference: GCPBackendPolicy has no TLS field']],
    ciphers: [[BOTH, 'none', 'API reference: GCPBackendPolicy has no TLS field']],
    alpn: [[BOTH, 'none', 'API reference: GCPBackendPolicy has no TLS field']],
    sni: [[BOTH, 'BackendTLSPolicy hostname', CLAIMED]],
  }),
  ...unknownRows(
    [
      'btp.maxCaRefs',
      'btp.caPems',
      'btp.systemCa',
      'btp.sectionName',
      'btp.onInvalid',
      'perBackendCert',
      'reload',
      'coexist',
      'partialChain',
    ],
    BOTH,
    'not established: conformance reports only',
  ),
  ...unknownRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY_1_36, 'not established: conformance reports only'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY_1_35, 'no client certificate is sent'),
];

/**
 * What the Gateway of Google Kubernetes Engine can do.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api
 */
export const gkeCapabilities = new CapabilityTable(rows);

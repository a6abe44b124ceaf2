import { CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  unknownRows,
} from '../capability-rows';

/** Releases of which something is known. */
const ALL = '>=3.2.0 <3.6.0';

const NOT_CLAIMED = 'not claimed in the conformance reports of 3.2.0 and 3.5.0';
const HTTPS_ONLY = 'API reference: TargetGroupConfiguration has protocol HTTPS, without verification';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ALL, 'none', NOT_CLAIMED]],
    ccr: [[ALL, 'unsupported', NOT_CLAIMED]],
    perBackendCert: [[ALL, 'none', HTTPS_ONLY]],
    perBackendCa: [[ALL, 'none', HTTPS_ONLY]],
    perGatewayCert: [[ALL, 'none', HTTPS_ONLY]],
    minTls: [[ALL, 'none', 'documentation: the policy of the load balancer is fixed']],
    ciphers: [[ALL, 'none', HTTPS_ONLY]],
    alpn: [[ALL, 'none', HTTPS_ONLY]],
    sni: [[ALL, 'none', HTTPS_ONLY]],
  }),
  ...unknownRows(['partialChain'], ALL, 'not established'),
  ...notApplicableRows(['reload'], ALL, 'nothing is presented to backends, and nothing verified'),
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], ALL, 'BackendTLSPolicy is not read'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ALL, 'no client certificate is sent'),
];

/**
 * What AWS Load Balancer Controller can do.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/
 */
export const awsLbcCapabilities = new CapabilityTable(rows);

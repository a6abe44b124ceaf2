import { CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
} from '../capability-rows';

/** The release whose documentation was read. */
const ONLY = '2.1.3';

const NOT_VALIDATED = 'documentation: certificates of targets are not validated';
const HTTPS_ONLY =
  'documentation: TargetGroupPolicy has protocol HTTPS, and validation of certificates is not supported';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ONLY, 'none', NOT_VALIDATED]],
    ccr: [[ONLY, 'unsupported', 'API reference: no kind has a field for a client certificate']],
    perBackendCert: [[ONLY, 'none', HTTPS_ONLY]],
    perBackendCa: [[ONLY, 'none', HTTPS_ONLY]],
    perGatewayCert: [[ONLY, 'none', HTTPS_ONLY]],
    minTls: [[ONLY, 'none', HTTPS_ONLY]],
    ciphers: [[ONLY, 'none', HTTPS_ONLY]],
    alpn: [[ONLY, 'none', HTTPS_ONLY]],
    sni: [[ONLY, 'none', HTTPS_ONLY]],
  }),
  ...notApplicableRows(['reload'], ONLY, 'nothing is presented to backends, and nothing verified'),
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], ONLY, 'BackendTLSPolicy is not read'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY, 'no client certificate is sent'),
];

/**
 * What AWS Gateway API Controller, for VPC Lattice, can do.
 *
 * @see https://www.gateway-api-controller.eks.aws.dev/
 */
export const awsVpcLatticeCapabilities = new CapabilityTable(rows);

import { CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  TLS_PARAMETERS,
  unknownRows,
} from '../capability-rows';

/** The release that was reported on. */
const ONLY = '0.17.0-alpha.1';

const NOT_CLAIMED = 'not claimed in its conformance report';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ONLY, 'none', NOT_CLAIMED]],
    ccr: [[ONLY, 'unsupported', NOT_CLAIMED]],
  }),
  ...unknownRows(['perBackendCert', ...TLS_PARAMETERS, 'reload', 'partialChain'], ONLY, 'not read'),
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], ONLY, 'BackendTLSPolicy is not read'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY, 'no client certificate is sent'),
];

/**
 * What HAProxy Ingress, the community's controller, can do.
 *
 * @see https://haproxy-ingress.github.io/docs/
 */
export const haproxyIngressCapabilities = new CapabilityTable(rows);

import { CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  unknownRows,
} from '../capability-rows';

/** The release that was read. */
const ONLY = '4.1.0';

const NO_GATEWAY_API = 'Emissary 4 has no Gateway API';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ONLY, 'none', `source: ${NO_GATEWAY_API}`]],
    perBackendCert: [[ONLY, 'TLSContext spec.secret, named by Mapping spec.tls', 'API reference; no SAN is verified']],
    perBackendCa: [[ONLY, 'TLSContext spec.ca_secret', 'source: key tls.crt, and only together with secret']],
    perGatewayCert: [[ONLY, 'none', 'API reference']],
    minTls: [[ONLY, 'TLSContext spec.min_tls_version and max_tls_version', 'API reference']],
    ciphers: [[ONLY, 'TLSContext spec.cipher_suites', 'API reference']],
    alpn: [[ONLY, 'TLSContext spec.alpn_protocols', 'API reference']],
    sni: [[ONLY, 'TLSContext spec.sni', 'API reference']],
    reload: [[ONLY, 'hot', 'inferred: a new snapshot is pushed']],
  }),
  ...unknownRows(['partialChain'], ONLY, 'not established'),
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], ONLY, NO_GATEWAY_API),
  ...notApplicableRows(['ccr', ...CLIENT_CERTIFICATE_REF_DETAILS], ONLY, NO_GATEWAY_API),
];

/**
 * What Emissary-ingress can do.
 *
 * @see https://emissary-ingress.dev/docs/
 */
export const emissaryCapabilities = new CapabilityTable(rows);

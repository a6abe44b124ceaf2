import { CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  unknownRows,
} from '../capability-rows';

/** The release that was read. */
const ONLY = '2.2.0';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ONLY, 'none', 'documentation: not supported at any level']],
    ccr: [[ONLY, 'unsupported', 'documentation']],
    perBackendCert: [
      [ONLY, 'ApisixUpstream spec.tlsSecret', 'source: read for an ApisixRoute only; the server is never verified'],
    ],
    perBackendCa: [[ONLY, 'none', 'apache/apisix#13863 merged verification; no release with it was seen']],
    minTls: [[ONLY, 'none', 'API reference']],
    ciphers: [[ONLY, 'none', 'API reference']],
    alpn: [[ONLY, 'none', 'API reference']],
    sni: [[ONLY, 'ApisixUpstream spec.upstreamHost', 'API reference: with passHost rewrite; changes the Host too']],
    reload: [[ONLY, 'hot', 'source: a changed Secret is pushed']],
  }),
  ...unknownRows(['partialChain'], ONLY, 'not established'),
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], ONLY, 'BackendTLSPolicy is not read'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY, 'no client certificate is sent'),
];

/**
 * What the APISIX ingress controller can do.
 *
 * @see https://apisix.apache.org/docs/ingress-controller/reference/api-reference/
 */
export const apisixCapabilities = new CapabilityTable(rows);

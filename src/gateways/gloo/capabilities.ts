import { CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  unknownRows,
} from '../capability-rows';

/** The release that was read; the project ends on 2026-12-31. */
const ONLY = '1.22.1';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ONLY, 'none', 'source; conformance of 1.21.3']],
    ccr: [[ONLY, 'unsupported', 'source']],
    perBackendCert: [[ONLY, 'Upstream spec.sslConfig.secretRef', 'API reference; the project ends on 2026-12-31']],
    perBackendCa: [
      [ONLY, 'Upstream spec.sslConfig.secretRef', 'API reference: key ca.crt, without it none is verified'],
    ],
    perGatewayCert: [[ONLY, 'none', 'API reference']],
    minTls: [
      [ONLY, 'Upstream spec.sslConfig.parameters.minimumProtocolVersion and maximumProtocolVersion', 'API reference'],
    ],
    ciphers: [[ONLY, 'Upstream spec.sslConfig.parameters.cipherSuites', 'API reference']],
    alpn: [[ONLY, 'Upstream spec.sslConfig.alpnProtocols', 'API reference']],
    sni: [[ONLY, 'Upstream spec.sslConfig.sni', 'API reference']],
    reload: [[ONLY, 'hot', 'source: certificates stand in the configuration, which is pushed']],
  }),
  ...unknownRows(['partialChain'], ONLY, 'not established'),
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], ONLY, 'BackendTLSPolicy is not read'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY, 'no client certificate is sent'),
];

/**
 * What Gloo Gateway, the open source edition, can do.
 *
 * @see https://docs.solo.io/gloo-edge/latest/guides/security/tls/client_tls/
 */
export const glooCapabilities = new CapabilityTable(rows);

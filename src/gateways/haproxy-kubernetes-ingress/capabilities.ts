import { CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  unknownRows,
} from '../capability-rows';

/** The release that was read. */
const ONLY = '3.2.11';

const CHAIN_ONLY = 'source: key tls.crt; the chain is verified, the name is not';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ONLY, 'none', 'source: of Gateway API it has TCPRoute only']],
    ccr: [[ONLY, 'unsupported', 'source: of Gateway API it has TCPRoute only']],
    perBackendCert: [[ONLY, 'Service annotation server-crt', 'documentation; an Ingress may carry it too']],
    perBackendCa: [[ONLY, 'Service annotation server-ca', CHAIN_ONLY]],
    perGatewayCert: [[ONLY, 'server-crt in the ConfigMap of the controller', 'documentation']],
    minTls: [[ONLY, 'Backend spec.default_server.ssl_min_ver and ssl_max_ver', 'API reference']],
    ciphers: [[ONLY, 'Backend spec.default_server.ciphers', 'API reference']],
    alpn: [[ONLY, 'Backend spec.default_server.alpn', 'API reference']],
    sni: [[ONLY, 'Backend spec.default_server.sni', 'API reference: an expression']],
  }),
  ...unknownRows(['reload', 'partialChain'], ONLY, 'not established'),
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], ONLY, 'BackendTLSPolicy is not read'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY, 'no client certificate is sent'),
];

/**
 * What HAProxy Kubernetes Ingress Controller, HAProxy Technologies' own, can do.
 *
 * @see https://www.haproxy.com/documentation/kubernetes-ingress/
 */
export const haproxyKubernetesIngressCapabilities = new CapabilityTable(rows);

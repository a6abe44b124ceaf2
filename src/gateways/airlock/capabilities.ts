import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** Releases of which something is known. */
const ALL = '>=5.0.0 <=5.1.5';
const ONLY_4_8 = '>=4.8.0 <4.9.0';
const BOTH = `${ONLY_4_8} || ${ALL}`;
const CLAIMED = 'conformance of 4.8.0, 5.0.0 and 5.1.0';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      [ONLY_4_8, 'v1', 'release notes of 4.8.0; conformance'],
      [ALL, 'v1', 'conformance of 5.0.0 and 5.1.0'],
    ],
    'btp.routeKinds': [
      [BOTH, ['HTTPRoute'], `${CLAIMED}, which asks about HTTPRoute alone`, ['GRPCRoute', 'TLSRoute', 'TCPRoute']],
    ],
    'btp.caKinds': [[BOTH, ['ConfigMap'], `${CLAIMED}; of Secrets it is not established`, ['Secret']]],
    'btp.san': [[BOTH, 'honored', CLAIMED]],
    'btp.sectionName': [[ALL, 'name', 'documentation']],
    ccr: [
      [ONLY_4_8, 'unsupported', 'conformance: its Gateway API has no such field'],
      [ALL, 'honored', 'conformance of 5.0.0 and 5.1.0, with Gateway API 1.5 and later'],
    ],
    perBackendCert: [[ALL, 'none', 'API reference']],
    perGatewayCert: [
      [
        ALL,
        'GatewayParameters spec.experimental.tls.backend.clientCertificateRef',
        'API reference: ignored where the Gateway has spec.tls.backend',
      ],
    ],
    sni: [[BOTH, 'BackendTLSPolicy hostname', CLAIMED]],
  }),
  ...unknownRows(
    [
      'btp.maxCaRefs',
      'btp.caPems',
      'btp.systemCa',
      'btp.onInvalid',
      'ccr.namespaceField',
      'ccr.grpc',
      'ccr.onInvalid',
      'minTls',
      'ciphers',
      'alpn',
      'reload',
      'coexist',
      'partialChain',
    ],
    ALL,
    'not established: conformance reports and documentation only',
  ),
  ...unknownRows(
    ['btp.options'],
    ALL,
    'one that skips verification exists where GatewayParameters allow it (insecureTLSAllowed); its key is not established',
  ),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ONLY_4_8, 'no client certificate is sent'),
];

/**
 * What Airlock Microgateway can do.
 *
 * @see https://docs.airlock.com/microgateway/latest/
 */
export const airlockCapabilities = new CapabilityTable(rows);

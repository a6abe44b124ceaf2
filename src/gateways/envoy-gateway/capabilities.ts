import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** Releases of Envoy Gateway that were read; what lies outside is unknown. */
const SINCE_1_5 = '>=1.5.0 <1.10.0';
const BEFORE_1_5 = '>=1.0.0 <1.5.0';

const NOT_READ = 'not read before 1.5';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      ['>=1.0.0 <1.1.0', 'v1alpha2', 'inferred: compiled with Gateway API 1.0, which has no other version'],
      ['>=1.1.0 <1.6.0', 'v1alpha3', 'inferred: compiled with Gateway API 1.1 to 1.3, which have no v1'],
      [
        '>=1.6.0 <1.10.0',
        'v1',
        'envoyproxy/gateway#7523: 1.6 looks for v1 only; conformance reports of 1.7, 1.8 and 1.9',
      ],
    ],
    'btp.targetRefs': [['>=1.2.0 <1.10.0', 'all', 'envoyproxy/gateway#4630']],
    'btp.routeKinds': [
      [
        '>=1.5.0 <1.7.0',
        ['HTTPRoute'],
        'conformance, which covers HTTPRoute only; envoyproxy/gateway#8143: no TLS behind a TCPRoute',
        ['GRPCRoute', 'TLSRoute'],
      ],
      [
        '>=1.7.0 <1.10.0',
        ['HTTPRoute', 'TCPRoute'],
        'conformance; for TCPRoute the release notes of 1.7.0, although envoyproxy/gateway#8143 is open',
        ['GRPCRoute', 'TLSRoute'],
      ],
    ],
    'btp.caKinds': [
      ['>=1.0.0 <1.2.0', ['ConfigMap'], 'source'],
      ['>=1.2.0 <1.5.0', ['ConfigMap', 'Secret'], 'envoyproxy/gateway#4581'],
      [SINCE_1_5, ['ConfigMap', 'Secret', 'ClusterTrustBundle'], 'envoyproxy/gateway#6714'],
    ],
    'btp.maxCaRefs': [[SINCE_1_5, 'all', 'source: all references are concatenated']],
    'btp.caPems': [[SINCE_1_5, 'many', 'source']],
    'btp.certificateAsCa': [
      ['>=1.0.0 <1.9.0', 'ignored', 'envoyproxy/gateway#8329 came with 1.9'],
      ['>=1.9.0 <1.10.0', 'used', 'envoyproxy/gateway#8329'],
    ],
    'btp.systemCa': [['>=1.0.0 <1.10.0', 'ok', 'envoyproxy/gateway#2804']],
    'btp.san': [
      [BEFORE_1_5, 'unsupported', 'envoyproxy/gateway#6092 came with 1.5'],
      [SINCE_1_5, 'honored', 'envoyproxy/gateway#6092; conformance'],
    ],
    'btp.sectionName': [
      ['>=1.0.0 <1.2.4', 'unknown', 'envoyproxy/gateway#4769: it was read as a port number'],
      ['>=1.2.4 <1.10.0', 'name', 'envoyproxy/gateway#4868; a port number on an Envoy Gateway Backend'],
    ],
    'btp.options': [['>=1.0.0 <1.10.0', [], 'source: options are ignored']],
    'btp.onInvalid': [[SINCE_1_5, 'closed', 'envoyproxy/gateway#4363: routes answer 500']],
    'btp.gate': [['>=1.0.0 <1.10.0', 'none', 'source']],
    'btp.mixedPorts': [
      [
        '>=1.7.0 <1.9.0',
        'conflict',
        'envoyproxy/gateway#9035, mended in 1.9: the policy without sectionName wins on each port where it is the older',
      ],
      ['>=1.9.0 <1.10.0', 'allowed', 'conformance; envoyproxy/gateway#9068'],
    ],
    'btp.externalTarget': [[SINCE_1_5, 'Backend', 'envoyproxy/gateway#6533: TLS on each type of Backend']],
    ccr: [
      ['>=1.0.0 <1.8.0', 'unsupported', 'envoyproxy/gateway#8380 came with 1.8'],
      ['>=1.8.0 <1.10.0', 'honored', 'envoyproxy/gateway#8380; conformance'],
    ],
    'ccr.namespaceField': [['>=1.8.0 <1.10.0', 'allowed', 'source: with a ReferenceGrant from Gateway to Secret']],
    'ccr.grpc': [['>=1.8.0 <1.10.0', 'unknown', 'not covered by conformance']],
    'ccr.onInvalid': [['>=1.8.0 <1.10.0', 'open', 'source: traffic goes on without a client certificate']],
    perBackendCert: [
      ['>=1.0.0 <1.6.0', 'none', 'envoyproxy/gateway#7113 came with 1.6'],
      ['>=1.6.0 <1.10.0', 'Backend spec.tls.clientCertificateRef', 'envoyproxy/gateway#7113'],
    ],
    perGatewayCert: [
      ['>=1.0.0 <1.1.0', 'none', 'envoyproxy/gateway#3441 came with 1.1'],
      ['>=1.1.0 <1.10.0', 'EnvoyProxy spec.backendTLS.clientCertificateRef', 'envoyproxy/gateway#3441'],
    ],
    minTls: [
      ['>=1.0.0 <1.1.0', 'none', 'envoyproxy/gateway#3218 came with 1.1'],
      ['>=1.1.0 <1.6.0', 'EnvoyProxy spec.backendTLS.minVersion and maxVersion', 'envoyproxy/gateway#3218'],
      [
        '>=1.6.0 <1.10.0',
        'EnvoyProxy spec.backendTLS.minVersion and maxVersion, Backend spec.tls.minVersion and maxVersion',
        'envoyproxy/gateway#3218 and #7113',
      ],
    ],
    ciphers: [
      ['>=1.0.0 <1.1.0', 'none', 'envoyproxy/gateway#3218 came with 1.1'],
      ['>=1.1.0 <1.6.0', 'EnvoyProxy spec.backendTLS.ciphers', 'envoyproxy/gateway#3218'],
      [
        '>=1.6.0 <1.10.0',
        'EnvoyProxy spec.backendTLS.ciphers, Backend spec.tls.ciphers',
        'envoyproxy/gateway#3218 and #7113',
      ],
    ],
    alpn: [
      ['>=1.0.0 <1.1.0', 'none', 'envoyproxy/gateway#3218 came with 1.1'],
      ['>=1.1.0 <1.6.0', 'EnvoyProxy spec.backendTLS.alpnProtocols', 'envoyproxy/gateway#3218'],
      [
        '>=1.6.0 <1.10.0',
        'EnvoyProxy spec.backendTLS.alpnProtocols, Backend spec.tls.alpnProtocols',
        'envoyproxy/gateway#3218 and #7113',
      ],
    ],
    sni: [
      ['>=1.5.0 <1.6.0', 'BackendTLSPolicy hostname', 'source'],
      ['>=1.6.0 <1.10.0', 'BackendTLSPolicy hostname, Backend spec.tls.sni', 'source; envoyproxy/gateway#7014'],
    ],
    unsetSni: [
      ['>=1.0.0 <1.6.0', 'unknown', 'not read before 1.6, whose release notes call it a change'],
      ['>=1.6.0 <1.10.0', 'http-host', 'release notes of 1.6; envoyproxy/gateway#7014'],
    ],
    reload: [[SINCE_1_5, 'hot', 'source: certificates travel by SDS']],
    coexist: [[SINCE_1_5, 'allowed', 'source: the policy wins field by field, but not over insecureSkipVerify']],
    partialChain: [
      ['>=1.0.0 <1.8.0', 'unknown', 'not tested before 1.8'],
      ['>=1.8.0 <1.10.0', 'accepted', 'Envoy sets partial chain; tested with 1.9'],
    ],
    selectorLabels: [['>=1.0.0 <1.10.0', {}, 'source: no label is needed']],
    'extension.clientCert': [
      ['>=1.0.0 <1.6.0', 'unsupported', 'envoyproxy/gateway#6777 came with 1.6'],
      ['>=1.6.0 <1.10.0', 'honored', 'envoyproxy/gateway#6777'],
    ],
    'extension.reload': [
      ['>=1.0.0 <1.4.0', 'restart', 'envoyproxy/gateway#5396: read once, when the controller first connects'],
      ['>=1.4.0 <1.10.0', 'per-handshake', 'envoyproxy/gateway#5613'],
    ],
  }),
  ...unknownRows(
    ['btp.routeKinds', 'btp.maxCaRefs', 'btp.caPems', 'btp.onInvalid', 'sni', 'reload', 'coexist'],
    BEFORE_1_5,
    NOT_READ,
  ),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, '>=1.0.0 <1.8.0', 'no client certificate is sent'),
];

/**
 * What Envoy Gateway can do.
 *
 * @see https://gateway.envoyproxy.io/news/releases/matrix/
 */
export const envoyGatewayCapabilities = new CapabilityTable(rows);

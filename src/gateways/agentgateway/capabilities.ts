import { CapabilityTable } from '../capabilities';
import { capabilityRows, unknownRows } from '../capability-rows';

/** Releases that were read: before 1.4.1 the conformance reports only. */
const ALL = '>=1.0.0 <1.4.0 || 1.4.1';
const BEFORE_1_4 = '>=1.0.0 <1.4.0';
const ONLY_1_4_1 = '1.4.1';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[ALL, 'v1', 'conformance of 1.0.0, 1.1.0 and 1.3.1; source of 1.4.1']],
    'btp.routeKinds': [
      [
        ALL,
        ['HTTPRoute'],
        'conformance of 1.0.0, 1.1.0 and 1.3.1, which asks about HTTPRoute alone',
        ['GRPCRoute', 'TLSRoute', 'TCPRoute'],
      ],
    ],
    'btp.caKinds': [
      [BEFORE_1_4, ['ConfigMap'], 'conformance'],
      [ONLY_1_4_1, ['ConfigMap'], 'source: other kinds are InvalidKind'],
    ],
    'btp.maxCaRefs': [[ONLY_1_4_1, 'all', 'source: all references are concatenated']],
    'btp.systemCa': [[ONLY_1_4_1, 'ok', 'source']],
    'btp.san': [[ALL, 'honored', 'conformance of 1.0.0, 1.1.0 and 1.3.1; source of 1.4.1']],
    'btp.sectionName': [[ONLY_1_4_1, 'name-or-number', 'source']],
    'btp.externalTarget': [[ONLY_1_4_1, 'AgentgatewayBackend', 'source']],
    ccr: [[ALL, 'honored', 'conformance of 1.0.0, 1.1.0 and 1.3.1; source of 1.4.1']],
    'ccr.namespaceField': [
      [ONLY_1_4_1, 'must-omit', "source: refused where present, even if it is the Gateway's own namespace"],
    ],
    'ccr.onInvalid': [[ONLY_1_4_1, 'closed', 'source: a dummy certificate is sent, which backends refuse']],
    perBackendCert: [[ONLY_1_4_1, 'AgentgatewayPolicy spec.backend.tls.mtlsCertificateRef', 'API reference']],
    perBackendCa: [[ONLY_1_4_1, 'AgentgatewayPolicy spec.backend.tls.caCertificateRefs', 'API reference']],
    minTls: [[ONLY_1_4_1, 'none', 'API reference']],
    ciphers: [[ONLY_1_4_1, 'none', 'API reference: keyExchangeGroups only']],
    alpn: [[ONLY_1_4_1, 'AgentgatewayPolicy spec.backend.tls.alpnProtocols', 'API reference']],
    sni: [[ONLY_1_4_1, 'BackendTLSPolicy hostname, AgentgatewayPolicy spec.backend.tls.sni', 'API reference']],
    reload: [[ONLY_1_4_1, 'hot', 'inferred: Secrets and ConfigMaps are watched']],
  }),
  ...unknownRows(['btp.caPems', 'btp.onInvalid', 'ccr.grpc', 'partialChain'], ALL, 'not established'),
  ...unknownRows(['coexist'], ALL, 'which of the two wins on one target is not established'),
  ...unknownRows(
    [
      'btp.maxCaRefs',
      'btp.systemCa',
      'btp.sectionName',
      'ccr.namespaceField',
      'ccr.onInvalid',
      'perBackendCert',
      'minTls',
      'ciphers',
      'alpn',
      'sni',
      'reload',
    ],
    BEFORE_1_4,
    'not read before 1.4.1',
  ),
];

/**
 * What agentgateway can do.
 *
 * @see https://agentgateway.dev/docs/kubernetes/
 */
export const agentgatewayCapabilities = new CapabilityTable(rows);

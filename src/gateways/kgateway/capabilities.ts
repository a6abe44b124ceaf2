import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows } from '../capability-rows';

/** Releases that were read, release candidates included; what lies outside is unknown. */
const ALL = '>=2.0.0 <2.5.0';
const BEFORE_2_4 = '>=2.0.0 <2.4.0';
const SINCE_2_1 = '>=2.1.0 <2.5.0';
const SINCE_2_3 = '>=2.3.0 <2.5.0';
const ONLY_2_0 = '>=2.0.0 <2.1.0';
const ONLY_2_4 = '>=2.4.0 <2.5.0';

const NOT_CLAIMED = 'not read before 2.4, and no conformance claim';
const NO_BCP = 'BackendConfigPolicy came with 2.1 (kgateway-dev/kgateway#11308)';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      [ONLY_2_0, 'v1alpha3', 'source of 2.0.5'],
      [SINCE_2_1, 'v1', 'source; compiled with Gateway API 1.4 and later'],
    ],
    'btp.targetRefs': [
      [ONLY_2_0, 'first-only', 'kgateway-dev/kgateway#11356, mended in 2.1'],
      [SINCE_2_1, 'all', 'kgateway-dev/kgateway#11364'],
    ],
    'btp.routeKinds': [
      [BEFORE_2_4, 'unknown', NOT_CLAIMED],
      [
        ONLY_2_4,
        ['HTTPRoute'],
        'conformance of 2.4.0-rc.1, which covers HTTPRoute only',
        ['GRPCRoute', 'TLSRoute', 'TCPRoute'],
      ],
    ],
    'btp.caKinds': [
      ['>=2.0.0 <2.2.0', ['ConfigMap'], 'kgateway-dev/kgateway#12805, mended in 2.2'],
      ['>=2.2.0 <2.5.0', ['ConfigMap', 'Secret'], 'kgateway-dev/kgateway#13117'],
    ],
    'btp.maxCaRefs': [[ALL, 'first-only', 'source of 2.4; inferred before']],
    'btp.caPems': [
      [BEFORE_2_4, 'unknown', NOT_CLAIMED],
      [ONLY_2_4, 'many', 'source of 2.4'],
    ],
    'btp.systemCa': [
      [BEFORE_2_4, 'unknown', NOT_CLAIMED],
      [ONLY_2_4, 'ok', 'source of 2.4'],
    ],
    'btp.san': [
      [BEFORE_2_4, 'unknown', NOT_CLAIMED],
      [ONLY_2_4, 'honored', 'kgateway-dev/kgateway#14214; conformance of 2.4.0-rc.1'],
    ],
    'btp.sectionName': [
      ['>=2.0.0 <2.3.0', 'unsupported', 'kgateway-dev/kgateway#13780 came with 2.3'],
      [SINCE_2_3, 'name', 'kgateway-dev/kgateway#13780'],
    ],
    'btp.options': [
      [ALL, [], 'source of 2.4; kgateway-dev/kgateway#12932 lists options as not processed; inferred for 2.0'],
    ],
    'btp.onInvalid': [
      [BEFORE_2_4, 'unknown', NOT_CLAIMED],
      [ONLY_2_4, 'closed', 'source of 2.4: the cluster is left without endpoints'],
    ],
    'btp.gate': [[ALL, 'unknown', 'not read']],
    'btp.mixedPorts': [
      ['>=2.0.0 <2.4.0', 'unknown', NOT_CLAIMED],
      [ONLY_2_4, 'allowed', 'source of 2.4: the policy on the port wins for that port; conformance'],
    ],
    'btp.externalTarget': [
      [BEFORE_2_4, 'unknown', NOT_CLAIMED],
      [ONLY_2_4, 'Backend', 'source of 2.4'],
    ],
    ccr: [
      ['>=2.0.0 <2.3.0', 'unsupported', 'kgateway-dev/kgateway#13705 came with 2.3'],
      [SINCE_2_3, 'honored', 'kgateway-dev/kgateway#13705'],
    ],
    'ccr.namespaceField': [[SINCE_2_3, 'allowed', 'source of 2.4: with a ReferenceGrant from Gateway to Secret']],
    'ccr.grpc': [[SINCE_2_3, 'unknown', 'not covered by conformance']],
    'ccr.onInvalid': [[SINCE_2_3, 'open', 'source of 2.4: traffic goes on without a client certificate']],
    perBackendCert: [
      [ONLY_2_0, 'none', NO_BCP],
      [SINCE_2_1, 'BackendConfigPolicy spec.tls.secretRef', 'kgateway-dev/kgateway#11308'],
    ],
    perGatewayCert: [[ALL, 'none', 'source of 2.4; inferred before']],
    minTls: [
      [ONLY_2_0, 'none', NO_BCP],
      [SINCE_2_1, 'BackendConfigPolicy spec.tls.parameters.minVersion and maxVersion', 'kgateway-dev/kgateway#11308'],
    ],
    ciphers: [
      [ONLY_2_0, 'none', NO_BCP],
      [SINCE_2_1, 'BackendConfigPolicy spec.tls.parameters.cipherSuites', 'kgateway-dev/kgateway#11308'],
    ],
    alpn: [
      [ONLY_2_0, 'none', NO_BCP],
      [SINCE_2_1, 'BackendConfigPolicy spec.tls.alpnProtocols', 'kgateway-dev/kgateway#11308'],
    ],
    sni: [
      [ONLY_2_0, 'unknown', 'not read'],
      [SINCE_2_1, 'BackendTLSPolicy hostname, BackendConfigPolicy spec.tls.sni', 'source'],
    ],
    reload: [
      [BEFORE_2_4, 'unknown', NOT_CLAIMED],
      [
        ONLY_2_4,
        'hot',
        'source of 2.4: certificates stand in the cluster, so that a renewal opens new connection pools',
      ],
    ],
    coexist: [
      [BEFORE_2_4, 'exclusive', 'kgateway-dev/kgateway#13918: which of the two wins is random'],
      [ONLY_2_4, 'exclusive', 'kgateway-dev/kgateway#14043: BackendTLSPolicy wins, the client certificate is dropped'],
    ],
    unsetSni: [
      [ONLY_2_0, 'unknown', NO_BCP],
      [
        SINCE_2_1,
        'none-sent',
        'source of 2.4: without sni none is sent; inferred before, as the settings are the same',
      ],
    ],
    duplicatePolicies: [
      [ONLY_2_0, 'not-applicable', NO_BCP],
      ['>=2.1.0 <2.4.0', 'newest-wins', 'source: policies are applied in the order of creation, without a merge'],
      [ONLY_2_4, 'oldest-wins', 'kgateway-dev/kgateway#14043'],
    ],
    partialChain: [[ALL, 'unknown', 'not tested']],
    selectorLabels: [[ALL, {}, 'source of 2.4: no label is needed; inferred before']],
  }),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, '>=2.0.0 <2.3.0', 'no client certificate is sent'),
];

/**
 * What kgateway can do.
 *
 * @see https://kgateway.dev/docs/
 */
export const kgatewayCapabilities = new CapabilityTable(rows);

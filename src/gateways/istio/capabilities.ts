import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** Releases that were read, the newest a release candidate. `-0` leaves its candidates out of the releases before it. */
const ALL = '>=1.26.0 <=1.31.0-rc.0';
const BEFORE_1_28 = '>=1.26.0 <1.28.0';
const SINCE_1_28 = '>=1.28.0 <=1.31.0-rc.0';
const SINCE_1_30 = '>=1.30.0 <=1.31.0-rc.0';
const BEFORE_1_31 = '>=1.26.0 <1.31.0-0';
const ONLY_1_31_RC = '1.31.0-rc.0';

const NOT_READ = 'alpha before 1.28, and not read';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      [BEFORE_1_28, 'v1alpha3', 'release notes'],
      [SINCE_1_28, 'v1', 'release notes; conformance of 1.30.1'],
    ],
    'btp.routeKinds': [[ALL, 'any', 'source: each policy becomes a DestinationRule for the whole host']],
    'btp.caKinds': [[ALL, ['ConfigMap'], 'source of 1.30.3: keys ca.crt and cacert']],
    'btp.maxCaRefs': [[ALL, 'first-only', 'source of 1.30.3']],
    'btp.caPems': [[SINCE_1_28, 'many', 'source of 1.30.3']],
    'btp.systemCa': [[SINCE_1_28, 'ok-with-san', 'source of 1.30.3: without SANs any public certificate passes']],
    'btp.san': [
      [SINCE_1_28, 'required', 'source of 1.30.3 and 1.31.0-rc.0: without SANs the name is sent but not verified'],
    ],
    'btp.sectionName': [
      [BEFORE_1_28, 'unsupported', 'istio/istio#57608 came with 1.28'],
      [SINCE_1_28, 'name', 'istio/istio#57608'],
    ],
    'btp.gate': [
      [BEFORE_1_28, 'PILOT_ENABLE_ALPHA_GATEWAY_API', 'source: v1alpha3 is read only with it'],
      [SINCE_1_28, 'none', 'source of 1.30.3'],
    ],
    'btp.optOut': [
      ['>=1.26.0 <1.30.1-0', 'none', 'release notes: the annotation came with 1.30.1'],
      ['>=1.30.1-0 <=1.31.0-rc.0', 'istio.io/ignore-policy-attachment', 'release notes of 1.30.1'],
    ],
    'btp.externalTarget': [[SINCE_1_30, 'ServiceEntry', 'source of 1.30.3']],
    ccr: [
      [
        SINCE_1_28,
        'ignored-silently',
        'istio/istio#61515: no certificate is sent, although 1.31.0-rc.0 says ResolvedRefs',
      ],
    ],
    perBackendCert: [[ALL, 'DestinationRule spec.trafficPolicy.tls.credentialName', 'API reference']],
    perBackendCa: [[SINCE_1_30, 'DestinationRule spec.trafficPolicy.tls.credentialName', 'source of 1.30.3']],
    perGatewayCert: [[SINCE_1_30, 'none', 'source of 1.30.3']],
    minTls: [[ALL, 'none', 'source of 1.30.3: fixed at 1.2; meshConfig.tlsDefaults is not applied to backends']],
    ciphers: [[ALL, 'MeshConfig tlsDefaults.cipherSuites', 'source of 1.30.3: for the whole mesh']],
    alpn: [[ALL, 'none', 'source of 1.30.3']],
    sni: [[ALL, 'BackendTLSPolicy hostname, DestinationRule spec.trafficPolicy.tls.sni', 'source of 1.30.3']],
    reload: [[ALL, 'hot', 'source of 1.30.3: certificates travel by SDS']],
    coexist: [
      [
        BEFORE_1_31,
        'exclusive',
        'istio/istio#60122: the policy replaces the whole trafficPolicy of the DestinationRule',
      ],
      [ONLY_1_31_RC, 'allowed', 'istio/istio#60358: the DestinationRule wins field by field'],
    ],
  }),
  ...unknownRows(['btp.caPems', 'btp.systemCa', 'btp.san', 'ccr'], BEFORE_1_28, NOT_READ),
  ...unknownRows(['btp.onInvalid', 'partialChain'], ALL, 'not established'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ALL, 'no client certificate is sent'),
];

/**
 * What Istio can do with a Gateway whose proxy is Envoy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export const istioCapabilities = new CapabilityTable(rows);

/** What Istio can do with a Gateway of class `istio-agentgateway`, which is alpha. */
export const istioAgentgatewayCapabilities = new CapabilityTable([
  ...capabilityRows({
    ccr: [[ONLY_1_31_RC, 'honored', 'source: with PILOT_ENABLE_AGENTGATEWAY, for backends of exactly one Gateway']],
    'ccr.namespaceField': [[ONLY_1_31_RC, 'must-omit', 'source: with the field the certificate is dropped']],
    'ccr.onInvalid': [[ONLY_1_31_RC, 'open', 'source: traffic goes on without a client certificate']],
    perBackendCert: [[ONLY_1_31_RC, 'none', 'source']],
    minTls: [[ONLY_1_31_RC, 'none', 'source']],
    ciphers: [[ONLY_1_31_RC, 'none', 'source']],
    alpn: [[ONLY_1_31_RC, 'none', 'source']],
    sni: [[ONLY_1_31_RC, 'BackendTLSPolicy hostname', 'source']],
    reload: [[ONLY_1_31_RC, 'hot', 'source: Secrets are watched']],
  }),
  ...unknownRows(['ccr.grpc', 'coexist', 'partialChain'], ONLY_1_31_RC, 'not established'),
]);

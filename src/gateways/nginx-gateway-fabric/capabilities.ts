import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** Releases that were read. */
const ALL = '>=1.2.0 <=2.6.7';
const BEFORE_2_3 = '>=1.2.0 <2.3.0';
const SINCE_2_3 = '>=2.3.0 <=2.6.7';

const NOT_READ = 'not read before 2.3';
const SNIPPETS = 'snippets are off by default; SnippetsPolicy since 2.4.0';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      ['>=1.2.0 <1.3.0', 'v1alpha2', 'technical specifications: for Gateway API 1.0, which has no other version'],
      [
        '>=1.3.0 <2.3.0',
        'v1alpha3',
        'nginx/nginx-gateway-fabric#2546 and #3795, technical specifications of 1.3; v1 came with 2.3.0',
      ],
      [SINCE_2_3, 'v1', 'conformance of 2.3.0 to 2.6.0'],
    ],
    'btp.routeKinds': [
      [BEFORE_2_3, 'unknown', NOT_READ],
      [SINCE_2_3, ['HTTPRoute', 'GRPCRoute'], 'source of 2.6.7'],
    ],
    'btp.caKinds': [
      ['>=1.2.0 <2.0.0', ['ConfigMap'], 'release notes: Secrets came with 2.0.0'],
      ['>=2.0.0 <=2.6.7', ['ConfigMap', 'Secret'], 'release notes of 2.0.0'],
    ],
    'btp.maxCaRefs': [
      [BEFORE_2_3, 'unknown', NOT_READ],
      [SINCE_2_3, 'one-or-rejected', 'source of 2.6.7'],
    ],
    'btp.caPems': [
      [BEFORE_2_3, 'unknown', NOT_READ],
      [SINCE_2_3, 'many', 'source of 2.6.7'],
    ],
    'btp.systemCa': [
      [BEFORE_2_3, 'unknown', NOT_READ],
      [SINCE_2_3, 'ok', 'source of 2.6.7: the bundle of the image'],
    ],
    'btp.san': [[ALL, 'ignored', 'nginx/nginx-gateway-fabric#3152, still open; conformance']],
    'btp.sectionName': [
      ['>=1.2.0 <2.2.0', 'unsupported', 'release notes: came with 2.2.0'],
      ['>=2.2.0 <=2.6.7', 'name', 'release notes of 2.2.0'],
    ],
    'btp.options': [[SINCE_2_3, [], 'source of 2.6.7: options are ignored']],
    'btp.gate': [
      ['>=1.4.0 <2.3.0', 'gateway-api-experimental-features', 'nginx/nginx-gateway-fabric#3795'],
      [SINCE_2_3, 'none', 'nginx/nginx-gateway-fabric#3795: no longer gated'],
    ],
    'btp.mixedPorts': [['>=2.2.0 <=2.6.7', 'conflict', 'source of 2.6.7; inferred before']],
    'btp.ruleBackends': [
      [
        SINCE_2_3,
        'must-agree',
        'source of 2.6.7: the rule is invalid where CA references, system roots or hostname differ',
      ],
    ],
    ccr: [
      [BEFORE_2_3, 'unsupported', 'release notes: came with 2.3.0'],
      [SINCE_2_3, 'honored', 'source; conformance since 2.5.0; before Gateway API 1.5 with its experimental CRDs'],
    ],
    'ccr.namespaceField': [[SINCE_2_3, 'allowed', 'source of 2.6.7: with a ReferenceGrant from Gateway to Secret']],
    'ccr.grpc': [[SINCE_2_3, 'no', 'source of 2.6.7: proxy_ssl_certificate is written, grpc_ssl_certificate is not']],
    'ccr.onInvalid': [[SINCE_2_3, 'unknown', 'not established']],
    perBackendCert: [[ALL, 'none', 'source of 2.6.7: snippets only']],
    minTls: [[ALL, 'SnippetsFilter with proxy_ssl_protocols', SNIPPETS]],
    ciphers: [[ALL, 'SnippetsFilter with proxy_ssl_ciphers', SNIPPETS]],
    alpn: [[ALL, 'none', 'source of 2.6.7']],
    sni: [[ALL, 'BackendTLSPolicy hostname', 'source of 2.6.7: proxy_ssl_name']],
    reload: [
      [BEFORE_2_3, 'unknown', NOT_READ],
      [
        SINCE_2_3,
        'graceful-reload',
        'nginx/nginx-gateway-fabric#5795 for Secrets; of ConfigMaps it is not established',
        ['ConfigMap'],
      ],
    ],
  }),
  ...unknownRows(['btp.onInvalid', 'partialChain'], ALL, 'not established'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, BEFORE_2_3, 'no client certificate is sent'),
  ...notApplicableRows(['coexist'], ALL, 'there is no TLS setting beside the policy'),
];

/**
 * What NGINX Gateway Fabric can do.
 *
 * @see https://docs.nginx.com/nginx-gateway-fabric/
 */
export const nginxGatewayFabricCapabilities = new CapabilityTable(rows);

import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** Releases that were read. */
const ALL = '>=3.2.0 <3.8.0';
const BEFORE_3_4 = '>=3.2.0 <3.4.0';
const SINCE_3_4 = '>=3.4.0 <3.8.0';
const BEFORE_3_6 = '>=3.2.0 <3.6.0';
const SINCE_3_6 = '>=3.6.0 <3.8.0';
const BEFORE_3_7 = '>=3.2.0 <3.7.0';
const ONLY_3_7 = '>=3.7.0 <3.8.0';

const NOT_READ = 'not read before 3.7';
const SINCE_3_7_NOTE = 'release notes: came with 3.7.0';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      [BEFORE_3_6, 'v1alpha3', 'release notes of 3.2'],
      [SINCE_3_6, 'v1', 'release notes of 3.6; conformance of 3.7'],
    ],
    'btp.routeKinds': [[ALL, ['HTTPRoute'], 'source of 3.7.9: not applied to GRPCRoutes']],
    'btp.caKinds': [
      [BEFORE_3_7, ['ConfigMap'], SINCE_3_7_NOTE],
      [ONLY_3_7, ['ConfigMap', 'Secret'], 'release notes of 3.7.0'],
    ],
    'btp.maxCaRefs': [[ONLY_3_7, 'all', 'source of 3.7.9: all references are concatenated']],
    'btp.caPems': [[ONLY_3_7, 'many', 'source of 3.7.9']],
    'btp.systemCa': [[ONLY_3_7, 'ok', 'source of 3.7.9: the roots that Go finds']],
    'btp.san': [[ONLY_3_7, 'ignored', 'source of 3.7.9; conformance']],
    'btp.sectionName': [[ONLY_3_7, 'name', 'source of 3.7.9']],
    'btp.onInvalid': [[ONLY_3_7, 'closed', 'source of 3.7.9: routes answer 500']],
    'btp.gate': [
      [BEFORE_3_6, 'experimentalChannel', 'documentation'],
      [SINCE_3_6, 'none', 'inferred: v1 is in the standard channel'],
    ],
    ccr: [[ALL, 'unsupported', 'source of 3.7.9; conformance']],
    perBackendCert: [
      [ALL, 'ServersTransport spec.certificatesSecrets', 'API reference; a route reaches it through a TraefikService'],
    ],
    perBackendCa: [
      [BEFORE_3_4, 'ServersTransport spec.rootCAsSecrets', 'migration guide: rootCAs came with 3.4'],
      [SINCE_3_4, 'ServersTransport spec.rootCAs', 'migration guide of 3.4; API reference'],
    ],
    perGatewayCert: [[ONLY_3_7, 'none', 'source of 3.7.9']],
    minTls: [
      [BEFORE_3_7, 'none', SINCE_3_7_NOTE],
      [ONLY_3_7, 'ServersTransport spec.minVersion', 'API reference'],
    ],
    ciphers: [
      [BEFORE_3_7, 'none', SINCE_3_7_NOTE],
      [ONLY_3_7, 'ServersTransport spec.cipherSuites', 'API reference: names as Go has them'],
    ],
    alpn: [[ALL, 'ServersTransport spec.disableHTTP2', 'API reference: on or off']],
    sni: [[ALL, 'BackendTLSPolicy hostname, ServersTransport spec.serverName', 'API reference']],
    reload: [
      [BEFORE_3_7, 'unknown', NOT_READ],
      [ONLY_3_7, 'hot', 'source of 3.7.9 for Secrets; of ConfigMaps it is not established', ['ConfigMap']],
    ],
    coexist: [[ALL, 'exclusive', 'source of 3.7.9: a policy does not reach a TraefikService']],
    partialChain: [
      [BEFORE_3_7, 'unknown', NOT_READ],
      [ONLY_3_7, 'accepted', 'Go takes each certificate of a pool for an anchor'],
    ],
  }),
  ...unknownRows(
    ['btp.maxCaRefs', 'btp.caPems', 'btp.systemCa', 'btp.san', 'btp.sectionName', 'btp.onInvalid'],
    BEFORE_3_7,
    NOT_READ,
  ),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ALL, 'no client certificate is sent'),
];

/**
 * What Traefik can do.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/serverstransport/
 */
export const traefikCapabilities = new CapabilityTable(rows);

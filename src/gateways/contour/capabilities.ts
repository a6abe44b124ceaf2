import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** Releases that were read. */
const ALL = '>=1.30.0 <=1.33.6';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      ['>=1.28.0 <1.30.0', 'v1alpha2', 'source'],
      [ALL, 'v1alpha3', 'source of 1.33.6; from 1.4 on Gateway API serves it in its experimental channel only'],
    ],
    'btp.routeKinds': [[ALL, ['HTTPRoute'], 'source of 1.33.6']],
    'btp.caKinds': [[ALL, ['ConfigMap', 'Secret'], 'source of 1.33.6']],
    'btp.maxCaRefs': [[ALL, 'all', 'source of 1.33.6']],
    'btp.systemCa': [[ALL, 'unsupported', 'source of 1.33.6']],
    'btp.san': [[ALL, 'ignored', 'source of 1.33.6: the hostname alone is matched']],
    'btp.sectionName': [[ALL, 'name', 'source of 1.33.6']],
    'btp.onInvalid': [[ALL, 'open', 'source of 1.33.6: the policy is dropped, and traffic is plaintext or unverified']],
    ccr: [[ALL, 'unsupported', 'source of 1.33.6, which has Gateway API 1.3']],
    perBackendCert: [
      [
        ALL,
        'none',
        'projectcontour/contour#6193: the client certificate of ContourConfiguration is not for its routes',
      ],
    ],
    perBackendCa: [
      [ALL, 'HTTPProxy spec.routes.services.validation.caSecret', 'API reference; not for routes of Gateway API'],
    ],
    perGatewayCert: [
      [
        ALL,
        'ContourConfiguration spec.envoy.clientCertificate',
        'API reference: for the whole installation; not for routes of Gateway API (projectcontour/contour#6193)',
      ],
    ],
    minTls: [
      [
        ALL,
        'ContourConfiguration spec.envoy.cluster.upstreamTLS.minimumProtocolVersion and maximumProtocolVersion',
        'API reference: for all backends',
      ],
    ],
    ciphers: [
      [ALL, 'ContourConfiguration spec.envoy.cluster.upstreamTLS.cipherSuites', 'API reference: for all backends'],
    ],
    alpn: [[ALL, 'HTTPProxy spec.routes.services.protocol: h2', 'API reference; not for routes of Gateway API']],
    sni: [[ALL, 'none', 'projectcontour/contour#6193: none is sent, except to a Service of type ExternalName']],
    reload: [[ALL, 'hot', 'source of 1.33.6']],
  }),
  ...unknownRows(['btp.caPems', 'coexist', 'partialChain'], ALL, 'not established'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, ALL, 'no client certificate is sent'),
];

/**
 * What Contour can do.
 *
 * @see https://projectcontour.io/docs/main/config/upstream-tls/
 */
export const contourCapabilities = new CapabilityTable(rows);

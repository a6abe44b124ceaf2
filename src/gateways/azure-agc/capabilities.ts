import { CapabilityTable } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, capabilityRows, notApplicableRows, unknownRows } from '../capability-rows';

/** The documentation that was read is of the preview, 2023-09; the service has no releases, and today's kind was not read. */
const PREVIEW = '2023.9.0';

const OWN_KIND = 'documentation: alb.networking.azure.io has a kind of its own with the same name';

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [[PREVIEW, 'none', OWN_KIND]],
    'btp.caKinds': [[PREVIEW, 'not-applicable', `${OWN_KIND}, which names a Secret`]],
    'btp.maxCaRefs': [[PREVIEW, 'not-applicable', `${OWN_KIND}, which names one Secret`]],
    'btp.san': [[PREVIEW, 'not-applicable', `${OWN_KIND}, which has one name`]],
    'btp.sectionName': [[PREVIEW, 'not-applicable', `${OWN_KIND}, which has port numbers`]],
    ccr: [[PREVIEW, 'unsupported', 'documentation']],
    perBackendCert: [
      [PREVIEW, 'BackendTLSPolicy (alb.networking.azure.io) spec.default.clientCertificateRef', 'documentation'],
    ],
    perBackendCa: [
      [PREVIEW, 'BackendTLSPolicy (alb.networking.azure.io) spec.default.verify.caCertificateRef', 'documentation'],
    ],
    minTls: [[PREVIEW, 'none', 'documentation']],
    ciphers: [[PREVIEW, 'none', 'documentation']],
    alpn: [[PREVIEW, 'none', 'documentation']],
    sni: [[PREVIEW, 'BackendTLSPolicy (alb.networking.azure.io) spec.default.sni', 'documentation']],
  }),
  ...notApplicableRows(
    ['btp.targetRefs', 'btp.routeKinds', 'btp.options', 'btp.gate', 'btp.mixedPorts', 'btp.externalTarget'],
    PREVIEW,
    OWN_KIND,
  ),
  ...unknownRows(['btp.caPems', 'btp.systemCa', 'btp.onInvalid'], PREVIEW, `not established of its own kind`),
  ...unknownRows(['reload', 'coexist', 'partialChain'], PREVIEW, 'not established'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, PREVIEW, 'no client certificate is sent'),
];

/**
 * What Azure Application Gateway for Containers can do.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/
 */
export const azureAgcCapabilities = new CapabilityTable(rows);

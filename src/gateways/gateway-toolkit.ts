/** What authors of a `GatewayImplementation` build on: the pieces that the implementations of this library are made of. */
export {
  BACKEND_TLS_POLICY_DETAILS,
  type CapabilityHistory,
  type CapabilityRecord,
  CLIENT_CERTIFICATE_REF_DETAILS,
  capabilityRows,
  notApplicableRows,
  TLS_PARAMETERS,
  unknownRows,
} from './capability-rows';
export {
  type ClientScopeObstacles,
  chooseClientScope,
  findPerBackendObstacle,
  refuseGatewayScope,
  requirePerBackendCertificate,
} from './client-scope';
export {
  type PolicyTarget,
  renderBackendTlsPolicy,
  renderPolicy,
  serviceBackendRef,
} from './gateway-api/backend-tls-policy';
export {
  type ReferenceGrantIntent,
  renderClientCertificateRef,
  renderReferenceGrant,
  requireGatewayName,
} from './gateway-api/client-certificate-ref';
export {
  findGatewayMutualTlsObstacle,
  renderGatewayMutualTls,
  renderOnlyGatewayMutualTls,
} from './gateway-api/gateway-mutual-tls';
export {
  findParameterObstacle,
  type ParameterHolder,
  requireParameterFields,
  type TlsParameter,
} from './parameter-fields';
export { requirePortNumber, requirePortNumbers, requireServiceNamespace } from './service-port';
export { refuseIdleCipherSuites, requireFilledLists, requireVersionOrder } from './tls-parameters';
export { unknownNote, upgradeOr } from './wording';

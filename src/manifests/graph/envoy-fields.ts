import {
  BACKEND_CONFIG_POLICY,
  CONFIG_MAP,
  ENVOY_GATEWAY_BACKEND,
  ENVOY_PROXY,
  GATEWAY,
  type ObjectKind,
  SECRET,
  SERVICE,
} from './object-kinds';
import { localObjectForm, type ReferenceField, referenceField } from './reference-field';

const ENVOY_GATEWAY = 'gateway.envoyproxy.io';
const CLIENT_TRAFFIC_POLICY: ObjectKind = { group: ENVOY_GATEWAY, kind: 'ClientTrafficPolicy' };
const CONFIGURATION: ObjectKind = { group: ENVOY_GATEWAY, kind: 'EnvoyGateway' };

const GRANTED = { namespaces: 'reference-grant' } as const;
const UNSAID = { namespaces: 'unsaid' } as const;

const EXTENSION_BACKENDS: readonly (readonly [kind: string, pattern: string])[] = [
  ['SecurityPolicy', 'spec.extAuth.http.backendRefs[]'],
  ['SecurityPolicy', 'spec.extAuth.grpc.backendRefs[]'],
  ['EnvoyExtensionPolicy', 'spec.extProc[].backendRefs[]'],
];

/** The references of the kinds of kgateway and Envoy Gateway. */
export const envoyFields: readonly ReferenceField[] = [
  referenceField(BACKEND_CONFIG_POLICY, 'spec.targetRefs[]', 'target', SERVICE),
  referenceField(BACKEND_CONFIG_POLICY, 'spec.tls.secretRef', 'tls-secret', SECRET, { form: localObjectForm }),
  referenceField(ENVOY_GATEWAY_BACKEND, 'spec.tls.caCertificateRefs[]', 'ca', CONFIG_MAP),
  referenceField(ENVOY_GATEWAY_BACKEND, 'spec.tls.clientCertificateRef', 'client-certificate', SECRET),
  referenceField(ENVOY_PROXY, 'spec.backendTLS.clientCertificateRef', 'client-certificate', SECRET),
  ...['targetRef', 'targetRefs[]'].map((field) =>
    referenceField(CLIENT_TRAFFIC_POLICY, `spec.${field}`, 'target', GATEWAY),
  ),
  referenceField(CLIENT_TRAFFIC_POLICY, 'spec.tls.clientValidation.caCertificateRefs[]', 'client-ca', SECRET, GRANTED),
  ...EXTENSION_BACKENDS.map(([kind, pattern]) =>
    referenceField({ group: ENVOY_GATEWAY, kind }, pattern, 'backend', SERVICE, GRANTED),
  ),
  // The configuration file stands in no namespace: without one, references mean the controller's.
  ...['extensionManager', 'extensionManagers[]'].flatMap((manager) => [
    referenceField(CONFIGURATION, `${manager}.service.tls.certificateRef`, 'ca', SECRET, UNSAID),
    referenceField(CONFIGURATION, `${manager}.service.tls.clientCertificateRef`, 'client-certificate', SECRET, UNSAID),
  ]),
];

import {
  BACKEND_TLS_POLICY,
  CONFIG_MAP,
  GATEWAY,
  GATEWAY_CLASS,
  GRPC_ROUTE,
  HTTP_ROUTE,
  INGRESS,
  INGRESS_CLASS,
  LISTENER_SETS,
  type ObjectKind,
  SECRET,
  SERVICE,
  STREAM_ROUTES,
  X_BACKEND,
} from './object-kinds';
import { nameForm, type ReferenceField, referenceField, typedObjectForm } from './reference-field';

const GRANTED = { namespaces: 'reference-grant' } as const;
const FREE = { namespaces: 'any' } as const;

function routeFields(route: ObjectKind, filters: readonly string[]): readonly ReferenceField[] {
  const fieldsOf = (filter: string) => [
    `spec.rules[].filters[].${filter}`,
    `spec.rules[].backendRefs[].filters[].${filter}`,
  ];
  const forwarding = filters.flatMap((filter) => fieldsOf(`${filter}.backendRef`));
  return [
    // Which routes a listener takes is the Gateway's say, not a grant's.
    referenceField(route, 'spec.parentRefs[]', 'parent', GATEWAY, FREE),
    ...['spec.rules[].backendRefs[]', ...forwarding].map((pattern) =>
      referenceField(route, pattern, 'backend', SERVICE, GRANTED),
    ),
    ...(filters.length === 0 ? [] : fieldsOf('extensionRef')).map((pattern) =>
      referenceField(route, pattern, 'filter', SERVICE, { form: typedObjectForm }),
    ),
  ];
}

/** The references of the Gateway API's kinds and of Ingress. */
export const gatewayApiFields: readonly ReferenceField[] = [
  referenceField(GATEWAY_CLASS, 'spec.parametersRef', 'parameters', CONFIG_MAP, { ...FREE, form: typedObjectForm }),
  referenceField(GATEWAY, 'spec.gatewayClassName', 'gateway-class', GATEWAY_CLASS, {
    form: nameForm,
  }),
  referenceField(GATEWAY, 'spec.infrastructure.parametersRef', 'parameters', CONFIG_MAP, { form: typedObjectForm }),
  referenceField(GATEWAY, 'spec.tls.backend.clientCertificateRef', 'client-certificate', SECRET, GRANTED),
  // Where it stood in the experimental channel of Gateway API 1.2 and 1.3.
  referenceField(GATEWAY, 'spec.backendTLS.clientCertificateRef', 'client-certificate', SECRET, GRANTED),
  referenceField(GATEWAY, 'spec.listeners[].tls.certificateRefs[]', 'listener-certificate', SECRET, GRANTED),
  ...[
    'spec.tls.frontend.default.validation.caCertificateRefs[]',
    'spec.tls.frontend.perPort[].tls.validation.caCertificateRefs[]',
    'spec.listeners[].tls.frontendValidation.caCertificateRefs[]',
  ].map((pattern) => referenceField(GATEWAY, pattern, 'client-ca', CONFIG_MAP, GRANTED)),
  ...LISTENER_SETS.flatMap((listenerSet) => [
    referenceField(listenerSet, 'spec.parentRef', 'parent', GATEWAY, FREE),
    referenceField(listenerSet, 'spec.listeners[].tls.certificateRefs[]', 'listener-certificate', SECRET, GRANTED),
  ]),
  ...routeFields(HTTP_ROUTE, ['requestMirror', 'externalAuth']),
  ...routeFields(GRPC_ROUTE, ['requestMirror']),
  ...STREAM_ROUTES.flatMap((route) => routeFields(route, [])),
  referenceField(BACKEND_TLS_POLICY, 'spec.targetRefs[]', 'target', SERVICE),
  referenceField(BACKEND_TLS_POLICY, 'spec.validation.caCertificateRefs[]', 'ca', CONFIG_MAP),
  // The two of v1alpha2.
  referenceField(BACKEND_TLS_POLICY, 'spec.targetRef', 'target', SERVICE),
  referenceField(BACKEND_TLS_POLICY, 'spec.tls.caCertRefs[]', 'ca', CONFIG_MAP),
  referenceField(X_BACKEND, 'spec.tls.clientCertificateRef', 'client-certificate', SECRET),
  referenceField(X_BACKEND, 'spec.tls.validation.caCertificateRefs[]', 'ca', CONFIG_MAP),
  referenceField(INGRESS, 'spec.ingressClassName', 'ingress-class', INGRESS_CLASS, {
    form: nameForm,
  }),
  ...['spec.defaultBackend', 'spec.rules[].http.paths[].backend'].flatMap((backend) => [
    referenceField(INGRESS, `${backend}.service`, 'backend', SERVICE),
    referenceField(INGRESS, `${backend}.resource`, 'backend', SERVICE),
  ]),
  referenceField(INGRESS, 'spec.tls[].secretName', 'listener-certificate', SECRET, { form: nameForm }),
];

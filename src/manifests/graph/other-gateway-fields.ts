import { fieldOf, nonEmpty, optional, textOf } from './json-fields';
import {
  AGENTGATEWAY_POLICY,
  APISIX_ROUTE,
  APISIX_UPSTREAM,
  AZURE_BACKEND_TLS_POLICY,
  CONFIG_MAP,
  GLOO_ROUTE_TABLE,
  GLOO_UPSTREAM,
  GLOO_VIRTUAL_SERVICE,
  HTTP_PROXY,
  INGRESS,
  INGRESS_ROUTE,
  INGRESS_ROUTE_TCP,
  MAPPING,
  type ObjectKind,
  SECRET,
  SERVERS_TRANSPORT,
  SERVICE,
  TCP_MAPPING,
  TLS_CONTEXT,
  TRAEFIK_SERVICE,
} from './object-kinds';
import {
  annotationField,
  localObjectForm,
  nameForm,
  objectForm,
  portOf,
  type ReferenceField,
  type ReferenceForm,
  referenceField,
  slashForm,
} from './reference-field';
import { parseServiceHost } from './service-host';

const FREE = { namespaces: 'any' } as const;
const SERVERS_TRANSPORT_TCP: ObjectKind = { group: 'traefik.io', kind: 'ServersTransportTCP' };

/** Traefik names its own kinds by kind alone. */
const traefikServiceForm: ReferenceForm = (value) =>
  objectForm(value).map((named) =>
    named.kind === TRAEFIK_SERVICE.kind ? { ...named, group: TRAEFIK_SERVICE.group } : named,
  );

/** `name@provider` names an object of another provider, whose namespace is glued to the name. */
const transportForm: ReferenceForm = (value) => nameForm(value).filter(({ name }) => !name.includes('@'));

/** Emissary takes what follows the last dot for the namespace, unless told otherwise. */
const dottedForm: ReferenceForm = (value) =>
  nameForm(value).flatMap(({ name: text }) => {
    const dot = text.lastIndexOf('.');
    const [name, namespace] = dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
    return name === '' || namespace === '' ? [] : [{ name, ...optional('namespace', namespace) }];
  });

/** `https://ledger.payments:8443`, scheme and port optional. */
const mappingForm: ReferenceForm = (value) => {
  const [, host, port] = /^(?:[a-z0-9+.-]+:\/\/)?([^:/]+)(?::(\d{1,5}))?/.exec(nonEmpty(value) ?? '') ?? [];
  const service = host === undefined ? undefined : parseServiceHost(host, { namespaceAfterDot: true });
  return service === undefined
    ? []
    : [{ ...service, ...optional('port', port === undefined ? undefined : Number(port)) }];
};

const apisixBackendForm: ReferenceForm = (value) => {
  const name = textOf(value, 'serviceName');
  return name === undefined ? [] : [{ name, ...optional('port', portOf(fieldOf(value, 'servicePort'))) }];
};

const glooServiceForm: ReferenceForm = (value) => {
  const name = textOf(value, 'serviceName');
  const namespace = textOf(value, 'serviceNamespace');
  const port = portOf(fieldOf(value, 'servicePort'));
  return name === undefined ? [] : [{ name, ...optional('namespace', namespace), ...optional('port', port) }];
};

const TRAEFIK_SERVICES: readonly (readonly [of: ObjectKind, pattern: string])[] = [
  [INGRESS_ROUTE, 'spec.routes[].services[]'],
  [TRAEFIK_SERVICE, 'spec.weighted.services[]'],
  [TRAEFIK_SERVICE, 'spec.highestRandomWeight.services[]'],
  [TRAEFIK_SERVICE, 'spec.mirroring'],
  [TRAEFIK_SERVICE, 'spec.mirroring.mirrors[]'],
  [TRAEFIK_SERVICE, 'spec.failover.service'],
  [TRAEFIK_SERVICE, 'spec.failover.fallback'],
];

const traefikFields: readonly ReferenceField[] = [
  ...TRAEFIK_SERVICES.flatMap(([of, pattern]) => [
    referenceField(of, pattern, 'backend', SERVICE, { ...FREE, form: traefikServiceForm }),
    referenceField(of, `${pattern}.serversTransport`, 'transport', SERVERS_TRANSPORT, { form: transportForm }),
  ]),
  referenceField(INGRESS_ROUTE_TCP, 'spec.routes[].services[]', 'backend', SERVICE, FREE),
  referenceField(INGRESS_ROUTE_TCP, 'spec.routes[].services[].serversTransport', 'transport', SERVERS_TRANSPORT_TCP, {
    form: transportForm,
  }),
  ...[[SERVERS_TRANSPORT, 'spec'] as const, [SERVERS_TRANSPORT_TCP, 'spec.tls'] as const].flatMap(([of, parent]) => [
    referenceField(of, `${parent}.rootCAs[].secret`, 'ca', SECRET, { form: nameForm }),
    referenceField(of, `${parent}.rootCAs[].configMap`, 'ca', CONFIG_MAP, { form: nameForm }),
    referenceField(of, `${parent}.rootCAsSecrets[]`, 'ca', SECRET, { form: nameForm }),
    referenceField(of, `${parent}.certificatesSecrets[]`, 'client-certificate', SECRET, { form: nameForm }),
  ]),
];

const contourFields: readonly ReferenceField[] = [
  ...['spec.routes[].services[]', 'spec.tcpproxy.services[]'].flatMap((services) => [
    referenceField(HTTP_PROXY, services, 'backend', SERVICE),
    referenceField(HTTP_PROXY, `${services}.validation.caSecret`, 'ca', SECRET, {
      form: slashForm,
      namespaces: 'tls-certificate-delegation',
    }),
  ]),
  referenceField(
    { group: 'projectcontour.io', kind: 'ContourConfiguration' },
    'spec.envoy.clientCertificate',
    'client-certificate',
    SECRET,
    FREE,
  ),
];

const apisixFields: readonly ReferenceField[] = [
  // An ApisixUpstream belongs to the Service of its own name.
  referenceField(APISIX_UPSTREAM, 'metadata.name', 'target', SERVICE, { form: nameForm }),
  referenceField(APISIX_UPSTREAM, 'spec.tlsSecret', 'client-certificate', SECRET, FREE),
  referenceField(APISIX_UPSTREAM, 'spec.portLevelSettings[].tlsSecret', 'client-certificate', SECRET, FREE),
  referenceField(APISIX_ROUTE, 'spec.http[].backends[]', 'backend', SERVICE, { form: apisixBackendForm }),
  referenceField(APISIX_ROUTE, 'spec.stream[].backend', 'backend', SERVICE, { form: apisixBackendForm }),
];

const emissaryFields: readonly ReferenceField[] = [
  referenceField(TLS_CONTEXT, 'spec.secret', 'client-certificate', SECRET, { ...FREE, form: dottedForm }),
  referenceField(TLS_CONTEXT, 'spec.ca_secret', 'ca', SECRET, { ...FREE, form: dottedForm }),
  ...[MAPPING, TCP_MAPPING].flatMap((kind) => [
    referenceField(kind, 'spec.tls', 'transport', TLS_CONTEXT, { form: nameForm }),
    referenceField(kind, 'spec.service', 'backend', SERVICE, { ...FREE, form: mappingForm }),
  ]),
];

/** The Service that a route of Gloo names without an Upstream: `{ ref: { name, namespace }, port }`. */
const glooKubeForm: ReferenceForm = (value) => {
  const ref = fieldOf(value, 'ref');
  const name = ref === undefined ? undefined : textOf(ref, 'name');
  const namespace = ref === undefined ? undefined : textOf(ref, 'namespace');
  const port = portOf(fieldOf(value, 'port'));
  return name === undefined ? [] : [{ name, ...optional('namespace', namespace), ...optional('port', port) }];
};

/** `name`, or `port:name` for one port of the Service. */
const afterPortForm: ReferenceForm = (value) =>
  nameForm(value)
    .map(({ name }) => ({ name: name.replace(/^\d{1,5}:/, '') }))
    .filter(({ name }) => name !== '');

const GLOO_DESTINATIONS = [
  [GLOO_VIRTUAL_SERVICE, 'spec.virtualHost.routes[]'],
  [GLOO_ROUTE_TABLE, 'spec.routes[]'],
] as const;

const glooFields: readonly ReferenceField[] = [
  ...GLOO_DESTINATIONS.flatMap(([of, route]) =>
    ['single', 'multi.destinations[].destination'].flatMap((place) => [
      referenceField(of, `${route}.routeAction.${place}.upstream`, 'backend', GLOO_UPSTREAM, FREE),
      referenceField(of, `${route}.routeAction.${place}.kube`, 'backend', SERVICE, { ...FREE, form: glooKubeForm }),
    ]),
  ),
  annotationField(SERVICE, 'gloo.solo.io/sslService.secret', 'tls-secret', SECRET, { form: afterPortForm }),
  // An Upstream forwards to the Service that it stands for.
  referenceField(GLOO_UPSTREAM, 'spec.kube', 'backend', SERVICE, { ...FREE, form: glooServiceForm }),
  referenceField(GLOO_UPSTREAM, 'spec.sslConfig.secretRef', 'tls-secret', SECRET, FREE),
];

const azureFields: readonly ReferenceField[] = [
  referenceField(AZURE_BACKEND_TLS_POLICY, 'spec.targetRef', 'target', SERVICE, { namespaces: 'reference-grant' }),
  ...['default', 'override'].flatMap((parent) => [
    referenceField(AZURE_BACKEND_TLS_POLICY, `spec.${parent}.clientCertificateRef`, 'client-certificate', SECRET, {
      namespaces: 'reference-grant',
    }),
    referenceField(AZURE_BACKEND_TLS_POLICY, `spec.${parent}.verify.caCertificateRef`, 'ca', SECRET, {
      namespaces: 'reference-grant',
    }),
  ]),
];

const haproxyFields: readonly ReferenceField[] = [SERVICE, INGRESS, CONFIG_MAP].flatMap((kind) => [
  annotationField(kind, 'haproxy.org/server-crt', 'client-certificate', SECRET, { ...FREE, form: slashForm }),
  annotationField(kind, 'haproxy.org/server-ca', 'ca', SECRET, { ...FREE, form: slashForm }),
]);

/** The references of the other gateways' kinds and annotations. */
export const otherGatewayFields: readonly ReferenceField[] = [
  ...traefikFields,
  ...contourFields,
  ...apisixFields,
  ...emissaryFields,
  ...azureFields,
  ...haproxyFields,
  ...glooFields,
  referenceField(AGENTGATEWAY_POLICY, 'spec.targetRefs[]', 'target', SERVICE),
  referenceField(AGENTGATEWAY_POLICY, 'spec.backend.tls.mtlsCertificateRef[]', 'tls-secret', SECRET),
  referenceField(AGENTGATEWAY_POLICY, 'spec.backend.tls.caCertificateRefs[]', 'ca', CONFIG_MAP, {
    form: localObjectForm,
  }),
  referenceField(
    { group: 'microgateway.airlock.com', kind: 'GatewayParameters' },
    'spec.experimental.tls.backend.clientCertificateRef',
    'client-certificate',
    SECRET,
    { namespaces: 'reference-grant' },
  ),
];

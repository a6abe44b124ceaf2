import { CONFIG_MAP, INGRESS, type ObjectKind, ROUTE_KINDS, SECRET, SERVICE } from './object-kinds';
import {
  annotationField,
  colonListForm,
  localObjectForm,
  nameForm,
  nameListForm,
  objectForm,
  type ReferenceField,
  referenceField,
} from './reference-field';

/** The group of Kong's configuration kinds. */
export const KONG = 'configuration.konghq.com';

const kongKind = (kind: string): ObjectKind => ({ group: KONG, kind });

const KONG_PLUGIN = kongKind('KongPlugin');
const KONG_CLUSTER_PLUGIN = kongKind('KongClusterPlugin');
const KONG_CERTIFICATE = kongKind('KongCertificate');
const KONG_CA_CERTIFICATE = kongKind('KongCACertificate');
const KONG_SERVICE = kongKind('KongService');
const KONG_CONSUMER = kongKind('KongConsumer');
const KONG_CONSUMER_GROUP = kongKind('KongConsumerGroup');
const SERVICE_FACADE: ObjectKind = { group: 'incubator.ingress-controller.konghq.com', kind: 'KongServiceFacade' };

const GRANTED = { namespaces: 'kong-reference-grant' } as const;

/** The kinds to which `konghq.com/plugins` attaches plugins. */
const PLUGIN_BEARERS: readonly ObjectKind[] = [
  SERVICE,
  INGRESS,
  ...ROUTE_KINDS,
  SERVICE_FACADE,
  KONG_CONSUMER,
  KONG_CONSUMER_GROUP,
];

/** The references of Kong's kinds and annotations. */
export const kongFields: readonly ReferenceField[] = [
  // A facade's annotations take the place of its Service's.
  ...[SERVICE, SERVICE_FACADE].flatMap((backend) => [
    annotationField(backend, 'konghq.com/client-cert', 'client-certificate', SECRET),
    annotationField(backend, 'konghq.com/ca-certificates-secrets', 'ca', SECRET, { form: nameListForm }),
    annotationField(backend, 'konghq.com/ca-certificates-configmaps', 'ca', CONFIG_MAP, { form: nameListForm }),
    annotationField(backend, 'konghq.com/upstream-policy', 'upstream-policy', kongKind('KongUpstreamPolicy')),
  ]),
  ...PLUGIN_BEARERS.map((bearer) =>
    annotationField(bearer, 'konghq.com/plugins', 'plugin', KONG_PLUGIN, {
      form: colonListForm,
      namespaces: 'reference-grant',
      alternatives: [KONG_CLUSTER_PLUGIN],
    }),
  ),
  referenceField(SERVICE_FACADE, 'spec.backendRef', 'backend', SERVICE),
  ...['configFrom.secretKeyRef', 'configPatches[].valueFrom.secretKeyRef'].flatMap((pattern) => [
    referenceField(KONG_PLUGIN, pattern, 'plugin-configuration', SECRET, { form: localObjectForm }),
    referenceField(KONG_CLUSTER_PLUGIN, pattern, 'plugin-configuration', SECRET, {
      form: objectForm,
      namespaces: 'unsaid',
    }),
  ]),
  referenceField(KONG_CONSUMER, 'credentials[]', 'consumer-credential', SECRET, { form: nameForm }),
  referenceField(KONG_CONSUMER, 'consumerGroups[]', 'consumer-group', KONG_CONSUMER_GROUP, { form: nameForm }),
  ...['spec.secretRef', 'spec.secretRefAlt'].map((pattern) =>
    referenceField(KONG_CERTIFICATE, pattern, 'certificate', SECRET, GRANTED),
  ),
  referenceField(KONG_CA_CERTIFICATE, 'spec.secretRef', 'ca', SECRET, GRANTED),
  referenceField(KONG_SERVICE, 'spec.clientCertificateRef', 'client-certificate', KONG_CERTIFICATE, GRANTED),
  referenceField(KONG_SERVICE, 'spec.caCertificateRefs[]', 'ca', KONG_CA_CERTIFICATE, GRANTED),
  referenceField(
    kongKind('KongUpstream'),
    'spec.clientCertificateRef',
    'client-certificate',
    KONG_CERTIFICATE,
    GRANTED,
  ),
];

import { nonEmpty, optional } from './json-fields';
import {
  BUNDLE,
  CERTIFICATE,
  CLUSTER_ISSUER,
  CONFIG_MAP,
  EXTERNAL_SECRET,
  ISSUER,
  type ObjectKind,
  SEALED_SECRET,
  SECRET,
  SERVICE,
} from './object-kinds';
import {
  annotationField,
  localObjectForm,
  type Named,
  nameForm,
  nameListForm,
  objectForm,
  type ReferenceField,
  type ReferenceForm,
  referenceField,
} from './reference-field';

/** On a Secret, or what makes one: the Service whose backend presents the certificate. */
export const SERVES_ANNOTATION = 'upstream-tls.dev/serves';

/** On roots, or what makes them: the Service whose backend accepts client certificates under them. */
export const VERIFIES_CLIENTS_ANNOTATION = 'upstream-tls.dev/verifies-clients-of';

/** On an Issuer or ClusterIssuer: the certificates of the CA that it issues under, and of those above it, as PEM text. */
export const ISSUES_UNDER_ANNOTATION = 'upstream-tls.dev/issues-under';

/** `<service>` or `<service>:<port name>`, several between commas. */
const servicesForm: ReferenceForm = (value) => nameListForm(value).flatMap(readService);

function readService({ name: text }: Named): readonly Named[] {
  const [name = '', port, ...rest] = text.split(':');
  const isComplete = name !== '' && port !== '' && rest.length === 0;
  return isComplete ? [{ name, ...(port === undefined ? {} : { port }) }] : [];
}

/** cert-manager takes an empty group for its own. */
const issuerForm: ReferenceForm = (value) =>
  objectForm(value).map(({ group, ...named }) => ({ ...named, ...optional('group', nonEmpty(group)) }));

const ISSUER_CREDENTIALS = [
  'spec.vault.auth.tokenSecretRef',
  'spec.vault.auth.appRole.secretRef',
  'spec.vault.auth.kubernetes.secretRef',
  'spec.vault.caBundleSecretRef',
  'spec.vault.clientCertSecretRef',
  'spec.vault.clientKeySecretRef',
  'spec.venafi.tpp.credentialsRef',
  'spec.venafi.tpp.caBundleSecretRef',
  'spec.venafi.cloud.apiTokenSecretRef',
  'spec.venafi.ngts.credentialsRef',
  'spec.acme.externalAccountBinding.keySecretRef',
  ...[
    'acmeDNS.accountSecretRef',
    'akamai.accessTokenSecretRef',
    'akamai.clientSecretSecretRef',
    'akamai.clientTokenSecretRef',
    'azureDNS.clientSecretSecretRef',
    'cloudDNS.serviceAccountSecretRef',
    'cloudflare.apiKeySecretRef',
    'cloudflare.apiTokenSecretRef',
    'digitalocean.tokenSecretRef',
    'rfc2136.tsigSecretSecretRef',
    'route53.accessKeyIDSecretRef',
    'route53.secretAccessKeySecretRef',
  ].map((field) => `spec.acme.solvers[].dns01.${field}`),
];

function issuerFields(issuer: ObjectKind): readonly ReferenceField[] {
  // A ClusterIssuer has no namespace of its own.
  const settings = issuer === CLUSTER_ISSUER ? ({ defaultNamespace: 'clusterResourceNamespace' } as const) : {};
  const named = { ...settings, form: nameForm };
  return [
    referenceField(issuer, 'spec.ca.secretName', 'issuer-ca', SECRET, named),
    referenceField(issuer, 'spec.vault.auth.clientCertificate.secretName', 'issuer-credential', SECRET, named),
    ...ISSUER_CREDENTIALS.map((pattern) =>
      referenceField(issuer, pattern, 'issuer-credential', SECRET, { ...settings, form: localObjectForm }),
    ),
  ];
}

const SOURCE = { form: localObjectForm, defaultNamespace: 'trustNamespace' } as const;

/** The references of cert-manager's and trust-manager's kinds, and of our own annotations on certificates and roots. */
export const certificateFields: readonly ReferenceField[] = [
  referenceField(CERTIFICATE, 'spec.issuerRef', 'issuer', ISSUER, { form: issuerForm }),
  ...['jks', 'pkcs12'].map((format) =>
    referenceField(CERTIFICATE, `spec.keystores.${format}.passwordSecretRef`, 'keystore-password', SECRET, {
      form: localObjectForm,
    }),
  ),
  ...[ISSUER, CLUSTER_ISSUER].flatMap(issuerFields),
  referenceField(BUNDLE, 'spec.sources[].configMap', 'bundle-source', CONFIG_MAP, SOURCE),
  referenceField(BUNDLE, 'spec.sources[].secret', 'bundle-source', SECRET, SOURCE),
  ...[SECRET, CERTIFICATE, EXTERNAL_SECRET, SEALED_SECRET].map((kind) =>
    annotationField(kind, SERVES_ANNOTATION, 'serves', SERVICE, { form: servicesForm }),
  ),
  ...[CONFIG_MAP, SECRET, EXTERNAL_SECRET, SEALED_SECRET].map((kind) =>
    annotationField(kind, VERIFIES_CLIENTS_ANNOTATION, 'verifies-clients-of', SERVICE, { form: servicesForm }),
  ),
  // A Bundle stands in no namespace: a Service of that name in any namespace that gets the roots is meant.
  annotationField(BUNDLE, VERIFIES_CLIENTS_ANNOTATION, 'verifies-clients-of', SERVICE, {
    form: servicesForm,
    namespaces: 'unsaid',
  }),
];

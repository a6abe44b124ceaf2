import { type ObjectReference, referenceKey } from '../index-set';
import { type FieldPath, groupOf, type Manifest } from '../manifest';

/** What one object names another for. */
export type ReferencePurpose =
  /** Gateway to its GatewayClass. */
  | 'gateway-class'
  /** Ingress to its IngressClass. */
  | 'ingress-class'
  /** Gateway or class to the vendor's settings. */
  | 'parameters'
  /** Route or ListenerSet to what it attaches to. */
  | 'parent'
  /** Route, or what forwards like one, to where it sends requests. */
  | 'backend'
  /** Route filter to a vendor object. */
  | 'filter'
  /** Policy to what it configures. */
  | 'target'
  /** To the roots that the backend's certificate is verified against. */
  | 'ca'
  /** To the certificate and key that the gateway presents to backends. */
  | 'client-certificate'
  /** To a Secret that may hold both: roots for the backend, and the gateway's certificate and key. */
  | 'tls-secret'
  /** To the certificate and key that the gateway presents to its own clients. */
  | 'listener-certificate'
  /** To the roots that the gateway verifies its own clients against. */
  | 'client-ca'
  /** To a certificate and key whose use another object decides (KongCertificate). */
  | 'certificate'
  /** Backend or route to the transport settings of its connections (Traefik ServersTransport, Emissary TLSContext). */
  | 'transport'
  /** Certificate to its issuer. */
  | 'issuer'
  /** CA issuer to the Secret with the CA's certificate and key. */
  | 'issuer-ca'
  /** Issuer to other Secrets: credentials, and roots of the service it calls. */
  | 'issuer-credential'
  /** Certificate to the password of its keystore. */
  | 'keystore-password'
  /** Bundle to what it collects. */
  | 'bundle-source'
  /** To a KongPlugin or KongClusterPlugin. */
  | 'plugin'
  /** Plugin to a Secret that holds configuration. */
  | 'plugin-configuration'
  /** KongConsumer to a Secret with one of its credentials. */
  | 'consumer-credential'
  /** KongConsumer to a KongConsumerGroup that it belongs to. */
  | 'consumer-group'
  /** Service to its KongUpstreamPolicy. */
  | 'upstream-policy'
  /** By annotation: the Service presents the certificate in this object. */
  | 'serves'
  /** By annotation: the Service accepts client certificates under the roots in this object. */
  | 'verifies-clients-of';

/** Whether an object in another namespace may be named. */
export type NamespaceRule =
  /** Never: whatever names it, the gateway refuses. */
  | 'own'
  /** A ReferenceGrant must allow it. */
  | 'reference-grant'
  /** A KongReferenceGrant must allow it. */
  | 'kong-reference-grant'
  /** A TLSCertificateDelegation must allow it. */
  | 'tls-certificate-delegation'
  /** Freely, or something other than a grant decides (allowed routes of a listener, a controller's flag). */
  | 'any'
  /** The object is named without namespace, and stands in one that the referring object cannot tell. */
  | 'unsaid';

/** One object names another in one of its fields. */
export interface Reference {
  readonly from: Manifest;
  /** The reference as a whole: an object with `name`, or the text that holds the name. */
  readonly path: FieldPath;
  readonly purpose: ReferencePurpose;
  readonly to: ObjectReference;
  /** What is taken where there is no `to`, in this order. */
  readonly alternatives: readonly ObjectReference[];
  readonly namespaceRule: NamespaceRule;
  /** @default - the reference names no section of its target */
  readonly sectionName?: string;
  /**
   * Number or name.
   * @default - the reference names no port
   */
  readonly port?: number | string;
  /**
   * The data key that the reference names.
   * @default - what reads the object decides
   */
  readonly key?: string;
}

/** Three-valued, for what a set of manifests cannot decide alone. */
export type Ternary = 'yes' | 'no' | 'unknown';

/** The reference by which others name an object. */
export function referenceTo({ key }: Manifest): ObjectReference {
  const { apiVersion, kind, namespace, name } = key;
  const group = groupOf(apiVersion);
  return namespace === undefined ? { group, kind, name } : { group, kind, namespace, name };
}

export { referenceKey as identityOf };

/** What references to objects of one kind by one name have in common, in whatever namespace. */
export function inWhateverNamespace({ group, kind, name }: ObjectReference): ObjectReference {
  return { group, kind, name };
}

/** Writes a reference for a message: `Secret payments/ledger-client`. */
export function formatReference({ kind, namespace, name }: ObjectReference): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/**
 * Whether a reference leads into another namespace than that of its object. Unknown where one of both is left to
 * whoever applies the objects. Objects without namespaces cannot leave any.
 */
export function crossesNamespace({ from, to, namespaceRule }: Reference): Ternary {
  const own = from.key.namespace;
  if (namespaceRule === 'unsaid') {
    return 'unknown';
  }
  if (isClusterScoped(to)) {
    return 'no';
  }
  if (own === to.namespace) {
    return 'no';
  }
  return own === undefined || to.namespace === undefined ? 'unknown' : 'yes';
}

/** Groups by kind. */
const CLUSTER_SCOPED: ReadonlyMap<string, string> = new Map([
  ['Namespace', ''],
  ['ClusterTrustBundle', 'certificates.k8s.io'],
  ['ClusterIssuer', 'cert-manager.io'],
  ['KongClusterPlugin', 'configuration.konghq.com'],
  ['KongLicense', 'configuration.konghq.com'],
  ['GatewayClass', 'gateway.networking.k8s.io'],
  ['IngressClass', 'networking.k8s.io'],
  ['Bundle', 'trust.cert-manager.io'],
  ['ClusterBundle', 'trust-manager.io'],
]);

/**
 * Whether objects of the kind have no namespace, for the kinds that references of ours lead to. External issuers of
 * cert-manager are cluster-scoped by the end of their name, a convention that all published ones keep.
 */
export function isClusterScoped({ group, kind }: Pick<ObjectReference, 'group' | 'kind'>): boolean {
  return CLUSTER_SCOPED.get(kind) === group || kind.endsWith('ClusterIssuer');
}

import {
  CONFIG_MAP,
  GATEWAY,
  GATEWAY_CLASS,
  INGRESS,
  type ObjectKind,
  ROUTE_KINDS,
  SECRET,
  SERVICE,
} from '../../../manifests/graph/object-kinds';

/** What reads an annotation of Kong. `any` are the objects that become something in Kong. */
export type AnnotationPlace = 'Service' | 'route' | 'Gateway' | 'GatewayClass' | 'any' | 'label';

/**
 * The annotations that Kong Ingress Controller up to 3.5 and Kong Operator up to 2.3 read, without `konghq.com/`. A
 * `label` is read too, but as a label.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/reference/annotations/
 */
export const KONG_ANNOTATIONS: Readonly<Record<string, readonly AnnotationPlace[]>> = {
  plugins: ['any'],
  tags: ['any'],
  override: ['Service', 'route'],
  protocol: ['Service'],
  path: ['Service'],
  'client-cert': ['Service'],
  'host-header': ['Service'],
  'connect-timeout': ['Service'],
  'read-timeout': ['Service'],
  'write-timeout': ['Service'],
  retries: ['Service'],
  'upstream-policy': ['Service'],
  'tls-verify': ['Service'],
  'tls-verify-depth': ['Service'],
  'ca-certificates-secrets': ['Service'],
  'ca-certificates-configmaps': ['Service'],
  protocols: ['route'],
  'strip-path': ['route'],
  'preserve-host': ['route'],
  'regex-priority': ['route'],
  'regex-prefix': ['route'],
  methods: ['route'],
  snis: ['route'],
  'request-buffering': ['route'],
  'response-buffering': ['route'],
  'host-aliases': ['route'],
  'headers-separator': ['route'],
  'path-handling': ['route'],
  rewrite: ['route'],
  'https-redirect-status-code': ['route'],
  'publish-service': ['Gateway'],
  'konnect-cp-labels': ['Gateway', 'GatewayClass'],
  'konnect-dp-labels': ['Gateway', 'GatewayClass'],
  'gatewayclass-unmanaged': ['GatewayClass', 'Gateway'],
  'ca-cert': ['label'],
  credential: ['label'],
  validate: ['label'],
  secret: ['label'],
  configmap: ['label'],
};

/** Annotations with a name of the user's after this. */
export const FREE_PREFIX = 'headers.';

/** The kinds of which it is known what Kong reads on them. */
export const ANNOTATED_KINDS: readonly (readonly [kind: ObjectKind, place: AnnotationPlace | 'none'])[] = [
  [SERVICE, 'Service'],
  ...[INGRESS, ...ROUTE_KINDS].map((kind) => [kind, 'route'] as const),
  [GATEWAY, 'Gateway'],
  [GATEWAY_CLASS, 'GatewayClass'],
  [SECRET, 'none'],
  [CONFIG_MAP, 'none'],
];

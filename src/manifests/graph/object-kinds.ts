/** A kind of object, whatever its version. */
export interface ObjectKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

/** The group of the Gateway API. */
export const GATEWAY_API = 'gateway.networking.k8s.io';

/** The group of the Gateway API's experiments. */
export const GATEWAY_API_EXPERIMENTAL = 'gateway.networking.x-k8s.io';

export const NAMESPACE: ObjectKind = { group: '', kind: 'Namespace' };
export const SERVICE: ObjectKind = { group: '', kind: 'Service' };
export const SECRET: ObjectKind = { group: '', kind: 'Secret' };
export const CONFIG_MAP: ObjectKind = { group: '', kind: 'ConfigMap' };
export const INGRESS: ObjectKind = { group: 'networking.k8s.io', kind: 'Ingress' };
export const INGRESS_CLASS: ObjectKind = { group: 'networking.k8s.io', kind: 'IngressClass' };

export const GATEWAY: ObjectKind = { group: GATEWAY_API, kind: 'Gateway' };
export const GATEWAY_CLASS: ObjectKind = { group: GATEWAY_API, kind: 'GatewayClass' };
export const BACKEND_TLS_POLICY: ObjectKind = { group: GATEWAY_API, kind: 'BackendTLSPolicy' };
export const REFERENCE_GRANT: ObjectKind = { group: GATEWAY_API, kind: 'ReferenceGrant' };
export const X_BACKEND: ObjectKind = { group: GATEWAY_API_EXPERIMENTAL, kind: 'XBackend' };

export const HTTP_ROUTE: ObjectKind = { group: GATEWAY_API, kind: 'HTTPRoute' };
export const GRPC_ROUTE: ObjectKind = { group: GATEWAY_API, kind: 'GRPCRoute' };

/** The kinds of route that forward streams, not requests. */
export const STREAM_ROUTES: readonly ObjectKind[] = ['TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => ({
  group: GATEWAY_API,
  kind,
}));

/** The kinds of route of the Gateway API. */
export const ROUTE_KINDS: readonly ObjectKind[] = [HTTP_ROUTE, GRPC_ROUTE, ...STREAM_ROUTES];

/** The kinds that add listeners to a Gateway. */
export const LISTENER_SETS: readonly ObjectKind[] = [
  { group: GATEWAY_API, kind: 'ListenerSet' },
  { group: GATEWAY_API_EXPERIMENTAL, kind: 'XListenerSet' },
];

export const CERTIFICATE: ObjectKind = { group: 'cert-manager.io', kind: 'Certificate' };
export const ISSUER: ObjectKind = { group: 'cert-manager.io', kind: 'Issuer' };
export const CLUSTER_ISSUER: ObjectKind = { group: 'cert-manager.io', kind: 'ClusterIssuer' };
export const BUNDLE: ObjectKind = { group: 'trust.cert-manager.io', kind: 'Bundle' };
export const EXTERNAL_SECRET: ObjectKind = { group: 'external-secrets.io', kind: 'ExternalSecret' };
export const CLUSTER_EXTERNAL_SECRET: ObjectKind = { group: 'external-secrets.io', kind: 'ClusterExternalSecret' };
export const SEALED_SECRET: ObjectKind = { group: 'bitnami.com', kind: 'SealedSecret' };

export const BACKEND_CONFIG_POLICY: ObjectKind = { group: 'gateway.kgateway.dev', kind: 'BackendConfigPolicy' };
export const ENVOY_GATEWAY_BACKEND: ObjectKind = { group: 'gateway.envoyproxy.io', kind: 'Backend' };
export const ENVOY_PROXY: ObjectKind = { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy' };
export const DESTINATION_RULE: ObjectKind = { group: 'networking.istio.io', kind: 'DestinationRule' };
export const AGENTGATEWAY_POLICY: ObjectKind = { group: 'agentgateway.dev', kind: 'AgentgatewayPolicy' };
export const AZURE_BACKEND_TLS_POLICY: ObjectKind = { group: 'alb.networking.azure.io', kind: 'BackendTLSPolicy' };
export const APISIX_UPSTREAM: ObjectKind = { group: 'apisix.apache.org', kind: 'ApisixUpstream' };
export const APISIX_ROUTE: ObjectKind = { group: 'apisix.apache.org', kind: 'ApisixRoute' };
export const GLOO_VIRTUAL_SERVICE: ObjectKind = { group: 'gateway.solo.io', kind: 'VirtualService' };
export const GLOO_ROUTE_TABLE: ObjectKind = { group: 'gateway.solo.io', kind: 'RouteTable' };
export const GLOO_UPSTREAM: ObjectKind = { group: 'gloo.solo.io', kind: 'Upstream' };
export const HTTP_PROXY: ObjectKind = { group: 'projectcontour.io', kind: 'HTTPProxy' };
export const INGRESS_ROUTE: ObjectKind = { group: 'traefik.io', kind: 'IngressRoute' };
export const INGRESS_ROUTE_TCP: ObjectKind = { group: 'traefik.io', kind: 'IngressRouteTCP' };
export const TRAEFIK_SERVICE: ObjectKind = { group: 'traefik.io', kind: 'TraefikService' };
export const SERVERS_TRANSPORT: ObjectKind = { group: 'traefik.io', kind: 'ServersTransport' };
export const MAPPING: ObjectKind = { group: 'getambassador.io', kind: 'Mapping' };
export const TCP_MAPPING: ObjectKind = { group: 'getambassador.io', kind: 'TCPMapping' };
export const TLS_CONTEXT: ObjectKind = { group: 'getambassador.io', kind: 'TLSContext' };

/** Whether an object, or a reference to one, is of a kind. */
export function isOfKind(object: ObjectKind, { group, kind }: ObjectKind): boolean {
  return object.group === group && object.kind === kind;
}

/** What serves a gRPC backend by TLS in place of Kong: of one hop, gateways that are known to set it up. */
const OTHER_GATEWAYS = {
  // Whether Envoy Gateway and kgateway apply a BackendTLSPolicy to GRPCRoutes is not established.
  oneWay: 'NGINX Gateway Fabric',
  // NGINX Gateway Fabric writes no client certificate for gRPC; the settings of these are the backend's, whatever the route.
  mutual: 'Envoy Gateway or kgateway',
} as const;

/** The way out for a gRPC backend with TLS behind Kong. */
export function grpcRemedy(tls: keyof typeof OTHER_GATEWAYS): string {
  return `use another gateway for gRPC, such as ${OTHER_GATEWAYS[tls]}: with protocol grpc and grpcs, which gRPC needs, Kong takes no TLS settings (Kong/kong#14727)`;
}

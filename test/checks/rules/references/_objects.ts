/** A Service with one port, `https`. */
export const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments }
spec: { ports: [{ name: https, port: 8443 }, { name: metrics, port: 9090 }] }
`;

/** A BackendTLSPolicy in the namespace `payments`. */
export function policy(settings: { target?: string; ca?: string } = {}): string {
  const target = settings.target ?? '{ group: "", kind: Service, name: ledger }';
  const ca = settings.ca ?? '{ group: "", kind: ConfigMap, name: roots }';
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: ledger, namespace: payments }
spec:
  targetRefs: [${target}]
  validation: { hostname: ledger.example.com, caCertificateRefs: [${ca}] }
`;
}

/** A ConfigMap with roots under a key. */
export function roots(key = 'ca.crt', namespace = 'payments'): string {
  return `{ apiVersion: v1, kind: ConfigMap, metadata: { name: roots, namespace: ${namespace} }, data: { ${key}: "" } }`;
}

/** A Gateway in the namespace `gateways` that presents a client certificate. */
export function gateway(ref = '{ group: "", kind: Secret, name: edge-client }'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: gateways }
spec:
  gatewayClassName: edge
  listeners: [{ name: http, port: 80, protocol: HTTP }]
  tls: { backend: { clientCertificateRef: ${ref} } }
`;
}

/** A Certificate in the namespace `gateways` that writes a Secret. */
export function certificate(secretName: string, namespace = 'gateways'): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ${secretName}, namespace: ${namespace} }
spec: { secretName: ${secretName}, dnsNames: [edge.example.com], issuerRef: { name: ca } }
`;
}

/** An object that refers to nothing. */
export const OTHER = '{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }';

/** Documents in one text. */
export function documents(...parts: readonly string[]): string {
  return parts.join('\n---\n');
}

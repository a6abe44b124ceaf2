/** A BackendConfigPolicy for Service payments/ledger with these settings under `spec.tls`. */
export function tlsPolicy(tls: string, name = 'ledger'): string {
  return policy(`{targetRefs: [{group: "", kind: Service, name: ledger}], tls: ${tls}}`, name);
}

/** A BackendConfigPolicy in namespace payments. */
export function policy(spec: string, name = 'ledger'): string {
  return `---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: BackendConfigPolicy
metadata: {name: ${name}, namespace: payments}
spec: ${spec}
`;
}

/** The Secret payments/ledger-tls with these keys. */
export function secretWith(...keys: readonly string[]): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: ledger-tls, namespace: payments}
stringData: {${keys.map((key) => `${key}: x`).join(', ')}}
`;
}

/** A Gateway of kgateway, with a client certificate if it is named, whose route leads to Service payments/ledger. */
export function routedBy(certificate?: string): string {
  const tls = certificate === undefined ? '' : `, tls: {backend: {clientCertificateRef: {name: ${certificate}}}}`;
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments}
spec: {gatewayClassName: kgateway, listeners: [{name: http, port: 80, protocol: HTTP}]${tls}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: ledger, port: 8443}]}]}
`;
}

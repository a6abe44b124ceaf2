/** A Service behind a Gateway of Contour. */
export function behindContour(service = 'type: ClusterIP'): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: contour}
spec: {controllerName: projectcontour.io/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments}
spec: {gatewayClassName: contour, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec:
  parentRefs: [{name: edge}]
  rules: [{backendRefs: [{name: ledger, port: 8443}]}]
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments}
spec: {${service}, ports: [{name: https, port: 8443}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: roots, namespace: payments}
data: {ca.crt: text}
`;
}

/** A policy on that Service. */
export function policy(validation: string): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1alpha3
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger}]
  validation: {hostname: ledger.example.com, ${validation}}
`;
}

export const BY_CONFIG_MAP = policy('caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]');

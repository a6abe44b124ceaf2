/** The Backend payments/ledger with this under `spec.tls`. */
export function backend(tls: string, endpoints = '[{fqdn: {hostname: ledger.example.com, port: 8443}}]'): string {
  return `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: {name: ledger, namespace: payments}
spec: {endpoints: ${endpoints}, tls: ${tls}}
`;
}

/** A BackendTLSPolicy for Backend payments/ledger. */
export function policyFor(sectionName?: string): string {
  const section = sectionName === undefined ? '' : `, sectionName: "${sectionName}"`;
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger-${sectionName ?? 'all'}, namespace: payments}
spec:
  targetRefs: [{group: gateway.envoyproxy.io, kind: Backend, name: ledger${section}}]
  validation: {hostname: ledger.example.com, wellKnownCACertificates: System}
`;
}

/** The EnvoyProxy payments/edge with this under `spec.backendTLS`. */
export function proxy(backendTls: string): string {
  return `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyProxy
metadata: {name: edge, namespace: payments}
spec: {backendTLS: ${backendTls}}
`;
}

/** The Gateway payments/edge with its EnvoyProxy, and with a client certificate if it is named. */
export function gateway(certificate?: string): string {
  const tls = certificate === undefined ? '' : `\n  tls: {backend: {clientCertificateRef: {name: ${certificate}}}}`;
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments}
spec:
  gatewayClassName: eg
  infrastructure: {parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: edge}}
  listeners: [{name: http, port: 80, protocol: HTTP}]${tls}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
`;
}

/** A route of that Gateway to a Service of the same namespace, and the Service. */
export function routeTo(service: string): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${service}, namespace: payments}
spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: ${service}, port: 8443}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: ${service}, namespace: payments}
spec: {ports: [{name: https, port: 8443}]}
`;
}

/** The ConfigMap of Envoy Gateway with this configuration beyond its type. */
export function configuration(fields: string): string {
  return `---
apiVersion: v1
kind: ConfigMap
metadata: {name: envoy-gateway-config, namespace: envoy-gateway-system}
data:
  envoy-gateway.yaml: |
    apiVersion: gateway.envoyproxy.io/v1alpha1
    kind: EnvoyGateway
${fields.replace(/^/gm, '    ')}
`;
}

/** A Service with annotations of Kong; the prefix is put before the names. */
export function serviceYaml(annotations: Readonly<Record<string, string>> = {}): string {
  const entries = Object.entries(annotations).map(([name, value]) => [`konghq.com/${name}`, value]);
  return `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments, annotations: ${JSON.stringify(Object.fromEntries(entries))} }
spec: { ports: [{ name: https, port: 8443 }] }
---`;
}

/** A BackendTLSPolicy on it. */
export function policyYaml(
  name = 'ledger',
  validation = '{ hostname: ledger.example.com, caCertificateRefs: [{ group: "", kind: ConfigMap, name: root }] }',
  more = '',
): string {
  return `
apiVersion: gateway.networking.k8s.io/v1alpha3
kind: BackendTLSPolicy
metadata: { name: ${name}, namespace: payments }
spec:
  targetRefs: [{ group: "", kind: Service, name: ledger }]
  validation: ${validation}
  ${more}
---`;
}

/** A route of a kind to it, attached to a Gateway of Kong. */
export function routeYaml(kind = 'HTTPRoute', preserveHost?: string): string {
  const annotations = preserveHost === undefined ? '{}' : `{ konghq.com/preserve-host: "${preserveHost}" }`;
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${kind.toLowerCase()}, namespace: payments, annotations: ${annotations} }
spec: { parentRefs: [{ name: edge }], rules: [{ backendRefs: [{ name: ledger, port: 8443 }] }] }
---`;
}

/** The Gateway of the routes. */
export const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: kong }
spec: { controllerName: konghq.com/kic-gateway-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: payments }
spec: { gatewayClassName: kong, listeners: [{ name: http, port: 80, protocol: HTTP }] }
---`;

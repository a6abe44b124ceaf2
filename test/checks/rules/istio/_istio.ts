/** A Service `payments/ledger` behind a Gateway `edge/edge`, of Istio unless another class is named. */
export function behindGateway(gatewayClassName = 'istio', gateway = ''): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: edge${gateway}}
spec: {gatewayClassName: ${gatewayClassName}, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec:
  parentRefs: [{name: edge, namespace: edge}]
  rules: [{backendRefs: [{name: ledger, port: 8443}]}]
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments}
spec: {ports: [{name: https, port: 8443}]}
`;
}

/** A policy on that Service, or on what else is named. */
export function policy(validation: string, { annotations = '', target = 'group: "", kind: Service' } = {}): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments, annotations: {${annotations}}}
spec:
  targetRefs: [{${target}, name: ledger}]
  validation: {hostname: ledger.example.com, ${validation}}
`;
}

export const BY_CONFIG_MAP = 'caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]';

/** Settings of Istio's own for that Service. */
export function destinationRule(tls: string, more = ''): string {
  return `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ledger, namespace: payments}
spec:
  host: ledger.payments.svc.cluster.local${more}
  trafficPolicy:
    portLevelSettings:
      - port: {number: 8443}
        tls: {${tls}}
`;
}

export function secret(namespace: string, ...keys: readonly string[]): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: edge-client, namespace: ${namespace}}
data: {${keys.map((key) => `${key}: dGV4dA==`).join(', ')}}
`;
}

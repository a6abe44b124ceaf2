/** Service payments/ledger with these `konghq.com/` annotations. */
export function service(
  annotations: Readonly<Record<string, string>>,
  name = 'ledger',
  namespace = 'payments',
): string {
  const prefixed = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`konghq.com/${key}`, value]));
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}, annotations: ${JSON.stringify(prefixed)}}
spec: {ports: [{name: https, port: 8443}]}
`;
}

/** A BackendTLSPolicy for Service payments/ledger with this under `spec.validation`. */
export function policy(validation: string, options = '{}', name = 'ledger'): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1alpha3
kind: BackendTLSPolicy
metadata: {name: ${name}, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ${name}}]
  validation: ${validation}
  options: ${options}
`;
}

/** The Gateway payments/edge of a controller of Kong. */
export function gateway(controllerName = 'konghq.com/kic-gateway-controller', listener = ''): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong}
spec: {controllerName: ${controllerName}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments}
spec: {gatewayClassName: kong, listeners: [{name: http, port: 80, protocol: HTTP${listener}}]}
`;
}

/** The Gateway of Kong Operator. */
export const OPERATOR = 'konghq.com/gateway-operator';

/** A route of that Gateway to Services of payments. */
export function route(
  options: {
    readonly kind?: string;
    readonly annotations?: string;
    readonly hostnames?: string;
    readonly to?: readonly string[];
  } = {},
): string {
  const { kind = 'HTTPRoute', annotations = '{}', hostnames, to = ['ledger'] } = options;
  const backendRefs = to.map((name) => `{name: ${name}, port: 8443}`).join(', ');
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: {name: ledger, namespace: payments, annotations: ${annotations}}
spec: {parentRefs: [{name: edge}]${hostnames === undefined ? '' : `, hostnames: ${hostnames}`}, rules: [{backendRefs: [${backendRefs}]}]}
`;
}

/** An Ingress of Kong's class to Service payments/ledger. */
export function ingress(annotations = '{}', host = 'api.example.com'): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: kong}
spec: {controller: ingress-controllers.konghq.com/kong}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ledger, namespace: payments, annotations: ${annotations}}
spec:
  ingressClassName: kong
  rules:
    - host: ${host}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ledger, port: {number: 8443}}}}]}
`;
}

/** A ConfigMap of namespace payments with data and labels. */
export function configMap(
  data: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = { 'konghq.com/ca-cert': 'true' },
  name = 'root',
): string {
  return `---
apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: payments, labels: ${JSON.stringify(labels)}}
data: ${JSON.stringify(data)}
`;
}

/** A Secret of namespace payments with values and labels. */
export function secret(
  stringData: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
  name = 'edge-client',
  namespace = 'payments',
): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: ${namespace}, labels: ${JSON.stringify(labels)}}
stringData: ${JSON.stringify(stringData)}
`;
}

/** A Certificate of namespace payments that is written to the Secret of its name. */
export function certificate(secretTemplate = '{}', name = 'edge-client', namespace = 'payments'): string {
  return `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: ${name}, namespace: ${namespace}}
spec: {secretName: ${name}, secretTemplate: ${secretTemplate}, dnsNames: [edge], issuerRef: {name: ca}}
`;
}

/** A Deployment of Kong Gateway. */
export function kongGateway(tag: string, env = '[]'): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kong, namespace: kong}
spec: {template: {spec: {containers: [{name: proxy, image: "kong/kong-gateway:${tag}", env: ${env}}]}}}
`;
}

export const KIC = ['kong-ingress-controller@3.5.13'];
export const KO = ['kong-operator@2.2.3'];

/** A BackendTLSPolicy in `payments` for Service `ledger`; what is given takes the place of the default. */
export function policy({
  name = 'ledger',
  version = 'v1',
  targetRefs = '[{group: "", kind: Service, name: ledger}]',
  roots = 'caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]',
  hostname = 'ledger.example.com',
  validation = '',
  spec = '',
  annotations = '',
} = {}): string {
  const metadata = `{name: ${name}, namespace: payments${annotations === '' ? '' : `, annotations: {${annotations}}`}}`;
  const rest = validation === '' ? '' : `, ${validation}`;
  return `---
apiVersion: gateway.networking.k8s.io/${version}
kind: BackendTLSPolicy
metadata: ${metadata}
spec:
  targetRefs: ${targetRefs}
  validation: {hostname: "${hostname}", ${roots}${rest}}
${spec === '' ? '' : `  ${spec}\n`}`;
}

/** Service `ledger` in `payments`. */
export function service(ports = '[{name: https, port: 8443}]', { name = 'ledger', annotations = '' } = {}): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: payments, annotations: {${annotations}}}
spec: {ports: ${ports}}
`;
}

/** Gateway `edge` in `gateways` with its class, by the name of the controller. */
export function gateway(controllerName: string, { tls = '', listeners = LISTENERS } = {}): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: edge}
spec: {controllerName: ${controllerName}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: gateways}
spec:
  gatewayClassName: edge
  listeners: ${listeners}
${tls === '' ? '' : `  tls: ${tls}\n`}`;
}

const LISTENERS = '[{name: http, port: 80, protocol: HTTP}]';

/** Gateway spec.tls with a client certificate. */
export const CLIENT_CERTIFICATE = '{backend: {clientCertificateRef: {name: edge-client}}}';

/** A route in `payments` from Gateway `edge` to one backend. */
export function route(
  kind = 'HTTPRoute',
  { name = 'ledger', backend = 'ledger', port = 8443, parent = PARENT } = {},
): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: payments}
spec:
  parentRefs: [${parent}]
  rules: [{backendRefs: [{name: ${backend}, port: ${port}}]}]
`;
}

const PARENT = '{name: edge, namespace: gateways}';

/** A CRD of the Gateway API, which tells the release. */
export function crd(release: string, channel?: string): string {
  return `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: gateways.gateway.networking.k8s.io
  annotations:
    gateway.networking.k8s.io/bundle-version: ${release}
${channel === undefined ? '' : `    gateway.networking.k8s.io/channel: ${channel}\n`}spec: {group: gateway.networking.k8s.io}
`;
}

/** Controller names of GatewayClasses. */
export const CONTROLLERS = {
  cilium: 'io.cilium/gateway-controller',
  contour: 'projectcontour.io/gateway-controller',
  'envoy-gateway': 'gateway.envoyproxy.io/gatewayclass-controller',
  istio: 'istio.io/gateway-controller',
  kgateway: 'kgateway.dev/kgateway',
  kong: 'konghq.com/kic-gateway-controller',
  'nginx-gateway-fabric': 'gateway.nginx.org/nginx-gateway-controller',
  traefik: 'traefik.io/gateway-controller',
} as const;

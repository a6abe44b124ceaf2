import { ApiObject, App, Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { rootOf } from '../../examples/platform';
import {
  Backend,
  BackendTlsPolicy,
  ClientCertificate,
  Contour,
  type Finding,
  type GatewayImplementation,
  Istio,
  NginxGatewayFabric,
  Traefik,
  UpstreamMtls,
  type UpstreamMtlsProps,
  UpstreamTls,
} from '../../src';

const at = { name: 'edge', namespace: 'gateways' };
const CONTROLLERS: Readonly<Record<string, string>> = {
  istio: 'istio.io/gateway-controller',
  traefik: 'traefik.io/gateway-controller',
  'nginx-gateway-fabric': 'gateway.nginx.org/nginx-gateway-controller',
  contour: 'projectcontour.io/gateway-controller',
};

interface Hop {
  readonly chart: Chart;
  readonly backend: Backend;
  readonly route: ApiObject;
}

/** A Gateway with its class, and a route from it to the ledger. */
function hop(gateway: GatewayImplementation, routeKind = 'HTTPRoute', gatewaySpec: object = {}): Hop {
  const app = new App();
  const infrastructure = new Chart(app, 'gateways', { namespace: 'gateways' });
  new ApiObject(new Chart(app, 'cluster'), 'class', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'istio' },
    spec: { controllerName: CONTROLLERS[gateway.implementation] },
  });
  new ApiObject(infrastructure, 'gateway', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: at,
    spec: {
      gatewayClassName: 'istio',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
      ...gatewaySpec,
    },
  });
  const chart = new Chart(app, 'payments', { namespace: 'payments' });
  const ports = [
    { name: 'https', port: 8443 },
    { name: 'admin', port: 9443 },
  ];
  const service = new Service(chart, 'ledger', { metadata: { name: 'ledger' }, ports });
  const route = new ApiObject(chart, 'route', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: routeKind,
    metadata: { name: 'ledger' },
    spec: { parentRefs: [at], rules: [{ backendRefs: [{ name: 'ledger', port: 8443 }] }] },
  });
  return { chart, backend: Backend.service(service, { port: 'https' }), route };
}

function mtls(
  { chart, backend }: Hop,
  props: Partial<UpstreamMtlsProps> & Pick<UpstreamMtlsProps, 'gateway'>,
): UpstreamMtls {
  return new UpstreamMtls(chart, 'mtls', {
    backend,
    server: { hostname: 'ledger.payments.svc.cluster.local' },
    trust: rootOf('payments'),
    client: ClientCertificate.secret('edge-client', { namespace: 'gateways' }),
    ...props,
  });
}

function errorsOf(chart: Chart): readonly Finding[] {
  return UpstreamTls.of(chart)
    .check()
    .findings.filter(({ severity }) => severity === 'error');
}

describe('UpstreamMtls beside the Gateway and the route', () => {
  test.each(['1.28', '1.30', '1.31.0-rc.0'])('is free of errors on Istio %s', (version) => {
    const gateway = new Istio({ version, ...at });
    const given = hop(gateway);
    mtls(given, { gateway, routes: [given.route] });
    const rules = errorsOf(given.chart).map(({ rule, message }) => `${rule}: ${message}`);
    expect(rules).toEqual([]);
    const told = UpstreamTls.of(given.chart)
      .check()
      .findings.map(({ rule, path }) => `${rule} ${path}`);
    // The remarks of the construct alone: a Role that is missing would be told as information, too.
    const replaced = version === '1.31.0-rc.0' ? [] : ['istio/foreign-btp '];
    expect(told.filter((rule) => rule.startsWith('istio/'))).toEqual([...replaced, 'istio/credential-unusable ']);
    expect(given.route.toJson().spec.rules[0].backendRefs).toEqual([{ name: 'ledger', port: 8443 }]);
  });

  test('is refused on a second port of a Service by Istio, which keeps one DestinationRule for a host', () => {
    const gateway = new Istio({ version: '1.30', ...at });
    const given = hop(gateway);
    mtls(given, { gateway });
    const admin = Backend.serviceName('ledger', { port: 'admin', portNumber: 9443 });
    expect(
      () =>
        new UpstreamMtls(given.chart, 'admin', {
          gateway,
          backend: admin,
          server: { hostname: 'ledger.payments.svc.cluster.local' },
          trust: rootOf('payments'),
          client: ClientCertificate.secret('edge-client', { namespace: 'gateways' }),
        }),
    ).toThrow(
      /DestinationRule \S+ is shared with \[payments\/mtls\], which asks for other content; give each port a Service of its own: Istio keeps one DestinationRule for a host/,
    );
  });

  test('is free of errors on NGINX Gateway Fabric, where the Gateway names the certificate', () => {
    const gateway = new NginxGatewayFabric({ version: '2.6', ...at });
    const clientCertificateRef = { group: '', kind: 'Secret', name: 'edge-client' };
    const given = hop(gateway, 'HTTPRoute', { tls: { backend: { clientCertificateRef } } });
    mtls(given, { gateway, routes: [given.route] });
    expect(errorsOf(given.chart)).toEqual([]);
  });

  test('sends an HTTPRoute on Traefik through the TraefikService', () => {
    const gateway = new Traefik({ version: '3.7', ...at });
    const given = hop(gateway);
    const client = ClientCertificate.secret('edge-client');
    const { backendRef } = mtls(given, { gateway, client, routes: [given.route] });
    expect(given.route.toJson().spec.rules[0].backendRefs).toEqual([
      { group: 'traefik.io', kind: 'TraefikService', name: backendRef.name },
    ]);
    expect(errorsOf(given.chart)).toEqual([]);
  });

  test('refuses a GRPCRoute on Traefik, and finds one that goes past the TraefikService', () => {
    const gateway = new Traefik({ version: '3.7', ...at });
    const given = hop(gateway, 'GRPCRoute');
    const construct = mtls(given, { gateway, client: ClientCertificate.secret('edge-client') });
    const { name } = construct.backendRef;
    expect(() => construct.addRoute(given.route)).toThrow(
      `GRPCRoute payments/ledger cannot lead to TraefikService ${name}, which TLS to the backend is set for; HTTPRoute can`,
    );
    expect(errorsOf(given.chart)).toContainEqual(
      expect.objectContaining({
        rule: 'gateway-api/no-policy-on-tls-port',
        fix: `send its requests by HTTPRoute, which can point at TraefikService ${name}`,
      }),
    );
  });

  test('refuses an HTTPRoute on Contour, whose client certificate is for HTTPProxies only', () => {
    const gateway = new Contour({ version: '1.33' });
    const given = hop(gateway);
    expect(() => mtls(given, { gateway, routes: [given.route] })).toThrow(
      /HTTPRoute payments\/ledger cannot lead to HTTPProxy \S+, which TLS to the backend is set for; HTTPProxy can/,
    );
  });
});

describe('BackendTlsPolicy beside the Gateway and the route', () => {
  test.each<[string, GatewayImplementation]>([
    ['Istio', new Istio({ version: '1.30', ...at })],
    ['NGINX Gateway Fabric', new NginxGatewayFabric({ version: '2.6', ...at })],
    ['Traefik', new Traefik({ version: '3.7', ...at })],
    ['Contour', new Contour({ version: '1.33', ...at })],
  ])('is free of errors on %s', (_, gateway) => {
    const { chart, backend, route } = hop(gateway);
    new BackendTlsPolicy(chart, 'tls', {
      gateway,
      targets: [backend],
      server: { hostname: 'ledger.payments.svc.cluster.local' },
      trust: rootOf('payments'),
      routes: [route],
    });
    const rules = errorsOf(chart).map(({ rule, message }) => `${rule}: ${message}`);
    expect(rules).toEqual([]);
  });
});

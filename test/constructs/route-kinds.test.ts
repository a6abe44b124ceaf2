import { ApiObject, App, Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { rootOf } from '../../examples/platform';
import {
  Backend,
  BackendTlsPolicy,
  ClientCertificate,
  EnvoyGateway,
  type Finding,
  type GatewayImplementation,
  HaproxyKubernetesIngress,
  KongIngressController,
  KongOperator,
  UpstreamMtls,
  UpstreamTls,
} from '../../src';

interface Hop {
  readonly chart: Chart;
  readonly service: Service;
  readonly route: ApiObject;
}

/** A Service with one port, and a route that leads to it. */
function hop(routeKind: string): Hop {
  const chart = new Chart(new App(), 'payments', { namespace: 'payments' });
  const service = new Service(chart, 'ledger', {
    metadata: { name: 'ledger' },
    ports: [{ name: 'https', port: 8443 }],
  });
  const route = new ApiObject(chart, 'route', {
    apiVersion: `gateway.networking.k8s.io/${routeKind === 'TCPRoute' ? 'v1alpha2' : 'v1'}`,
    kind: routeKind,
    metadata: { name: 'ledger' },
    spec: { rules: [{ backendRefs: [{ name: 'ledger', port: 8443 }] }] },
  });
  return { chart, service, route };
}

function mtls({ chart, service }: Hop, gateway: GatewayImplementation, routes: readonly ApiObject[]): UpstreamMtls {
  return new UpstreamMtls(chart, 'mtls', {
    gateway,
    backend: Backend.service(service, { port: 'https' }),
    server: { hostname: 'ledger.payments.svc.cluster.local' },
    trust: rootOf('payments'),
    client: ClientCertificate.secret('edge-client'),
    routes,
  });
}

function findingsOf(chart: Chart, rule: string): readonly Finding[] {
  return UpstreamTls.of(chart)
    .check()
    .findings.filter((finding) => finding.rule === rule);
}

const KIC = new KongIngressController({ version: '3.5.11' });
const HAPROXY = new HaproxyKubernetesIngress({ version: '3.2.11', unverifiedNameReason: 'one backend per root' });

describe('annotations of a Service', () => {
  test.each<[string, string, GatewayImplementation, string]>([
    ['GRPCRoute', 'Kong Ingress Controller', KIC, 'HTTPRoute, Ingress can'],
    ['TCPRoute', 'Kong Ingress Controller', KIC, 'HTTPRoute, Ingress can'],
    ['GRPCRoute', 'Kong Operator', new KongOperator({ version: '2.2.3' }), 'HTTPRoute, Ingress can'],
    ['TCPRoute', 'HAProxy Kubernetes Ingress Controller', HAPROXY, 'Ingress can'],
  ])('are refused for a %s, which they do not hold for on %s', (kind, _, gateway, able) => {
    const given = hop(kind);
    expect(() => mtls(given, gateway, [given.route])).toThrow(
      `${kind} payments/ledger cannot lead to Service ledger, which TLS to the backend is set for; ${able}`,
    );
  });

  test.each([
    ['GRPCRoute', /use another gateway for gRPC, such as Envoy Gateway or kgateway/],
    ['TCPRoute', /send requests to the backend by HTTPRoute or Ingress/],
  ])('are refused for a %s on Kong with a way out that serves its backends', (kind, fix) => {
    const given = hop(kind);
    expect(() => mtls(given, KIC, [given.route])).toThrow(fix);
  });

  test('are taken for an HTTPRoute on Kong', () => {
    const given = hop('HTTPRoute');
    mtls(given, KIC, [given.route]);
    expect(given.route.toJson().metadata.annotations).toEqual({ 'konghq.com/preserve-host': 'false' });
    expect(findingsOf(given.chart, 'gateway-api/route-kind-not-covered')).toEqual([]);
  });

  test('are said not to hold for a GRPCRoute of the app that was not handed over', () => {
    const given = hop('GRPCRoute');
    mtls(given, KIC, []);
    expect(findingsOf(given.chart, 'gateway-api/route-kind-not-covered')).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: 'what [payments/mtls] sets for Service ledger does not hold for routes of this kind',
        fix: 'use another gateway for gRPC, such as Envoy Gateway or kgateway: with protocol grpc and grpcs, which gRPC needs, Kong takes no TLS settings (Kong/kong#14727)',
      }),
    ]);
    expect(findingsOf(given.chart, 'kong/preserve-host-wins')).toEqual([]);
  });
});

describe('a policy on a port beside one on the whole Service', () => {
  function policies(version: string): void {
    const { chart } = hop('HTTPRoute');
    const common = { gateway: new EnvoyGateway({ version }), trust: rootOf('payments') };
    new BackendTlsPolicy(chart, 'whole', {
      ...common,
      targets: [Backend.serviceName('ledger')],
      server: { hostname: 'ledger.payments.svc.cluster.local' },
    });
    new BackendTlsPolicy(chart, 'admin', {
      ...common,
      targets: [Backend.serviceName('ledger', { port: 'admin' })],
      server: { hostname: 'ledger-admin.payments.svc.cluster.local' },
    });
  }

  test.each(['1.7', '1.8'])('is refused by Envoy Gateway %s, where the older of the two wins', (version) => {
    expect(() => policies(version)).toThrow(`Envoy Gateway ${version} keeps one of them`);
  });

  test('is taken by Envoy Gateway 1.9', () => {
    expect(() => policies('1.9')).not.toThrow();
  });
});

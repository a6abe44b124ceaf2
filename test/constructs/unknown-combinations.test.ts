import { ApiObject, App, Chart } from 'cdk8s';
import {
  Airlock,
  Backend,
  BackendTlsPolicy,
  Cilium,
  EnvoyGateway,
  GatewayApi,
  type GatewayImplementation,
  Traefik,
  TrustAnchors,
  UpstreamTls,
} from '../../src';

const at = { name: 'edge', namespace: 'gateways' };

function chartIn(namespace: string): Chart {
  return new Chart(new App(), namespace, { namespace });
}

function service(chart: Chart, name: string): ApiObject {
  const ports = [
    { name: 'https', port: 8443 },
    { name: 'admin', port: 9443 },
  ];
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports } });
}

function policy(chart: Chart, id: string, gateway: GatewayImplementation, target: Backend): BackendTlsPolicy {
  return new BackendTlsPolicy(chart, id, {
    gateway,
    targets: [target],
    server: { hostname: 'ledger.example.com' },
    trust: TrustAnchors.configMap('roots'),
  });
}

function unknowns(chart: Chart): readonly string[] {
  const { findings } = UpstreamTls.of(chart).check();
  return findings
    .filter(({ rule, constructPath }) => rule === 'gateway-api/capability-unknown' && constructPath !== undefined)
    .map(({ message, severity, constructPath }) => `${severity} [${constructPath}] ${message}`);
}

describe('two policies on one Service, one as a whole and one by port', () => {
  function shared(gateway: GatewayImplementation): Chart {
    const chart = chartIn('payments');
    const ledger = service(chart, 'ledger');
    policy(chart, 'all', gateway, Backend.service(ledger));
    policy(chart, 'admin', gateway, Backend.service(ledger, { port: 'admin' }));
    return chart;
  }

  test('are told to a gateway that takes both', () => {
    expect(unknowns(shared(new EnvoyGateway({ version: '1.9', ...at })))).toEqual([]);
  });

  test('are a warning where nobody knows what becomes of them', () => {
    expect(unknowns(shared(new Cilium({ version: '1.20', ...at })))).toEqual([
      'warning [payments/admin] Cilium 1.20: what becomes of Service payments/ledger, for which [payments/all] and this construct set TLS, one as a whole and one by port, is unknown (nothing is recorded for version 1.20)',
    ]);
  });
});

describe('a rule with several backends', () => {
  function ruled(gateway: GatewayImplementation, names: readonly string[]): Chart {
    const chart = chartIn('payments');
    const ledger = service(chart, 'ledger');
    const route = new ApiObject(chart, 'route', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'ledger' },
      spec: { rules: [{ backendRefs: names.map((name) => ({ name, port: 8443 })) }] },
    });
    policy(chart, 'tls', gateway, Backend.service(ledger, { port: 'https' })).addRoute(route);
    return chart;
  }

  test('is a warning where nobody knows whether they may differ', () => {
    expect(unknowns(ruled(new Traefik({ version: '3.7', ...at }), ['ledger', 'fraud']))).toEqual([
      'warning [payments/tls] Traefik 3.7: whether the backends in one rule of HTTPRoute ledger may differ in their TLS settings is unknown (nothing is recorded for version 3.7)',
    ]);
  });

  test.each([[['ledger']], [['fraud', 'status']]])('is none where the rule has %j', (names) => {
    expect(unknowns(ruled(new Traefik({ version: '3.7', ...at }), names))).toEqual([]);
  });
});

describe('a route that is no HTTPRoute', () => {
  function routed(gateway: GatewayImplementation, kind: string): Chart {
    const chart = chartIn('payments');
    const ledger = service(chart, 'ledger');
    const route = new ApiObject(chart, 'route', {
      apiVersion: `gateway.networking.k8s.io/${kind === 'TCPRoute' ? 'v1alpha2' : 'v1'}`,
      kind,
      metadata: { name: 'ledger' },
      spec: { rules: [{ backendRefs: [{ name: 'ledger', port: 8443 }] }] },
    });
    policy(chart, 'tls', gateway, Backend.service(ledger)).addRoute(route);
    return chart;
  }

  test.each([
    [new Airlock({ version: '5.1', ...at }), 'GRPCRoute', 'Airlock Microgateway 5.1'],
    [new GatewayApi({ version: '1.6', ...at }), 'TCPRoute', 'Gateway API (portable core) 1.6'],
  ])('is a warning where nobody knows whether policies count there: %s, %s', (gateway, kind, title) => {
    expect(unknowns(routed(gateway, kind))).toContainEqual(
      expect.stringContaining(
        `warning [payments/tls] ${title}: whether it applies the policy to backends of ${kind} ledger is unknown (conformance `,
      ),
    );
  });

  test.each([
    [new Airlock({ version: '5.1', ...at }), 'HTTPRoute'],
    [new EnvoyGateway({ version: '1.9', ...at }), 'TCPRoute'],
  ])('is none where they do, or the route is one: %s, %s', (gateway, kind) => {
    expect(unknowns(routed(gateway, kind))).toEqual([]);
  });
});

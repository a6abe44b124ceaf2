import { ApiObject, App, Chart } from 'cdk8s';
import {
  Backend,
  BackendTlsPolicy,
  Cilium,
  EnvoyGateway,
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

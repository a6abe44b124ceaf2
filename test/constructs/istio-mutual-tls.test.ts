import { ApiObject, App, Chart } from 'cdk8s';
import { Backend, BackendTlsPolicy, Istio, IstioMutualTls, TrustAnchors, UpstreamTls } from '../../src';

const AT = { name: 'edge', namespace: 'gateways' };

function chart(): Chart {
  return new Chart(new App(), 'payments', { namespace: 'payments' });
}

function ledger(options: { port?: string; portNumber?: number } = {}): Backend {
  return Backend.serviceName('ledger', options);
}

function notesOf(scope: Chart): readonly string[] {
  return UpstreamTls.of(scope)
    .check()
    .findings.filter(({ constructPath }) => constructPath === 'payments/mesh')
    .map(({ rule, severity }) => `${rule} ${severity}`);
}

describe('IstioMutualTls', () => {
  test.each(['1.28', '1.30.3', '1.31.0-rc.0'])('%s is told ISTIO_MUTUAL alone, for the Gateway alone', (version) => {
    // GIVEN
    const scope = chart();
    // WHEN
    const hop = new IstioMutualTls(scope, 'mesh', { gateway: new Istio({ version, ...AT }), backend: ledger() });
    // THEN
    expect(scope.toJson()).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: expect.any(String), namespace: 'payments' },
        spec: {
          host: 'ledger.payments.svc.cluster.local',
          exportTo: ['gateways'],
          trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
        },
      },
    ]);
    expect(hop.backendRef).toEqual({ group: '', kind: 'Service', name: 'ledger', namespace: 'payments' });
    expect(UpstreamTls.of(scope).check().summary.errors).toBe(0);
  });

  test('one port is told by its number', () => {
    const scope = chart();
    const gateway = new Istio({ version: '1.30', ...AT });
    new IstioMutualTls(scope, 'mesh', { gateway, backend: ledger({ port: 'https', portNumber: 8443 }) });
    expect(scope.toJson()[0].spec.trafficPolicy).toEqual({
      portLevelSettings: [{ port: { number: 8443 }, tls: { mode: 'ISTIO_MUTUAL' } }],
    });
  });

  test('before 1.31 it is said that any BackendTLSPolicy wins over it, and since then not', () => {
    const early = chart();
    new IstioMutualTls(early, 'mesh', { gateway: new Istio({ version: '1.30.3', ...AT }), backend: ledger() });
    expect(notesOf(early)).toEqual(['istio/foreign-btp info', 'gateway-api/capability-unknown info']);
    const late = chart();
    new IstioMutualTls(late, 'mesh', { gateway: new Istio({ version: '1.31.0-rc.0', ...AT }), backend: ledger() });
    expect(notesOf(late)).toEqual(['gateway-api/capability-unknown info']);
  });

  test('beside a BackendTLSPolicy it is an error before 1.31, which lets the policy win', () => {
    const scope = chart();
    const gateway = new Istio({ version: '1.30.3', ...AT });
    new ApiObject(scope, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ledger' },
      spec: { ports: [{ name: 'https', port: 8443 }] },
    });
    new IstioMutualTls(scope, 'mesh', { gateway, backend: ledger() });
    new BackendTlsPolicy(scope, 'policy', {
      gateway,
      targets: [ledger()],
      server: { hostname: 'ledger.payments.svc.cluster.local' },
      trust: TrustAnchors.configMap('payments-roots'),
    });
    const { findings } = UpstreamTls.of(scope).check();
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toContain(
      'gateway-api/vendor-tls-overlap',
    );
  });

  test.each<[string, Istio, Backend, string]>([
    [
      'a host outside the mesh',
      new Istio({ version: '1.30', ...AT }),
      Backend.external('ledger.example.com', 443),
      'IstioMutualTls "mesh" [payments/mesh]: ledger.example.com:443 is outside the mesh of Istio 1.30, and has no certificate of it; use UpstreamMtls, with the roots and the client certificate that the host asks for (schema/invalid-value)',
    ],
    [
      'a Gateway whose namespace is not given',
      new Istio({ version: '1.30', name: 'edge' }),
      ledger(),
      'IstioMutualTls "mesh" [payments/mesh]: the namespace of the Gateway of Istio 1.30 is not given, and a DestinationRule for all namespaces would bind sidecars too; give the namespace of the Gateway to Istio (references/missing-object)',
    ],
    [
      'a version of which nothing is recorded',
      new Istio({ version: '1.40', ...AT }),
      ledger(),
      'IstioMutualTls "mesh" [payments/mesh]: Istio 1.40 may have no client certificate per backend (nothing is recorded for version 1.40); use version 1.26 to 1.31.0-rc.0 (gateway-api/capability-unknown)',
    ],
  ])('refuses %s', (_what, gateway, backend, message) => {
    const scope = chart();
    expect(() => new IstioMutualTls(scope, 'mesh', { gateway, backend })).toThrow(message);
  });

  test('a second port of the Service asks for another rule on the same host, and is refused', () => {
    const scope = chart();
    const gateway = new Istio({ version: '1.30', ...AT });
    new IstioMutualTls(scope, 'one', { gateway, backend: ledger({ port: 'https', portNumber: 8443 }) });
    expect(
      () => new IstioMutualTls(scope, 'two', { gateway, backend: ledger({ port: 'admin', portNumber: 9443 }) }),
    ).toThrow(/Istio keeps one DestinationRule for a host/);
  });
});

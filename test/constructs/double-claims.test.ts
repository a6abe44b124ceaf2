import { App, Chart } from 'cdk8s';
import {
  Apisix,
  AzureApplicationGatewayForContainers,
  Backend,
  ClientCertificate,
  Contour,
  type GatewayImplementation,
  NginxGatewayFabric,
  TrustAnchors,
  UpstreamMtls,
} from '../../src';

const AZURE = new AzureApplicationGatewayForContainers({ version: '2023-09' });
const APISIX = new Apisix({ version: '2.2.0', unverifiedServerReason: 'a network of its own' });

function mtls(chart: Chart, id: string, gateway: GatewayImplementation, port?: string): UpstreamMtls {
  const portNumber = port === 'admin' ? 9443 : 8443;
  return new UpstreamMtls(chart, id, {
    gateway,
    backend: Backend.serviceName('ledger', { port: port ?? 'https', portNumber }),
    server: { hostname: 'ledger.payments.svc.cluster.local' },
    trust: TrustAnchors.secret('payments-roots'),
    client: ClientCertificate.secret('edge-client'),
  });
}

function chart(): Chart {
  return new Chart(new App(), 'payments', { namespace: 'payments' });
}

describe('two constructs on one Service', () => {
  test.each<[string, GatewayImplementation, string, string]>([
    [
      'one port twice on Azure',
      AZURE,
      'https',
      '[payments/one] already has the BackendTLSPolicy (alb.networking.azure.io/v1) of Service payments/ledger port 8443, and there is one at most; keep one of the two, or give each port a Service of its own (gateway-api/conflicting-policies)',
    ],
    [
      'one port twice on APISIX',
      APISIX,
      'https',
      '[payments/one] already has the ApisixUpstream (apisix.apache.org/v2) of Service payments/ledger, and there is one at most; keep one of the two, or give each port a Service of its own (gateway-api/conflicting-policies)',
    ],
    [
      'two ports on APISIX, which has one object for them',
      APISIX,
      'admin',
      '[payments/one] already has the ApisixUpstream (apisix.apache.org/v2) of Service payments/ledger, and there is one at most; keep one of the two, or give each port a Service of its own (gateway-api/conflicting-policies)',
    ],
  ])('are refused: %s', (_what, gateway, port, message) => {
    const payments = chart();
    mtls(payments, 'one', gateway);
    expect(() => mtls(payments, 'two', gateway, port)).toThrow(message);
  });

  test('may set TLS for a port each on Azure', () => {
    const payments = chart();
    mtls(payments, 'one', AZURE);
    mtls(payments, 'two', AZURE, 'admin');
    expect(payments.toJson().map(({ spec }) => spec.default.ports)).toEqual([[{ port: 8443 }], [{ port: 9443 }]]);
  });

  test('may set TLS for a gateway each, which are told by other kinds', () => {
    const payments = chart();
    mtls(payments, 'one', AZURE);
    mtls(payments, 'two', APISIX);
    expect(payments.toJson().map(({ kind }) => kind)).toEqual(['BackendTLSPolicy', 'ApisixUpstream']);
  });
});

describe('two constructs on one object outside the app', () => {
  const clients = ['edge-client', 'other-client'] as const;

  function withClient(chart: Chart, gateway: GatewayImplementation, client: string, service: string): void {
    new UpstreamMtls(chart, service, {
      gateway,
      backend: Backend.serviceName(service, { port: 'https', portNumber: 8443 }),
      server: { hostname: `${service}.payments.svc.cluster.local` },
      trust: TrustAnchors.secret('payments-roots'),
      client: ClientCertificate.secret(client),
    });
  }

  test.each<[string, GatewayImplementation, string]>([
    [
      'the one client certificate of a Contour installation',
      new Contour({ version: '1.33' }),
      'ContourConfiguration projectcontour/contour needs spec.envoy.clientCertificate.name = "other-client", and [payments/ledger] needs "edge-client" there; give all backends of ContourConfiguration projectcontour/contour the same client certificate, or one certificate per backend where the gateway can',
    ],
    [
      'the one client certificate of a Gateway',
      new NginxGatewayFabric({ version: '2.6', name: 'edge', namespace: 'payments' }),
      'Gateway payments/edge needs spec.tls.backend.clientCertificateRef.name = "other-client", and [payments/ledger] needs "edge-client" there; give all backends of Gateway payments/edge the same client certificate, or one certificate per backend where the gateway can',
    ],
  ])('must agree on %s', (_what, gateway, message) => {
    const payments = chart();
    withClient(payments, gateway, clients[0], 'ledger');
    withClient(payments, gateway, clients[0], 'orders');
    expect(() => withClient(payments, gateway, clients[1], 'invoices')).toThrow(message);
  });
});

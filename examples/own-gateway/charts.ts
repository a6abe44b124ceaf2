import { type App, Chart } from 'cdk8s';
import { Backend, BackendTlsPolicy, ClientCertificate, UpstreamMtls, UpstreamTls } from '../../src';
import { dnsNameOf, edgeGateway, rootOf, route, tlsService } from '../platform';
import { HARBOR_CRDS } from './harbor-crds';
import { HarborGateway } from './harbor-gateway';

const gateway = new HarborGateway({ version: '2.1', name: 'edge', namespace: 'gateways' });

/** Two services behind a gateway that this library does not know: mutual TLS and one-way TLS. */
export function build(app: App): void {
  UpstreamTls.of(app).configure({ crds: HARBOR_CRDS });
  edgeGateway(new Chart(app, 'gateways', { namespace: 'gateways' }), 'harbor');
  const payments = new Chart(app, 'payments', { namespace: 'payments' });
  mutual(payments);
  oneWay(payments);
}

function mutual(chart: Chart): void {
  const ledger = tlsService(chart, 'ledger');
  const { backendRef } = new UpstreamMtls(chart, 'ledger-mtls', {
    gateway,
    backend: Backend.service(ledger, { port: 'https' }),
    server: { hostname: dnsNameOf(ledger, chart) },
    trust: rootOf('payments'),
    client: ClientCertificate.secret('edge-client'),
    parameters: { minVersion: '1.3' },
  });
  route(chart, 'LedgerRoute', '/ledger', backendRef);
}

function oneWay(chart: Chart): void {
  const accounts = tlsService(chart, 'accounts');
  const { backendRef } = new BackendTlsPolicy(chart, 'accounts-tls', {
    gateway,
    targets: [Backend.service(accounts, { port: 'https' })],
    server: { hostname: dnsNameOf(accounts, chart) },
    trust: rootOf('payments'),
  });
  route(chart, 'AccountsRoute', '/accounts', backendRef);
}

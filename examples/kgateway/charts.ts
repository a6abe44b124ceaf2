import { type ApiObject, type App, Chart, Duration } from 'cdk8s';
import { Backend, BackendTlsPolicy, CertificateUsage, CertRotation, Issuer, Kgateway, UpstreamMtls } from '../../src';
import { dnsNameOf, edgeGateway, plainService, rootOf, route, serviceRef, tlsService } from '../platform';

const gateway = new Kgateway({ version: '2.4', name: 'edge', namespace: 'gateways' });

/** The same platform on kgateway, where roots of our own choice mean one client certificate for the whole Gateway. */
export function build(app: App): void {
  const gateways = new Chart(app, 'gateways', { namespace: 'gateways' });
  const gatewayResource = edgeGateway(gateways, 'kgateway');
  const client = new CertRotation(gateways, 'edge-client', {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.gateways.example.com'],
    duration: Duration.days(30),
    renewBefore: Duration.days(10),
  });
  const risk = new Chart(app, 'risk', { namespace: 'risk' });
  const scoring = mutual(risk, 'scoring', 'risk', { client, gatewayResource });
  const payments = new Chart(app, 'payments', { namespace: 'payments' });
  const ledger = mutual(payments, 'ledger', 'payments', { client, gatewayResource });
  oneWay(payments);
  route(payments, 'LedgerRoute', '/ledger', ledger.backendRef);
  route(payments, 'StatusRoute', '/status', serviceRef(plainService(payments, 'status')));
  // The route stands in payments, its backend in risk: the construct writes the ReferenceGrant.
  scoring.addRoute(route(payments, 'ScoringRoute', '/scoring', scoring.backendRef));
}

interface Edge {
  readonly client: CertRotation;
  readonly gatewayResource: ApiObject;
}

function mutual(chart: Chart, name: string, team: 'payments' | 'risk', edge: Edge): UpstreamMtls {
  const service = tlsService(chart, name);
  return new UpstreamMtls(chart, `${name}-mtls`, {
    gateway,
    backend: Backend.service(service, { port: 'https' }),
    server: { hostname: dnsNameOf(service, chart) },
    trust: rootOf(team),
    client: edge.client,
    gatewayResource: edge.gatewayResource,
  });
}

function oneWay(chart: Chart): void {
  const accounts = tlsService(chart, 'accounts');
  const policy = new BackendTlsPolicy(chart, 'accounts-tls', {
    gateway,
    targets: [Backend.service(accounts, { port: 'https' })],
    server: { hostname: dnsNameOf(accounts, chart) },
    trust: rootOf('payments'),
  });
  route(chart, 'AccountsRoute', '/accounts', policy.backendRef);
}

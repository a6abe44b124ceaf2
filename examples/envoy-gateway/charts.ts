import { type App, Chart, Duration } from 'cdk8s';
import {
  Backend,
  BackendTlsPolicy,
  CertificateUsage,
  CertRotation,
  EnvoyGateway,
  Issuer,
  MetricsTarget,
  UpstreamMtls,
  UpstreamTlsAlerts,
} from '../../src';
import { dnsNameOf, edgeGateway, plainService, rootOf, route, serviceRef, tlsService } from '../platform';

const gateway = new EnvoyGateway({ version: '1.9', name: 'edge', namespace: 'gateways' });

/**
 * Three services behind one Gateway: mutual TLS, one-way TLS, and none; and one of another team, with mutual TLS. Alerts watch
 * all of it.
 */
export function build(app: App): void {
  const gateways = new Chart(app, 'gateways', { namespace: 'gateways' });
  edgeGateway(gateways, 'envoy-gateway');
  const risk = new Chart(app, 'risk', { namespace: 'risk' });
  const scoring = mutual(risk, 'scoring', 'risk');
  const payments = new Chart(app, 'payments', { namespace: 'payments' });
  const ledger = mutual(payments, 'ledger', 'payments');
  oneWay(payments);
  route(payments, 'LedgerRoute', '/ledger', ledger.backendRef);
  route(payments, 'StatusRoute', '/status', serviceRef(plainService(payments, 'status')));
  // The route stands in payments, its backend in risk: the construct writes the ReferenceGrant.
  scoring.addRoute(route(payments, 'ScoringRoute', '/scoring', scoring.backendRef));
  new UpstreamTlsAlerts(gateways, 'alerts', {
    watch: [risk, payments],
    targets: [MetricsTarget.certManager(), MetricsTarget.gateway(gateway)],
    labels: { release: 'prometheus' },
    runbookBaseUrl: 'https://runbooks.example.com/tls/',
  });
}

function mutual(chart: Chart, name: string, team: 'payments' | 'risk'): UpstreamMtls {
  const service = tlsService(chart, name);
  const client = new CertRotation(chart, `${name}-client`, {
    issuer: Issuer.clusterIssuer(`${team}-ca`),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.gateways.example.com'],
    duration: Duration.days(30),
    renewBefore: Duration.days(10),
  });
  return new UpstreamMtls(chart, `${name}-mtls`, {
    gateway,
    backend: Backend.service(service, { port: 'https' }),
    server: { hostname: dnsNameOf(service, chart) },
    trust: rootOf(team),
    client,
    parameters: { minVersion: '1.3' },
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

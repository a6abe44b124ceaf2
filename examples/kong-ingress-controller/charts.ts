import { type App, Chart, Duration } from 'cdk8s';
import { Ingress, IngressBackend } from 'cdk8s-plus-28';
import {
  Backend,
  BackendTlsPolicy,
  CertificateUsage,
  CertRotation,
  Issuer,
  KongIngressController,
  LicenseStore,
  UpstreamMtls,
} from '../../src';
import { dnsNameOf, edgeGateway, plainService, rootOf, route, serviceRef, tlsService } from '../platform';

const gateway = new KongIngressController({ version: '3.5.13', name: 'edge', namespace: 'gateways' });

/** The same platform on Kong Ingress Controller, with a legacy Ingress beside the routes. */
export function build(app: App): void {
  const gateways = new Chart(app, 'gateways', { namespace: 'gateways' });
  edgeGateway(gateways, 'kong');
  new LicenseStore(gateways, 'license', { ingressControllerName: 'kong', serviceAccount: { name: 'kong' } });
  const risk = new Chart(app, 'risk', { namespace: 'risk' });
  const scoring = mutual(risk, 'scoring', 'risk');
  const payments = new Chart(app, 'payments', { namespace: 'payments' });
  const ledger = mutual(payments, 'ledger', 'payments');
  oneWay(payments);
  legacy(payments);
  ledger.addRoute(route(payments, 'LedgerRoute', '/ledger', ledger.backendRef));
  route(payments, 'StatusRoute', '/status', serviceRef(plainService(payments, 'status')));
  // The route stands in payments, its backend in risk: the construct writes the ReferenceGrant.
  scoring.addRoute(route(payments, 'ScoringRoute', '/scoring', scoring.backendRef));
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
  policy.addRoute(route(chart, 'AccountsRoute', '/accounts', policy.backendRef));
}

/** A Service that an Ingress of old still serves: what Kong reads on the Service holds for both kinds of route. */
function legacy(chart: Chart): void {
  const mtls = mutual(chart, 'statements', 'payments');
  const ingress = new Ingress(chart, 'Statements', { className: 'kong' });
  const service = chart.node.findChild('statements');
  ingress.addRule(
    '/statements',
    IngressBackend.fromService(service as Parameters<typeof IngressBackend.fromService>[0]),
  );
  mtls.addRoute(ingress);
}

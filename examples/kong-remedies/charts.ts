import { type App, Chart, Duration } from 'cdk8s';
import { ConfigMap, Deployment, Secret, Volume } from 'cdk8s-plus-28';
import {
  Backend,
  CertificateUsage,
  CertRotation,
  Issuer,
  KongClusterPlugin,
  KongGateway,
  KongGatewayEdition,
  KongHelmChart,
  KongIngressController,
  KongPlugin,
  KongPluginDefinition,
  KongPluginInstallation,
  KongReloadCall,
  kongKeepaliveHelmValues,
  kongPluginHelmValues,
  kongReloadAnnotation,
  RestartedWorkload,
  UpstreamMtls,
} from '../../src';
import { dnsNameOf, edgeGateway, rootOf, route, tlsService } from '../platform';

const controller = new KongIngressController({ version: '3.5.13', name: 'edge', namespace: 'gateways' });
const kongGateway = new KongGateway({ version: '3.14', edition: KongGatewayEdition.ENTERPRISE });
/** Of an image that the platform team built: example.com has none. */
const CURL = `registry.example.com/tools/curl@sha256:${'4e'.repeat(32)}`;

const LEDGER_SECRET = 'ledger-tls';
const LEDGER = `registry.example.com/payments/ledger@sha256:${'a1'.repeat(32)}`;

const reloader = KongPluginDefinition.certificateReloader('cert-reloader', {
  installation: KongPluginInstallation.configMap('cert-reloader-code'),
  interval: Duration.minutes(1),
});

/** What Kong's Helm chart must be given for the plugin that Kong Gateway does not bundle. */
export const helmValues = kongPluginHelmValues(KongHelmChart.INGRESS, [reloader]);

/** What bounds how long pooled connections go on presenting a certificate that has been renewed. */
export const keepaliveValues = kongKeepaliveHelmValues(KongHelmChart.INGRESS, {
  idleTimeout: Duration.seconds(30),
  maxRequests: 1000,
});

/**
 * The remedies that are told around for certificates that do not reload, each with the finding that says what it does:
 * a plugin, an annotation, a call. The ledger beside them has what does help, and needs none of them.
 */
export function build(app: App): void {
  const gateways = new Chart(app, 'gateways', { namespace: 'gateways' });
  edgeGateway(gateways, 'kong');
  new KongClusterPlugin(gateways, 'metrics', {
    kongGateway,
    plugin: KongPluginDefinition.prometheus({ statusCodeMetrics: true, upstreamHealthMetrics: true }),
    global: true,
  });
  const payments = new Chart(app, 'payments', { namespace: 'payments' });
  ledger(payments);
  remedies(payments);
}

/**
 * Both certificates are renewed ten days before they expire. The controller sends the one to Kong Gateway by itself; the
 * pods read theirs when they start, so Reloader restarts them.
 */
function ledger(chart: Chart): void {
  const service = tlsService(chart, 'ledger');
  const mtls = new UpstreamMtls(chart, 'ledger-mtls', {
    gateway: controller,
    backend: Backend.service(service, { port: 'https' }),
    server: { hostname: dnsNameOf(service, chart) },
    trust: rootOf('payments'),
    client: clientCertificate(chart, 'ledger-client'),
    clientTrust: rootOf('payments'),
  });
  const pods = ledgerPods(chart, mtls.clientTrustConfigMap);
  new CertRotation(chart, 'ledger-server', {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.SERVER_AUTH],
    dnsNames: [dnsNameOf(service, chart)],
    secretName: LEDGER_SECRET,
    serves: [Backend.service(service, { port: 'https' })],
    restarts: [RestartedWorkload.byReloader(pods)],
  });
  const ledgerRoute = route(chart, 'LedgerRoute', '/ledger', mtls.backendRef);
  mtls.addRoute(ledgerRoute);
  const limit = new KongPlugin(chart, 'limit', {
    kongGateway,
    plugin: KongPluginDefinition.bundled('rate-limiting', { minute: 600, policy: 'redis', redis: { host: 'redis' } }),
    configPatches: [{ path: '/redis/password', secretKeyRef: { name: 'redis', key: 'password' } }],
  });
  limit.attachToRule(ledgerRoute, 0);
}

/** The pods of the ledger read their certificate, and the roots that they accept clients under, when they start. */
function ledgerPods(chart: Chart, clientRoots: string): Deployment {
  const pods = new Deployment(chart, 'LedgerPods', {
    containers: [{ image: LEDGER, portNumber: 8443, securityContext: { user: 65532 } }],
  });
  const secret = Secret.fromSecretName(chart, 'LedgerTls', LEDGER_SECRET);
  const roots = ConfigMap.fromConfigMapName(chart, 'LedgerClientRoots', clientRoots);
  pods.containers[0]?.mount('/tls', Volume.fromSecret(chart, 'LedgerTlsVolume', secret));
  pods.containers[0]?.mount('/client-roots', Volume.fromConfigMap(chart, 'LedgerClientRootsVolume', roots));
  return pods;
}

function remedies(chart: Chart): void {
  const statements = tlsService(chart, 'statements');
  const certificate = clientCertificate(chart, 'statements-client', kongReloadAnnotation());
  const mtls = new UpstreamMtls(chart, 'statements-mtls', {
    gateway: controller,
    backend: Backend.service(statements, { port: 'https' }),
    server: { hostname: dnsNameOf(statements, chart) },
    trust: rootOf('payments'),
    client: certificate,
  });
  mtls.addRoute(route(chart, 'StatementsRoute', '/statements', mtls.backendRef));
  new KongPlugin(chart, 'reloader', { kongGateway, plugin: reloader }).attachTo(statements);
  new KongReloadCall(chart, 'reload-call', {
    kongGateway,
    certificate,
    adminApiUrl: 'https://kong-admin.gateways.svc:8444',
    adminApiCaConfigMap: 'kong-admin-ca',
    schedule: '0 * * * *',
    image: CURL,
  });
}

function clientCertificate(
  chart: Chart,
  id: string,
  secretAnnotations?: Readonly<Record<string, string>>,
): CertRotation {
  return new CertRotation(chart, id, {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.gateways.example.com'],
    duration: Duration.days(30),
    renewBefore: Duration.days(10),
    secretAnnotations,
  });
}

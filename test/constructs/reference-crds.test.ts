import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { build as buildEnvoyGateway } from '../../examples/envoy-gateway/charts';
import { build as buildKgateway } from '../../examples/kgateway/charts';
import { build as buildKongIngressController } from '../../examples/kong-ingress-controller/charts';
import { build as buildKongOperator } from '../../examples/kong-operator/charts';
import { rootOf } from '../../examples/platform';
import {
  Agentgateway,
  Airlock,
  Apisix,
  AzureApplicationGatewayForContainers,
  Backend,
  BackendTlsPolicy,
  CertificateUsage,
  CertRotation,
  Cilium,
  ClientCertificate,
  ClientScope,
  Contour,
  Emissary,
  EnvoyGateway,
  GatewayApi,
  type GatewayImplementation,
  GkeGateway,
  Gloo,
  HaproxyKubernetesIngress,
  Issuer,
  Istio,
  Kgateway,
  KongIngressController,
  KongOperator,
  NginxGatewayFabric,
  SubjectAltName,
  Traefik,
  TrustAnchors,
  UpstreamMtls,
  UpstreamTls,
  ValidationError,
} from '../../src';

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const given = folder === undefined ? describe.skip : describe;
const reason = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

/** The CRDs as their projects ship them; the experimental channel, since it serves v1alpha3 too. */
function referenceCrds(...folders: string[]): string[] {
  return ['gateway-api/experimental', 'cert-manager', 'trust-manager', ...folders].flatMap((name) =>
    readdirSync(join(folder ?? '', name))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(folder ?? '', name, file), 'utf8')),
  );
}

const at = { name: 'edge', namespace: 'gateways' };
const IMPLEMENTATIONS: readonly (readonly [GatewayImplementation, crds: string | undefined])[] = [
  ...['1.5', '1.6', '1.7', '1.8', '1.9'].map(
    (version) => [new EnvoyGateway({ version, ...at }), 'envoy-gateway'] as const,
  ),
  ...['2.1', '2.2', '2.3', '2.4'].map((version) => [new Kgateway({ version, ...at }), 'kgateway'] as const),
  ...['3.4.20', '3.5.13'].map((version) => [new KongIngressController({ version, ...at }), 'kong/kic'] as const),
  ...['2.0.11', '2.1.9', '2.2.3'].map(
    (version) => [new KongOperator({ version, ...at }), 'kong/kong-operator'] as const,
  ),
  ...['1.26', '1.28', '1.29', '1.30', '1.31.0-rc.0'].map(
    (version) => [new Istio({ version, ...at }), 'istio'] as const,
  ),
  ...['2.2', '2.3', '2.6', '2.6.7'].map((version) => [new NginxGatewayFabric({ version, ...at }), 'ngf'] as const),
  ...['3.6', '3.7', '3.7.9'].map((version) => [new Traefik({ version, ...at }), 'traefik'] as const),
  ...['1.30', '1.33', '1.33.6'].map((version) => [new Contour({ version, ...at }), 'contour'] as const),
  ...['1.19', '1.20'].map((version) => [new Cilium({ version, ...at }), undefined] as const),
  ...['1.0', '1.3', '1.4.1'].map((version) => [new Agentgateway({ version, ...at }), 'agentgateway'] as const),
  ...['4.8', '5.0', '5.1'].map((version) => [new Airlock({ version, ...at }), 'airlock'] as const),
  [new Apisix({ version: '2.2.0', unverifiedServerReason: 'the network is encrypted' }), 'apisix'],
  // Azure publishes no CRD: what is written for it is held to the contract of this library.
  [new AzureApplicationGatewayForContainers({ version: '2023-09' }), 'gateway-api/standard'],
  [new Emissary({ version: '4.1.0', unverifiedNameReason: 'the root signs for the ledger alone' }), 'emissary'],
  ...['1.4', '1.6'].map((version) => [new GatewayApi({ version, ...at }), 'gateway-api/standard'] as const),
  ...['1.35.2', '1.36.2'].map((version) => [new GkeGateway({ version, ...at }), 'gke'] as const),
  [new Gloo({ version: '1.22.1' }), 'gloo'],
  [
    new HaproxyKubernetesIngress({ version: '3.2.11', unverifiedNameReason: 'the root signs for the ledger alone' }),
    'haproxy',
  ],
];

interface Intent {
  readonly name: string;
  readonly namespace: string;
  readonly build: (chart: Chart, gateway: GatewayImplementation) => void;
}

function backendIn(chart: Chart): Backend {
  const service = new Service(chart, 'ledger', {
    metadata: { name: 'ledger' },
    ports: [{ name: 'https', port: 8443 }],
  });
  return Backend.service(service, { port: 'https' });
}

function oneWay(trust: TrustAnchors, subjectAltNames?: readonly SubjectAltName[], outside?: Backend): Intent['build'] {
  return (chart, gateway) =>
    new BackendTlsPolicy(chart, 'tls', {
      gateway,
      targets: [outside ?? backendIn(chart)],
      server: { hostname: 'ledger.example.com', subjectAltNames },
      trust,
    });
}

function rotationIn(chart: Chart): CertRotation {
  return new CertRotation(chart, 'client', {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.gateways.example.com'],
  });
}

/** A Secret that holds roots too is not one that cert-manager writes: there they would change with the certificate. */
function mutual(props: { clientScope?: ClientScope; secretTrust?: boolean; minVersion?: '1.2' } = {}): Intent['build'] {
  return (chart, gateway) => {
    const client = props.secretTrust ? ClientCertificate.secret('edge-client') : rotationIn(chart);
    new UpstreamMtls(chart, 'mtls', {
      gateway,
      backend: backendIn(chart),
      server: { hostname: 'ledger.example.com' },
      trust: props.secretTrust ? TrustAnchors.secret('edge-client') : rootOf('payments'),
      client,
      clientScope: props.clientScope,
      parameters: props.minVersion === undefined ? undefined : { minVersion: props.minVersion, alpnProtocols: ['h2'] },
    });
  };
}

const INTENTS: readonly Intent[] = [
  { name: 'one-way with roots', namespace: 'payments', build: oneWay(rootOf('payments')) },
  {
    name: 'one-way with two roots',
    namespace: 'payments',
    build: oneWay(TrustAnchors.anyOf(rootOf('payments'), rootOf('risk'))),
  },
  { name: 'one-way with system roots', namespace: 'payments', build: oneWay(TrustAnchors.system()) },
  { name: 'one-way with roots in a Secret', namespace: 'payments', build: oneWay(TrustAnchors.secret('roots')) },
  { name: 'one-way with a Bundle', namespace: 'payments', build: oneWay(TrustAnchors.bundle('roots')) },
  {
    name: 'one-way with alternative names',
    namespace: 'payments',
    build: oneWay(rootOf('payments'), [
      SubjectAltName.hostname('a.example.com'),
      SubjectAltName.uri('spiffe://example.com/ns/payments/sa/ledger'),
    ]),
  },
  {
    name: 'one-way to a host outside',
    namespace: 'payments',
    build: oneWay(rootOf('payments'), undefined, Backend.external('api.example.com', 443)),
  },
  { name: 'mutual', namespace: 'payments', build: mutual() },
  { name: 'mutual, beside the Gateway', namespace: 'gateways', build: mutual() },
  {
    name: 'mutual, one certificate per Gateway',
    namespace: 'gateways',
    build: mutual({ clientScope: ClientScope.GATEWAY }),
  },
  { name: 'mutual, roots in the client Secret', namespace: 'payments', build: mutual({ secretTrust: true }) },
  {
    name: 'mutual with TLS parameters',
    namespace: 'payments',
    build: mutual({ secretTrust: true, minVersion: '1.2' }),
  },
  { name: 'mutual with TLS parameters, per Gateway', namespace: 'gateways', build: mutual({ minVersion: '1.2' }) },
];

/** What is written, or `undefined` where the gateway refuses. */
function synthesize({ build, namespace }: Intent, gateway: GatewayImplementation): App | undefined {
  const app = new App();
  try {
    build(new Chart(app, 'c', { namespace }), gateway);
    return app;
  } catch (error) {
    if (ValidationError.isValidationError(error)) {
      return undefined;
    }
    throw error;
  }
}

function errorsOf(app: App, crds: readonly string[]): readonly string[] {
  const checks = UpstreamTls.of(app);
  checks.configure({ crds });
  const { findings } = checks.check();
  return findings
    .filter(({ severity, rule }) => severity === 'error' || rule === 'schema/unchecked-kind')
    .map(({ rule, object, path, message }) => `${rule} ${object?.kind} ${path}: ${message}`);
}

given(`${reason}what is synthesized under the CRDs that the projects ship`, () => {
  test.each([
    ['Envoy Gateway', buildEnvoyGateway, 'envoy-gateway'],
    ['kgateway', buildKgateway, 'kgateway'],
    ['Kong Ingress Controller', buildKongIngressController, 'kong/kic'],
    ['Kong Operator', buildKongOperator, 'kong/kong-operator'],
  ])('is valid in the example for %s', (_, build, crds) => {
    const app = new App();
    build(app);
    expect(errorsOf(app, referenceCrds(crds))).toEqual([]);
  });

  describe.each(IMPLEMENTATIONS.map(([gateway, crds]) => [String(gateway), gateway, crds] as const))(
    'for %s',
    (_, gateway, crds) => {
      const texts = folder === undefined ? [] : referenceCrds(...(crds === undefined ? [] : [crds]));

      test('is valid for each intent that is not refused', () => {
        const results = INTENTS.map((intent) => ({ intent, app: synthesize(intent, gateway) }));
        const written = results.filter(({ app }) => app !== undefined);
        const errors = written.flatMap(({ intent, app }) =>
          errorsOf(app as App, texts).map((error) => `${intent.name}: ${error}`),
        );
        expect(errors).toEqual([]);
        expect(written.length).toBeGreaterThanOrEqual(2);
      });
    },
  );
});

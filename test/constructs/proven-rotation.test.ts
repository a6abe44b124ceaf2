import { ApiObject, type ApiObjectMetadata, App, Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { Gateway, HttpRoute } from '../../imports/gateway.networking.k8s.io';
import {
  Backend,
  CertificateUsage,
  CertRotation,
  ClusterIssuer,
  checkRotation,
  EnvoyGateway,
  type GatewayImplementation,
  Issuer,
  IssuerConfig,
  KongIngressController,
  type ManifestSet,
  NginxGatewayFabric,
  TrustAnchors,
  UpstreamMtls,
} from '../../src';
import { manifestsOf } from '../../src/constructs/upstream-tls';
import { createCa, type Identity, issue, testKey } from '../trust/pki';

const ROOTS = {
  old: createCa({ commonName: 'payments root 2025', key: testKey('payments root 2025') }),
  new: createCa({ commonName: 'payments root 2026', key: testKey('payments root 2026') }),
};
type RootName = keyof typeof ROOTS;

/** What one commit of the platform says. */
interface Commit {
  /** The roots that both ends trust. */
  readonly trusted: readonly RootName[];
  /** The CA that issues the certificates of both ends. */
  readonly signing: RootName;
  /**
   * Whether the constructs are told what the backend presents and accepts.
   * @default true
   */
  readonly isBackendKnown?: boolean;
}

interface Platform {
  readonly gateway: GatewayImplementation;
  readonly className: string;
  readonly controllerName: string;
}

const ENVOY: Platform = {
  gateway: new EnvoyGateway({ version: '1.9', name: 'edge', namespace: 'gateways' }),
  className: 'envoy',
  controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
};
const PLATFORMS: readonly Platform[] = [
  ENVOY,
  {
    gateway: new KongIngressController({ version: '3.5.13', name: 'edge', namespace: 'gateways' }),
    className: 'kong',
    controllerName: 'konghq.com/kic-gateway-controller',
  },
  {
    gateway: new NginxGatewayFabric({ version: '2.6', name: 'edge', namespace: 'gateways' }),
    className: 'nginx',
    controllerName: 'gateway.nginx.org/nginx-gateway-controller',
  },
];

/** The objects of the platform at one commit. */
function manifestsAt(platform: Platform, commit: Commit): ManifestSet {
  const app = new App();
  authorities(app);
  const gatewayResource = edge(app, platform);
  payments(app, platform, commit, gatewayResource);
  return { manifests: manifestsOf(app), problems: [] };
}

/** Both CAs, whose certificates are in the set, and an issuer for each. */
function authorities(app: App): void {
  const chart = new Chart(app, 'authorities', { namespace: 'cert-manager' });
  for (const [name, root] of Object.entries(ROOTS)) {
    new ApiObject(chart, `${name}-ca`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `root-${name}` },
      data: { 'tls.crt': base64(root) },
    });
    new ClusterIssuer(chart, `${name}-issuer`, {
      config: IssuerConfig.ca({ secretName: `root-${name}` }),
      metadata: { name: `payments-${name}` },
    });
  }
}

function edge(app: App, { className, controllerName }: Platform): Gateway {
  const chart = new Chart(app, 'gateways', { namespace: 'gateways' });
  new ApiObject(chart, 'Class', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: className },
    spec: { controllerName },
  });
  return new Gateway(chart, 'Edge', {
    metadata: { name: 'edge' },
    spec: { gatewayClassName: className, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  });
}

function payments(app: App, { gateway }: Platform, commit: Commit, gatewayResource: ApiObject): void {
  const { trusted, signing, isBackendKnown = true } = commit;
  const chart = new Chart(app, 'payments', { namespace: 'payments' });
  const service = new Service(chart, 'ledger', {
    metadata: { name: 'ledger' },
    ports: [{ name: 'https', port: 8443 }],
  });
  const backend = Backend.service(service, { port: 'https' });
  const issuer = Issuer.clusterIssuer(`payments-${signing}`);
  const trust = TrustAnchors.pem(trusted.map((name) => ROOTS[name].pem).join(''));
  new CertRotation(chart, 'ledger-server', {
    issuer,
    usages: [CertificateUsage.SERVER_AUTH],
    dnsNames: ['ledger.payments.svc'],
    serves: isBackendKnown ? [backend] : [],
  });
  const mtls = new UpstreamMtls(chart, 'ledger-mtls', {
    gateway,
    backend,
    server: { hostname: 'ledger.payments.svc' },
    trust,
    clientTrust: isBackendKnown ? trust : undefined,
    client: new CertRotation(chart, 'edge-client', {
      issuer,
      usages: [CertificateUsage.CLIENT_AUTH],
      dnsNames: ['edge.gateways.example.com'],
    }),
    gatewayResource,
  });
  const route = new HttpRoute(chart, 'Route', {
    spec: { parentRefs: [{ name: 'edge', namespace: 'gateways' }], rules: [{ backendRefs: [mtls.backendRef] }] },
  });
  mtls.addRoute(route);
}

function base64({ pem }: Identity): string {
  return Buffer.from(pem).toString('base64');
}

const INITIAL: Commit = { trusted: ['old'], signing: 'old' };
const PREPARED: Commit = { trusted: ['old', 'new'], signing: 'old' };
const ACTIVATED: Commit = { trusted: ['old', 'new'], signing: 'new' };
const RETIRED: Commit = { trusted: ['new'], signing: 'new' };

describe.each(PLATFORMS.map((platform) => [String(platform.gateway), platform] as const))('on %s', (_, platform) => {
  const { implementation: name, version } = platform.gateway;
  const judge = (before: Commit, after: Commit) =>
    checkRotation(manifestsAt(platform, before), manifestsAt(platform, after), {
      gateways: [{ name, version: version.toString() }],
    });

  test.each([
    ['preparing', INITIAL, PREPARED],
    ['activating', PREPARED, ACTIVATED],
    ['retiring', ACTIVATED, RETIRED],
  ])('%s is proven safe, and so is going back', (_phase, before, after) => {
    const result = judge(before, after);
    expect(result).toMatchObject({ verdict: 'safe', edges: 1, revert: { verdict: 'safe' } });
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each([
    ['activating before all trust the new root', INITIAL, { trusted: ['new'], signing: 'new' } as const],
    ['activating and preparing at once', INITIAL, ACTIVATED],
    ['retiring before the new CA signs', PREPARED, { trusted: ['new'], signing: 'old' } as const],
  ])('%s is found unsafe', (_phase, before, after) => {
    const { verdict, interleaving } = judge(before, after);
    expect(verdict).toBe('unsafe');
    expect(interleaving?.story).toContain('payments root');
  });

  test('nothing is proven of a backend of which the constructs were told nothing', () => {
    const untold = (commit: Commit): Commit => ({ ...commit, isBackendKnown: false });
    expect(judge(untold(ACTIVATED), untold(RETIRED)).verdict).toBe('unproven');
  });
});

describe('where the Secrets of before were exported from the cluster', () => {
  /** With the Secret as cert-manager writes it: with the annotation of its template. */
  const exportedAt = (commit: Commit): ManifestSet => {
    const { manifests } = manifestsAt(ENVOY, commit);
    const app = new App();
    const chart = new Chart(app, 'cluster', { namespace: 'payments' });
    for (const { body } of manifests.filter(({ key }) => key.kind === 'Certificate')) {
      const { secretName, secretTemplate } = body.spec as { secretName: string; secretTemplate?: ApiObjectMetadata };
      const leaf = issue(ROOTS[commit.signing], { dns: ['ledger.payments.svc'] });
      new ApiObject(chart, secretName, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secretName, annotations: secretTemplate?.annotations },
        data: { 'tls.crt': base64(leaf) },
      });
    }
    return { manifests: [...manifests, ...manifestsOf(app)], problems: [] };
  };
  const judge = (before: ManifestSet, after: Commit) =>
    checkRotation(before, manifestsAt(ENVOY, after), {
      gateways: [{ name: 'envoy-gateway', version: '1.9' }],
    });

  test('a Secret and its Certificate are one certificate', () => {
    expect(judge(exportedAt(PREPARED), ACTIVATED)).toMatchObject({ verdict: 'safe', edges: 1 });
  });

  test('what is presented is known to the byte', () => {
    const { verdict, interleaving } = judge(exportedAt(INITIAL), ACTIVATED);
    expect(verdict).toBe('unsafe');
    expect(interleaving?.story).toContain('payments root');
  });
});

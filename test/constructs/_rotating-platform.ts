import { ApiObject, App, Chart } from 'cdk8s';
import { Gateway, GatewayClass, HttpRoute } from '../../imports/gateway.networking.k8s.io';
import { Backend } from '../../src/constructs/backend';
import { CaDistribution } from '../../src/constructs/ca-distribution';
import { CaRotation, type CaRotationProps } from '../../src/constructs/ca-rotation';
import type { CaRotationPhase } from '../../src/constructs/ca-rotation-phase';
import { CertRotation } from '../../src/constructs/cert-rotation';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { ClusterIssuer } from '../../src/constructs/cluster-issuer';
import { IssuerConfig } from '../../src/constructs/issuer-config';
import { UpstreamMtls } from '../../src/constructs/upstream-mtls';
import { manifestsOf, UpstreamTls } from '../../src/constructs/upstream-tls';
import type { GatewayImplementation } from '../../src/gateways/gateway-implementation';
import type { Finding } from '../../src/manifests/finding';
import type { ManifestSet } from '../../src/manifests/manifest';
import { parseCertificates } from '../../src/trust';
import { createCa, type Identity, testKey } from '../trust/pki';

/** Two CAs that each test may rotate between. */
export const oldRoot = createCa({ commonName: 'payments root 2025', key: testKey('payments root 2025') });
export const newRoot = createCa({ commonName: 'payments root 2026', key: testKey('payments root 2026') });

/** The fingerprint that pins a root. */
export function sha256Of({ pem }: Identity): string {
  return parseCertificates(pem)[0]?.fingerprint ?? '';
}

/** The phases of both rotations of a platform: of what backends present, and of what the gateway presents. */
export interface Phases {
  readonly server?: CaRotationPhase;
  readonly client?: CaRotationPhase;
}

/** What a platform is made of beside its phases. */
export interface PlatformOptions {
  readonly gateway: GatewayImplementation;
  /** `controllerName` of the GatewayClass. */
  readonly controller: string;
  /** @default - static */
  readonly bundles?: boolean;
  /** @default - none */
  readonly more?: Partial<CaRotationProps>;
}

/** The manifests of a platform, with what was found in them. */
export interface Platform {
  readonly set: ManifestSet;
  readonly findings: readonly Finding[];
}

/**
 * One hop with mutual TLS, from a gateway to the Service `ledger`, whose certificates are issued by two ClusterIssuers. The
 * phases are all that differs from one call to the next.
 */
export function platform({ server, client }: Phases, options: PlatformOptions): Platform {
  const app = new App();
  const chart = new Chart(app, 'payments', { namespace: 'payments' });
  const { gateway, more } = options;
  const [oldIssuer, newIssuer] = ['payments-2025', 'payments-2026'].map(
    (name) => new ClusterIssuer(chart, name, { metadata: { name }, config: IssuerConfig.ca({ secretName: name }) }),
  );
  if (oldIssuer === undefined || newIssuer === undefined) {
    throw new Error('two issuers are needed');
  }
  const rotate = (id: string, phase: CaRotationPhase | undefined, gateways: readonly GatewayImplementation[]) =>
    new CaRotation(chart, id, {
      oldCa: { certificate: oldRoot.pem, sha256: sha256Of(oldRoot), issuer: oldIssuer },
      newCa: { certificate: newRoot.pem, sha256: sha256Of(newRoot), issuer: newIssuer },
      phase,
      gateways,
      distribution:
        options.bundles === true ? CaDistribution.bundle({ name: id, namespaces: ['payments'] }) : undefined,
      ...more,
    });
  const servers = rotate('server-ca', server, [gateway]);
  const clients = rotate('client-ca', client, []);
  const gatewayResource = hop(chart, options.controller);
  const service = Backend.serviceName('ledger', { port: 'https', portNumber: 8443 });
  new CertRotation(chart, 'ledger-tls', {
    issuer: servers.issuer,
    usages: [CertificateUsage.SERVER_AUTH],
    dnsNames: ['ledger.payments.svc.cluster.local'],
    serves: [service],
  });
  const mtls = new UpstreamMtls(chart, 'ledger', {
    gateway,
    backend: Backend.service(ledgerService(chart), { port: 'https' }),
    server: { hostname: 'ledger.payments.svc.cluster.local' },
    trust: servers.trust,
    client: new CertRotation(chart, 'edge-client', {
      issuer: clients.issuer,
      usages: [CertificateUsage.CLIENT_AUTH],
      dnsNames: ['edge.gateways.example.com'],
    }),
    clientTrust: clients.trust,
    gatewayResource,
  });
  mtls.addRoute(
    new HttpRoute(chart, 'Route', {
      spec: { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [mtls.backendRef] }] },
    }),
  );
  const { findings } = UpstreamTls.of(app).check();
  return { set: { manifests: manifestsOf(app), problems: [] }, findings };
}

function hop(chart: Chart, controllerName: string): ApiObject {
  new GatewayClass(new Chart(App.of(chart), 'cluster'), 'Class', {
    metadata: { name: 'edge' },
    spec: { controllerName },
  });
  return new Gateway(chart, 'Gateway', {
    metadata: { name: 'edge' },
    spec: { gatewayClassName: 'edge', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  });
}

function ledgerService(chart: Chart): ApiObject {
  return new ApiObject(chart, 'Ledger', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ledger' },
    spec: { ports: [{ name: 'https', port: 8443 }] },
  });
}

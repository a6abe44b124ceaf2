import { type App, Chart } from 'cdk8s';
import { GatewayClass } from '../../imports/gateway.networking.k8s.io';
import {
  Backend,
  CaDistribution,
  CaRotation,
  CaRotationPhase,
  CertificateUsage,
  CertRotation,
  ClusterIssuer,
  EnvoyGateway,
  GitOpsOrdering,
  IssuerConfig,
  UpstreamMtls,
} from '../../src';
import { dnsNameOf, edgeGateway, rootCertificate, route, tlsService } from '../platform';

const gateway = new EnvoyGateway({ version: '1.9', name: 'edge', namespace: 'gateways' });

/** The commits of the rotation, in their order. A platform has one of them at a time, and changes to the next. */
export const stages = [CaRotationPhase.PREPARE, CaRotationPhase.ACTIVATE, CaRotationPhase.RETIRE] as const;

/**
 * A CA that issues both for backends and for the gateway is replaced. Each commit moves `phase` on; here both trusts go
 * together. Argo CD applies them, and waits for the Bundle and for the Certificates.
 *
 * @param phase by default the platform before the rotation
 */
export function build(app: App, phase?: CaRotationPhase): void {
  const issuers = new Chart(app, 'issuers');
  const cas = {
    oldCa: {
      certificate: rootCertificate('payments'),
      sha256: '0B:EC:39:6E:3C:B5:34:E2:19:1F:0A:09:13:D9:BF:C3:8B:A1:8E:BA:BF:A9:91:24:C0:72:73:4E:D7:6C:B9:E2',
      issuer: issuerOf(issuers, 'payments-2025'),
    },
    newCa: {
      certificate: rootCertificate('payments-next'),
      sha256: '8B:AD:3D:0E:A3:61:D5:B1:A8:E0:3D:17:F9:C7:E2:CE:16:84:57:6E:7B:B9:FA:A2:95:94:40:61:A2:09:4A:2A',
      issuer: issuerOf(issuers, 'payments-2026'),
    },
    phase,
    ordering: GitOpsOrdering.argoCd(),
  };
  const payments = new Chart(app, 'payments', { namespace: 'payments' });
  const servers = new CaRotation(payments, 'server-ca', {
    ...cas,
    gateways: [gateway],
    distribution: CaDistribution.bundle({ name: 'payments-servers', namespaces: ['payments'] }),
  });
  const clients = new CaRotation(payments, 'client-ca', cas);
  // By the class `rotation check` knows which gateway it is.
  new GatewayClass(new Chart(app, 'cluster'), 'Class', {
    metadata: { name: 'envoy-gateway' },
    spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
  });
  edgeGateway(new Chart(app, 'gateways', { namespace: 'gateways' }), 'envoy-gateway');
  ledger(payments, servers, clients);
}

/** The Secret with the key pair of the CA is made elsewhere, and is not in Git. */
function issuerOf(chart: Chart, name: string): ClusterIssuer {
  return new ClusterIssuer(chart, name, {
    metadata: { name },
    config: IssuerConfig.ca({ secretName: name }),
  });
}

function ledger(chart: Chart, servers: CaRotation, clients: CaRotation): void {
  const service = tlsService(chart, 'ledger');
  const backend = Backend.service(service, { port: 'https' });
  const server = new CertRotation(chart, 'ledger-server', {
    issuer: servers.issuer,
    usages: [CertificateUsage.SERVER_AUTH],
    dnsNames: [dnsNameOf(service, chart)],
    serves: [backend],
  });
  const client = new CertRotation(chart, 'ledger-client', {
    issuer: clients.issuer,
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.gateways.example.com'],
  });
  const mtls = new UpstreamMtls(chart, 'ledger-mtls', {
    gateway,
    backend,
    server: { hostname: dnsNameOf(service, chart) },
    trust: servers.trust,
    client,
    clientTrust: clients.trust,
  });
  route(chart, 'LedgerRoute', '/ledger', mtls.backendRef);
  servers.order(server);
  clients.order(client, mtls);
}

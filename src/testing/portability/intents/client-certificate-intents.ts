import { Backend } from '../../../constructs/backend';
import { CertRotation } from '../../../constructs/cert-rotation';
import { CertificateUsage } from '../../../constructs/certificate-usage';
import { ClientCertificate } from '../../../constructs/client-certificate';
import { Issuer } from '../../../constructs/issuer';
import { SubjectAltName } from '../../../constructs/server-identity';
import { TrustAnchors } from '../../../constructs/trust-anchors';
import { ClientScope } from '../../../constructs/upstream-mtls';
import { NEW_ROOT, OLD_ROOT } from '../authorities';
import { addMutual, LEDGER_HOST, mutual } from '../intent-builders';
import { type IntentSite, PORTABILITY_GATEWAY } from '../intent-site';
import type { PortabilityIntent } from '../portability-intent';

const topic = 'client certificate';
const SPIFFE_ID = 'spiffe://example.com/ns/payments/sa/ledger';

/** What the gateway presents, and whose it is. */
export const CLIENT_CERTIFICATE_INTENTS: readonly PortabilityIntent[] = [
  mutual({
    name: 'mtls',
    topic,
    asks: 'The gateway presents a client certificate, in whatever way it has; the Secret stands beside the backend.',
  }),
  mutual(
    { name: 'mtls-per-backend', topic, asks: 'The client certificate is for one backend alone.' },
    { clientScope: ClientScope.BACKEND },
  ),
  mutual(
    {
      name: 'mtls-per-gateway',
      topic,
      asks: 'One client certificate is for all backends of the Gateway; the Secret stands beside the Gateway.',
    },
    { clientScope: ClientScope.GATEWAY, client: () => clientIn(PORTABILITY_GATEWAY.namespace) },
  ),
  mutual(
    {
      name: 'mtls-client-elsewhere',
      topic,
      asks: 'The client certificate is for one backend alone, and its Secret stands in a third namespace.',
    },
    { clientScope: ClientScope.BACKEND, client: () => clientIn('pki') },
  ),
  mutual(
    {
      name: 'mtls-gateway-client-elsewhere',
      topic,
      asks: 'One client certificate is for all backends of the Gateway, and its Secret stands in a third namespace.',
    },
    { clientScope: ClientScope.GATEWAY, client: () => clientIn('pki') },
  ),
  mutual(
    {
      name: 'mtls-client-beside-gateway',
      topic,
      asks: 'The client certificate is for one backend alone, and its Secret stands beside the Gateway.',
    },
    { clientScope: ClientScope.BACKEND, client: () => clientIn(PORTABILITY_GATEWAY.namespace) },
  ),
  mutual(
    {
      name: 'mtls-roots-beside-key',
      topic,
      asks: "The Secret of the client certificate holds the server's roots too.",
    },
    { trust: TrustAnchors.secret('edge-client') },
  ),
  mutual(
    {
      name: 'mtls-system-roots',
      topic,
      asks: 'The server certificate is from a public authority, and the server asks for a client certificate.',
    },
    { trust: TrustAnchors.system() },
  ),
  mutual(
    {
      name: 'mtls-spiffe',
      topic,
      asks: 'The server certificate carries a SPIFFE ID, and the server asks for a client certificate.',
      says: [SPIFFE_ID],
    },
    { server: { hostname: LEDGER_HOST, subjectAltNames: [SubjectAltName.uri(SPIFFE_ID)] } },
  ),
  mutual(
    {
      name: 'mtls-rotation-overlap',
      topic,
      asks: 'The old root and the new one are both accepted, and a client certificate is presented.',
    },
    { trust: TrustAnchors.anyOf(TrustAnchors.pem(OLD_ROOT), TrustAnchors.pem(NEW_ROOT)) },
  ),
  mutual(
    {
      name: 'mtls-issued',
      topic,
      asks: 'cert-manager issues the client certificate beside the backend, and renews it.',
    },
    { client: issuedClient },
  ),
  {
    name: 'mtls-two-clients',
    topic,
    asks: 'Two backends of one Gateway get a client certificate each.',
    says: ['edge-client', 'fraud-client'],
    hasRoutes: false,
    build: (site) => {
      addMutual(site, 'ledger-mtls', { clientScope: ClientScope.BACKEND });
      addMutual(site, 'fraud-mtls', {
        clientScope: ClientScope.BACKEND,
        backend: () => Backend.service(site.service('fraud'), { port: 'https' }),
        server: { hostname: 'fraud.payments.svc.cluster.local' },
        client: () => ClientCertificate.secret('fraud-client'),
      });
    },
  },
];

function clientIn(namespace: string): ClientCertificate {
  return ClientCertificate.secret('edge-client', { namespace });
}

function issuedClient(site: IntentSite): CertRotation {
  return new CertRotation(site.chart('payments'), 'client', {
    issuer: Issuer.clusterIssuer('payments-ca'),
    usages: [CertificateUsage.CLIENT_AUTH],
    dnsNames: ['edge.gateways.example.com'],
    secretName: 'edge-client',
  });
}

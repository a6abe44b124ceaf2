import { Backend } from '../../../constructs/backend';
import { addOneWay, mutual, oneWay } from '../intent-builders';
import type { IntentSite } from '../intent-site';
import type { PortabilityIntent } from '../portability-intent';

const topic = 'backend';
const PARTNER_HOST = 'ledger.partner.example';
const TWO_TLS_PORTS = { https: 8443, admin: 9443 };
const ADMIN_HOST = 'ledger-admin.payments.svc.cluster.local';

/** What the gateway connects to. */
export const BACKEND_INTENTS: readonly PortabilityIntent[] = [
  oneWay(
    {
      name: 'port-of-several',
      topic,
      asks: 'One port of a Service speaks TLS, and another plaintext.',
    },
    { targets: (site) => [portOf(site, { https: 8443, metrics: 9090 }, 'https')] },
  ),
  {
    name: 'two-ports',
    topic,
    asks: 'Two ports of one Service have different policies.',
    says: [ADMIN_HOST],
    hasRoutes: false,
    build: (site) => {
      addOneWay(site, 'ledger-tls', { targets: () => [portOf(site, TWO_TLS_PORTS, 'https')] });
      addOneWay(site, 'admin-tls', {
        targets: () => [portOf(site, TWO_TLS_PORTS, 'admin')],
        server: { hostname: ADMIN_HOST },
      });
    },
  },
  {
    name: 'port-beside-service',
    topic,
    asks: 'One policy is for the whole Service, and another for one port of it.',
    says: [ADMIN_HOST],
    hasRoutes: false,
    build: (site) => {
      addOneWay(site, 'ledger-tls', { targets: () => [Backend.service(site.service('ledger', TWO_TLS_PORTS))] });
      addOneWay(site, 'admin-tls', {
        targets: () => [portOf(site, TWO_TLS_PORTS, 'admin')],
        server: { hostname: ADMIN_HOST },
      });
    },
  },
  oneWay(
    {
      name: 'port-by-number',
      topic,
      asks: 'The Service is not in the app, and of its port the number alone is known.',
    },
    { targets: () => [Backend.serviceName('ledger', { portNumber: 8443 })] },
  ),
  oneWay(
    {
      name: 'two-services',
      topic,
      asks: 'One policy is for two Services that present the same certificate.',
    },
    {
      targets: (site) =>
        ['ledger', 'ledger-canary'].map((name) => Backend.service(site.service(name), { port: 'https' })),
    },
  ),
  oneWay(
    { name: 'external-host', topic, asks: 'The backend is a host outside the cluster.' },
    { targets: () => [Backend.external(PARTNER_HOST, 443)], server: { hostname: PARTNER_HOST } },
  ),
  oneWay(
    {
      name: 'external-ip',
      topic,
      asks: 'The backend is an IP address outside the cluster, with a name in its certificate.',
    },
    { targets: () => [Backend.external('203.0.113.7', 443)], server: { hostname: PARTNER_HOST } },
  ),
  mutual(
    {
      name: 'external-host-mtls',
      topic,
      asks: 'The backend is a host outside the cluster that asks for a client certificate.',
    },
    { backend: () => Backend.external(PARTNER_HOST, 443), server: { hostname: PARTNER_HOST } },
  ),
];

function portOf(site: IntentSite, ports: Readonly<Record<string, number>>, port: string): Backend {
  return Backend.service(site.service('ledger', ports), { port });
}

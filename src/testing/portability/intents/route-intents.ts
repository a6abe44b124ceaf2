import { Backend } from '../../../constructs/backend';
import { addOneWay, mutual, oneWay } from '../intent-builders';
import type { PortabilityIntent } from '../portability-intent';

const topic = 'route';
const LEDGER = { name: 'ledger', port: 8443 } as const;
const FRAUD_HOST = 'fraud.payments.svc.cluster.local';

/** How requests reach the backend. */
export const ROUTE_INTENTS: readonly PortabilityIntent[] = [
  oneWay({ name: 'http-route', topic, asks: 'An HTTPRoute leads to the backend.' }, { route: 'HTTPRoute' }),
  oneWay({ name: 'grpc-route', topic, asks: 'A GRPCRoute leads to the backend.' }, { route: 'GRPCRoute' }),
  oneWay({ name: 'tcp-route', topic, asks: 'A TCPRoute leads to the backend.' }, { route: 'TCPRoute' }),
  mutual(
    { name: 'http-route-mtls', topic, asks: 'An HTTPRoute leads to a backend that asks for a client certificate.' },
    { route: 'HTTPRoute' },
  ),
  mutual(
    { name: 'grpc-route-mtls', topic, asks: 'A GRPCRoute leads to a backend that asks for a client certificate.' },
    { route: 'GRPCRoute' },
  ),
  {
    name: 'route-elsewhere',
    topic,
    asks: 'The HTTPRoute stands in another namespace than the backend.',
    says: [],
    hasRoutes: true,
    build: (site) => {
      const policy = addOneWay(site, 'ledger-tls', {});
      policy.addRoute(site.route('HTTPRoute', [{ ...LEDGER, namespace: 'payments' }], { namespace: 'shop' }));
    },
  },
  {
    name: 'rule-with-two-policies',
    topic,
    asks: 'One rule of an HTTPRoute spreads requests over two backends whose policies differ.',
    says: [FRAUD_HOST],
    hasRoutes: true,
    build: (site) => {
      const route = site.route('HTTPRoute', [LEDGER, { name: 'fraud', port: 8443 }]);
      addOneWay(site, 'ledger-tls', {}).addRoute(route);
      addOneWay(site, 'fraud-tls', {
        targets: () => [Backend.service(site.service('fraud'), { port: 'https' })],
        server: { hostname: FRAUD_HOST },
      }).addRoute(route);
    },
  },
  {
    name: 'host-header-kept',
    topic,
    asks: "The backend sees the client's Host header, while the server is verified by its own name.",
    says: [],
    hasRoutes: true,
    build: (site) => {
      // Gateways keep the header where nothing rewrites it; Kong has an annotation for it.
      const annotations = { 'konghq.com/preserve-host': 'true' };
      const route = site.route('HTTPRoute', [LEDGER], { annotations });
      addOneWay(site, 'ledger-tls', {}).addRoute(route);
    },
  },
];

import { Backend } from '../../constructs/backend';
import { BackendTlsPolicy, type BackendTlsPolicyProps } from '../../constructs/backend-tls-policy';
import { ClientCertificate, type IClientCertificate } from '../../constructs/client-certificate';
import { TrustAnchors } from '../../constructs/trust-anchors';
import { UpstreamMtls, type UpstreamMtlsProps } from '../../constructs/upstream-mtls';
import { OLD_ROOT } from './authorities';
import type { IntentRouteKind, IntentSite } from './intent-site';
import type { PortabilityIntent } from './portability-intent';

/** The name in the server certificate of Service `ledger`. */
export const LEDGER_HOST = 'ledger.payments.svc.cluster.local';

/** The root of the server certificates, known at synthesis. */
export const ROOT = TrustAnchors.pem(OLD_ROOT);

/** A client certificate beside the backend. */
export const CLIENT = ClientCertificate.secret('edge-client');

/** One-way TLS as an intent asks it; what is left out is as in the plainest case. */
export interface OneWayAsk extends Partial<Pick<BackendTlsPolicyProps, 'server' | 'trust'>> {
  /** @default - port `https` of Service `ledger` */
  readonly targets?: (site: IntentSite) => readonly Backend[];
  /** @default - no route is in the app */
  readonly route?: IntentRouteKind;
}

/** Mutual TLS as an intent asks it; what is left out is as in the plainest case. */
export interface MutualAsk extends Partial<Pick<UpstreamMtlsProps, 'server' | 'trust' | 'clientScope' | 'parameters'>> {
  /** @default - Secret `edge-client` beside the backend */
  readonly client?: (site: IntentSite) => IClientCertificate;
  /** @default - port `https` of Service `ledger` */
  readonly backend?: (site: IntentSite) => Backend;
  /** @default - no route is in the app */
  readonly route?: IntentRouteKind;
}

type Description = Pick<PortabilityIntent, 'name' | 'topic' | 'asks'> & {
  /** What must stand in the objects besides the server name and the client certificate. */
  readonly says?: readonly string[];
};

/** Port `https` of Service `ledger`. */
export function ledger(site: IntentSite): Backend {
  return Backend.service(site.service('ledger'), { port: 'https' });
}

/** An intent that one BackendTlsPolicy tells. */
export function oneWay(description: Description, ask: OneWayAsk = {}): PortabilityIntent {
  const { server = { hostname: LEDGER_HOST }, route } = ask;
  return {
    ...description,
    says: [server.hostname, ...(description.says ?? [])],
    hasRoutes: route !== undefined,
    build: (site) => addOneWay(site, 'ledger-tls', ask),
  };
}

/** Adds a BackendTlsPolicy to the app. */
export function addOneWay(site: IntentSite, id: string, ask: OneWayAsk): BackendTlsPolicy {
  const { server = { hostname: LEDGER_HOST }, trust = ROOT, targets = (of) => [ledger(of)], route } = ask;
  return new BackendTlsPolicy(site.chart('payments'), id, {
    gateway: site.gateway,
    targets: targets(site),
    server,
    trust,
    routes: route === undefined ? [] : [site.route(route, [{ name: 'ledger', port: 8443 }])],
  });
}

/** An intent that one UpstreamMtls tells. */
export function mutual(description: Description, ask: MutualAsk = {}): PortabilityIntent {
  const { server = { hostname: LEDGER_HOST }, route } = ask;
  return {
    ...description,
    says: [server.hostname, 'edge-client', ...(description.says ?? [])],
    hasRoutes: route !== undefined,
    build: (site) => addMutual(site, 'ledger-mtls', ask),
  };
}

/** Adds an UpstreamMtls to the app. */
export function addMutual(site: IntentSite, id: string, ask: MutualAsk): UpstreamMtls {
  const { server = { hostname: LEDGER_HOST }, trust = ROOT, backend = ledger, client, route } = ask;
  return new UpstreamMtls(site.chart('payments'), id, {
    gateway: site.gateway,
    backend: backend(site),
    server,
    trust,
    client: client?.(site) ?? CLIENT,
    clientScope: ask.clientScope,
    parameters: ask.parameters,
    gatewayResource: site.gatewayResource,
    routes: route === undefined ? [] : [site.route(route, [{ name: 'ledger', port: 8443 }])],
  });
}

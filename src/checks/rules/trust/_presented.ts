import { CERTIFICATE, SERVICE } from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { type Identity, identityAt } from './_identities';
import { type TrustStore, trustStoresOf } from './_trust-stores';

/** A Service has one certificate and one policy as a rule; a set with thousands on one is made to cost time. */
const MAX_ON_ONE_HOP = 16;

/** A certificate that is presented on a hop, and the roots that it is verified with. */
export interface Presented {
  readonly identity: Identity;
  readonly store: TrustStore;
}

/** All pairs of a certificate and its verifier's roots that the set holds both of. */
export function presentedIn(graph: ReferenceGraph): readonly Presented[] {
  return trustStoresOf(graph).flatMap((store) => {
    const { service, purpose, port } = store;
    if (service === undefined || purpose === undefined) {
      return [];
    }
    const identities = purpose === 'serverAuth' ? serversOf(graph, service, port) : clientsOf(graph, service);
    return identities.slice(0, MAX_ON_ONE_HOP).map((identity) => ({ identity, store }));
  });
}

/** What bears `upstream-tls.dev/serves` for a Service: Secrets and Certificates. A port is meant only if both name one. */
export function serversObjectsOf(graph: ReferenceGraph, service: Manifest, port?: string): readonly Manifest[] {
  return graph
    .servedBy(referenceTo(service))
    .filter((reference) => port === undefined || reference.port === undefined || reference.port === port)
    .slice(0, MAX_ON_ONE_HOP)
    .map(({ from }) => from);
}

function serversOf(graph: ReferenceGraph, service: Manifest, port?: string): readonly Identity[] {
  return serversObjectsOf(graph, service, port)
    .filter(({ key }) => key.kind !== CERTIFICATE.kind)
    .flatMap((secret) => identityAt(graph, referenceTo(secret)) ?? []);
}

/** The certificates that gateways present to a Service: of its own annotation, and of the Gateways that reach it. */
function clientsOf(graph: ReferenceGraph, service: Manifest): readonly Identity[] {
  const own = graph.references.of(service).filter(({ purpose }) => purpose === 'client-certificate');
  const ofGateways = graph.routes.gatewaysReaching(referenceTo(service)).flatMap(({ gateway }) => {
    const manifest = gateway === undefined ? undefined : graph.index.find(gateway);
    return manifest === undefined ? [] : graph.gateways.clientCertificatesOf(manifest);
  });
  return [...own, ...ofGateways].flatMap(({ to }) => identityAt(graph, to) ?? []);
}

/** Services, by reference. */
export function serviceAt(graph: ReferenceGraph, target: ObjectReference): Manifest | undefined {
  return target.group === SERVICE.group && target.kind === SERVICE.kind ? graph.index.find(target) : undefined;
}

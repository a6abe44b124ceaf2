import { isOfKind, LISTENER_SETS, ROUTE_KINDS } from '../../../manifests/graph/object-kinds';
import { type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';

/** A Gateway that is to present a certificate to its backends. */
export interface ClientCertificateGateway {
  readonly gateway: Manifest;
  readonly reference: Reference;
}

/** Why rules on client certificates do not apply where no Gateway has one. */
export const NO_CLIENT_CERTIFICATE = 'no Gateway has a clientCertificateRef for its backends';

/** The Gateways with a `clientCertificateRef`, in the order read. */
export function clientCertificateGateways({ graph }: CheckContext): readonly ClientCertificateGateway[] {
  return graph.gateways
    .all()
    .flatMap((gateway) => graph.gateways.clientCertificatesOf(gateway).map((reference) => ({ gateway, reference })));
}

/** The routes that are attached to a Gateway, by itself or by its ListenerSets, each once. */
export function routesOf(context: CheckContext, gateway: Manifest): readonly Manifest[] {
  const children = attachedTo(context, referenceTo(gateway));
  const routes = children.flatMap((child) =>
    LISTENER_SETS.some((kind) => isOfKind(referenceTo(child), kind))
      ? attachedTo(context, referenceTo(child))
      : [child],
  );
  return [...new Set(routes)].filter((route) => ROUTE_KINDS.some((kind) => isOfKind(referenceTo(route), kind)));
}

function attachedTo({ graph }: CheckContext, parent: ObjectReference): readonly Manifest[] {
  return graph.references.to(parent).flatMap(({ purpose, from }) => (purpose === 'parent' ? [from] : []));
}

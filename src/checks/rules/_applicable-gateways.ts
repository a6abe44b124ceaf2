import type { ServicePort } from '../../manifests/graph/services';
import type { ObjectReference } from '../../manifests/index-set';
import type { ApplicableGateway } from '../capability-questions';
import type { CheckContext } from '../check-context';

/**
 * The gateways that send requests to a backend: those whose Gateways of the set reach it by routes, and where none does
 * (the routes or the class are elsewhere), those that the user states. Versions are the stated ones.
 */
export function gatewaysFor(
  context: CheckContext,
  backend: ObjectReference,
  port?: ServicePort,
): readonly ApplicableGateway[] {
  const reaching = context.graph.routes.gatewaysReaching(backend, port);
  const names = reaching.flatMap(({ implementations }) => narrow(context, implementations));
  const known = names.length > 0 ? names : context.gateways.map(({ name }) => name);
  return [...new Set(known)].sort().flatMap((name) => context.questions.gateway(name) ?? []);
}

/** The implementations that run a Gateway of the set. */
export function implementationsOf(context: CheckContext, gateway: ObjectReference): readonly ApplicableGateway[] {
  const names = narrow(context, context.graph.gateways.implementationsOf(gateway));
  const known = names.length > 0 ? names : context.gateways.map(({ name }) => name);
  return [...new Set(known)].sort().flatMap((name) => context.questions.gateway(name) ?? []);
}

/** Where the name of a controller is shared by several implementations, those that the user states are meant. */
function narrow(context: CheckContext, implementations: readonly string[]): readonly string[] {
  const stated = implementations.filter((name) => context.gateways.some((gateway) => gateway.name === name));
  return stated.length > 0 ? stated : implementations;
}

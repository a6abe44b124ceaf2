import type { ServicePort } from '../../manifests/graph/services';
import type { ObjectReference } from '../../manifests/index-set';
import type { ApplicableGateway } from '../capability-questions';
import type { CheckContext } from '../check-context';

/** The name of the specification on the command line. */
const GATEWAY_API_NAME = 'gateway-api';

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
  return applicable(context, names);
}

/** The implementations that run a Gateway of the set. */
export function implementationsOf(context: CheckContext, gateway: ObjectReference): readonly ApplicableGateway[] {
  const names = narrow(context, context.graph.gateways.implementationsOf(gateway));
  return applicable(context, names);
}

function applicable(context: CheckContext, names: readonly string[]): readonly ApplicableGateway[] {
  const known = names.length > 0 ? names : statedNames(context);
  return [...new Set(known)].sort().flatMap((name) => context.questions.gateway(name) ?? []);
}

/** Beside an implementation, the Gateway API is stated for the release of its CRDs alone. */
export function statedNames({ gateways }: CheckContext): readonly string[] {
  const names = gateways.map(({ name }) => name);
  const implementations = names.filter((name) => name !== GATEWAY_API_NAME);
  return implementations.length > 0 ? implementations : names;
}

/**
 * Whether an implementation runs a Gateway: by its class, and where that is not known, because the user states this
 * implementation and no other.
 */
export function isRunBy(context: CheckContext, gateway: ObjectReference, name: string): boolean {
  const possible = implementationsOf(context, gateway);
  return possible.length > 0 && possible.every((each) => each.name === name);
}

/** Where the name of a controller is shared by several implementations, those that the user states are meant. */
function narrow(context: CheckContext, implementations: readonly string[]): readonly string[] {
  const stated = implementations.filter((name) => context.gateways.some((gateway) => gateway.name === name));
  return stated.length > 0 ? stated : implementations;
}

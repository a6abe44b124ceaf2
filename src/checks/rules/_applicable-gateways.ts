import { gatewayNamed } from '../../gateways/registry';
import { fieldAt } from '../../manifests/graph/json-fields';
import { isOfKind } from '../../manifests/graph/object-kinds';
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
  const known = reaching.flatMap(({ gateway, implementations }) =>
    planesOf(context, narrow(context, implementations), gateway),
  );
  if (known.length > 0) {
    return distinct(known);
  }
  const stated = statedNames(context);
  return distinct(
    reaching.length === 0
      ? planesOf(context, stated)
      : reaching.flatMap(({ gateway }) => planesOf(context, stated, gateway)),
  );
}

/** The implementations that run a Gateway of the set. */
export function implementationsOf(context: CheckContext, gateway: ObjectReference): readonly ApplicableGateway[] {
  const names = narrow(context, context.graph.gateways.implementationsOf(gateway));
  return distinct(planesOf(context, names.length > 0 ? names : statedNames(context), gateway));
}

/** What implementations of these names can do for a Gateway: in some of their variants it is not the same. */
function planesOf(
  context: CheckContext,
  names: readonly string[],
  gateway?: ObjectReference,
): readonly ApplicableGateway[] {
  return names.flatMap((name) => {
    const variant = gateway && variantOf(context, name, gateway);
    return (
      (variant === undefined ? undefined : context.questions.titled(variant)) ?? context.questions.gateway(name) ?? []
    );
  });
}

/** The title of the variant that the parameters of a Gateway make it. */
function variantOf({ graph, index }: CheckContext, name: string, gateway: ObjectReference): string | undefined {
  const variants = gatewayNamed(name)?.variants ?? [];
  const manifest = variants.length === 0 ? undefined : index.find(gateway);
  if (manifest === undefined) {
    return undefined;
  }
  const parameters = graph.gateways.parametersOf(manifest);
  return variants.find(({ parameters: wanted }) =>
    parameters.some(
      ({ to }) =>
        wanted !== undefined &&
        isOfKind(to, wanted.kind) &&
        fieldAt(index.find(to)?.body, ...wanted.field) !== undefined,
    ),
  )?.title;
}

/** Each once, in the order of names. */
function distinct(gateways: readonly ApplicableGateway[]): readonly ApplicableGateway[] {
  const byKey = new Map(gateways.map((gateway) => [`${gateway.name} ${gateway.title}`, gateway]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
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

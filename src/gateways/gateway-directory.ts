import type { GatewayDirectory } from '../manifests/graph/gateway-directory';
import { ReferenceGraph, type ReferenceGraphOptions } from '../manifests/graph/reference-graph';
import type { ManifestSet } from '../manifests/manifest';
import type { GatewayEntry } from './gateway-entry';
import { gatewayRegistry } from './registry';

/** The implementations of the registry, by what manifests name. */
export const GATEWAY_DIRECTORY: GatewayDirectory = {
  gatewayControllers: namesBy(({ controllerNames }) => controllerNames),
  ingressControllers: namesBy(({ ingressControllers = [] }) => ingressControllers),
  builtInClasses: namesBy(({ builtInClasses = [] }) => builtInClasses),
  routeKinds: gatewayRegistry.flatMap(({ name, routeKinds = [] }) =>
    routeKinds.map((kind) => ({ ...kind, implementations: [name] })),
  ),
};

/** The reference graph of a set of manifests, with the gateways of the registry behind it. */
export function graphOf(set: ManifestSet, options: Omit<ReferenceGraphOptions, 'directory'> = {}): ReferenceGraph {
  return new ReferenceGraph(set, { ...options, directory: GATEWAY_DIRECTORY });
}

function namesBy(keysOf: (entry: GatewayEntry) => readonly string[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const entry of gatewayRegistry) {
    for (const key of keysOf(entry)) {
      names.set(key, [...(names.get(key) ?? []), entry.name]);
    }
  }
  return names;
}

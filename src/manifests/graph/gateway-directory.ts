import type { ObjectKind } from './object-kinds';

/** A kind of route of a vendor's own, which names no Gateway and no class that would tell who reads it. */
export interface VendorRouteKind extends ObjectKind {
  /** Names of implementations as on the command line. */
  readonly implementations: readonly string[];
}

/** Which implementations stand behind what manifests name. Names of implementations are those of the command line. */
export interface GatewayDirectory {
  /** By `spec.controllerName` of a GatewayClass. Users may choose others, which are then unknown here. */
  readonly gatewayControllers: ReadonlyMap<string, readonly string[]>;
  /** By `spec.controller` of an IngressClass. More than one where the name does not tell them apart. */
  readonly ingressControllers: ReadonlyMap<string, readonly string[]>;
  /** By name of a GatewayClass that is not in the set, since a controller creates it. */
  readonly builtInClasses: ReadonlyMap<string, readonly string[]>;
  readonly routeKinds: readonly VendorRouteKind[];
}

/** Nothing is known: which implementation stands behind a Gateway is unknown for each. */
export const NO_GATEWAYS: GatewayDirectory = {
  gatewayControllers: new Map(),
  ingressControllers: new Map(),
  builtInClasses: new Map(),
  routeKinds: [],
};

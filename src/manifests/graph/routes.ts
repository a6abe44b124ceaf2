import type { ManifestIndex, ObjectReference } from '../index-set';
import type { FieldPath, Manifest } from '../manifest';
import { ObjectMap, ObjectMultiMap } from '../object-map';
import type { GatewayDirectory } from './gateway-directory';
import type { Gateways } from './gateways';
import { optional } from './json-fields';
import { INGRESS, isOfKind, type ObjectKind, ROUTE_KINDS } from './object-kinds';
import { identityOf, type Reference, referenceTo } from './reference';
import type { References } from './references';
import { meansPort, type ServicePort } from './services';

/** A place in a route that requests are sent to. */
export interface RouteBackend {
  readonly route: Manifest;
  readonly reference: Reference;
  readonly role: 'backend' | 'mirror' | 'external-auth';
  /** The rule of the route, or the path of an Ingress: backends with the same one share its traffic. */
  readonly rule: FieldPath;
}

/** What a route attaches to. */
export interface RouteParent {
  readonly route: Manifest;
  /** @default - the class of an Ingress, which may be stated by annotation or be the default */
  readonly reference?: Reference;
  /** What is named: a Gateway, a ListenerSet, a Service (a mesh), an IngressClass. */
  readonly to: ObjectReference;
  /**
   * The Gateway or IngressClass that this leads to.
   * @default - neither: a mesh, or a ListenerSet that is not in the set
   */
  readonly gateway?: ObjectReference;
}

/** A gateway that sends requests to some backend. */
export interface ReachingGateway {
  /**
   * A Gateway or an IngressClass.
   * @default - a vendor's own kind of route, which names none
   */
  readonly gateway?: ObjectReference;
  /** See `Gateways.implementationsOf`: none where unknown. */
  readonly implementations: readonly string[];
  /** The routes by which it does, in the order read; the kind of route is in their key. */
  readonly routes: readonly Manifest[];
}

interface GatewaysByPort {
  readonly port: ServicePort | undefined;
  readonly gateways: readonly ReachingGateway[];
}

/** An API server refuses routes with more parents. */
const MAX_PARENTS = 32;

/** Forwarders (TraefikService, KongServiceFacade) that lead to forwarders are followed so far. */
const MAX_FORWARDERS = 4;

/** The routes of a set: Gateway API routes, Ingresses and vendors' own, with their parents and backends. */
export class Routes {
  private readonly parents = new Map<Manifest, readonly RouteParent[]>();
  /** One entry for each port that was asked for. */
  private readonly gatewaysByBackend = new ObjectMultiMap<GatewaysByPort>();
  private readonly reaching = new ObjectMap<readonly RouteBackend[]>();
  private readonly kinds: readonly ObjectKind[];

  constructor(
    private readonly index: ManifestIndex,
    private readonly references: References,
    private readonly gateways: Gateways,
    private readonly directory: GatewayDirectory,
  ) {
    this.kinds = [...ROUTE_KINDS, INGRESS, ...directory.routeKinds];
  }

  /** All routes, kind by kind. */
  all(): readonly Manifest[] {
    return this.kinds.flatMap(({ group, kind }) => this.index.ofKind(group, kind));
  }

  /** Where a route sends requests, in the order of its fields: to each backend, then mirrors, then authorization. */
  backendsOf(route: Manifest): readonly RouteBackend[] {
    return this.references
      .of(route)
      .filter(({ purpose }) => purpose === 'backend')
      .map((reference) => backendAt(route, reference, reference));
  }

  /** What a route attaches to. None for an Ingress without class where the set has no default. */
  parentsOf(route: Manifest): readonly RouteParent[] {
    const known = this.parents.get(route) ?? this.readParents(route);
    this.parents.set(route, known);
    return known;
  }

  /**
   * The places in routes that lead to an object: directly, or through what forwards to it (TraefikService,
   * KongServiceFacade). `reference` is then the forwarder's own, which has the port.
   */
  backendsTo(target: ObjectReference): readonly RouteBackend[] {
    return this.reaching.getOrMake(target, () => this.findBackendsTo(target));
  }

  /** The gateways that send requests to a backend, or to one port of it. Mesh parents are not gateways. */
  gatewaysReaching(target: ObjectReference, port?: ServicePort): readonly ReachingGateway[] {
    const known = this.gatewaysByBackend.get(target).find((entry) => isSamePort(entry.port, port));
    if (known !== undefined) {
      return known.gateways;
    }
    const gateways = this.findGatewaysReaching(target, port);
    this.gatewaysByBackend.add(target, { port, gateways });
    return gateways;
  }

  /** Looks at all routes to the backend, so that the answer is kept. */
  private findGatewaysReaching(target: ObjectReference, port: ServicePort | undefined): readonly ReachingGateway[] {
    const found = new Map<
      string,
      { gateway?: ObjectReference; routes: Set<Manifest>; implementations: readonly string[] }
    >();
    for (const { route, reference } of this.backendsTo(target)) {
      if (port !== undefined && !meansPort(reference.port, port)) {
        continue;
      }
      for (const { key, gateway, implementations } of this.gatewaysOf(route)) {
        const entry = found.get(key) ?? { ...optional('gateway', gateway), implementations, routes: new Set() };
        entry.routes.add(route);
        found.set(key, entry);
      }
    }
    return [...found.values()].map((entry) => ({ ...entry, routes: [...entry.routes] }));
  }

  private gatewaysOf(route: Manifest) {
    const object = referenceTo(route);
    const vendor = this.directory.routeKinds.find((kind) => isOfKind(object, kind));
    if (vendor !== undefined) {
      return [{ key: vendor.implementations.join(), gateway: undefined, implementations: vendor.implementations }];
    }
    return this.parentsOf(route).flatMap(({ gateway }) =>
      gateway === undefined
        ? []
        : [{ key: identityOf(gateway), gateway, implementations: this.gateways.implementationsOf(gateway) }],
    );
  }

  private readParents(route: Manifest): readonly RouteParent[] {
    if (isOfKind(referenceTo(route), INGRESS)) {
      const to = this.gateways.classOfIngress(route);
      return to === undefined ? [] : [{ route, to, gateway: to }];
    }
    return this.references
      .of(route)
      .filter(({ purpose }) => purpose === 'parent')
      .slice(0, MAX_PARENTS)
      .map((reference) => ({
        route,
        reference,
        to: reference.to,
        ...optional('gateway', this.gateways.gatewayOfParent(reference.to)),
      }));
  }

  private findBackendsTo(target: ObjectReference): readonly RouteBackend[] {
    return this.backendReferencesTo(target).flatMap((reference) =>
      this.isRoute(reference.from)
        ? [backendAt(reference.from, reference, reference)]
        : this.placesLeadingTo(referenceTo(reference.from)).map((place) => backendAt(place.from, place, reference)),
    );
  }

  /** The references in routes that lead to a forwarder, by way of others at most. Forwarders may lead in a circle. */
  private placesLeadingTo(forwarder: ObjectReference): readonly Reference[] {
    const places: Reference[] = [];
    const seen = new Set([identityOf(forwarder)]);
    let forwarders: readonly ObjectReference[] = [forwarder];
    for (let depth = 0; depth < MAX_FORWARDERS && forwarders.length > 0; depth += 1) {
      const references = forwarders.flatMap((object) => this.backendReferencesTo(object));
      places.push(...references.filter(({ from }) => this.isRoute(from)));
      forwarders = references
        .filter(({ from }) => !this.isRoute(from))
        .map(({ from }) => referenceTo(from))
        .filter((object) => !seen.has(identityOf(object)) && seen.add(identityOf(object)));
    }
    return places;
  }

  private isRoute(manifest: Manifest): boolean {
    const object = referenceTo(manifest);
    return this.kinds.some((kind) => isOfKind(object, kind));
  }

  private backendReferencesTo(target: ObjectReference): readonly Reference[] {
    return this.references.to(target).filter(({ purpose }) => purpose === 'backend');
  }
}

function isSamePort(one: ServicePort | undefined, other: ServicePort | undefined): boolean {
  return one?.number === other?.number && one?.name === other?.name;
}

/** The place in a route where it leads, by `reference` in the end, to a backend. */
function backendAt(route: Manifest, place: Reference, reference: Reference): RouteBackend {
  return { route, reference, role: roleOf(place), rule: ruleOf(place) };
}

function roleOf({ path }: Reference): RouteBackend['role'] {
  if (path.includes('requestMirror')) {
    return 'mirror';
  }
  return path.includes('externalAuth') ? 'external-auth' : 'backend';
}

/** `spec.rules[0]` of a route, `spec.rules[0].http.paths[1]` of an Ingress, `spec.routes[2]` of vendors' kinds. */
function ruleOf({ path }: Reference): FieldPath {
  if (path[3] === 'http') {
    return path.slice(0, 6);
  }
  const index = path.findIndex((step) => typeof step === 'number');
  // `spec.defaultBackend` of an Ingress and `spec.service` of a Mapping have no rule around them.
  return path.slice(0, index < 0 ? 2 : index + 1);
}

import { MultiMap } from '../../../manifests/graph/multi-map';
import { ENVOY_PROXY, GATEWAY_CLASS, isOfKind } from '../../../manifests/graph/object-kinds';
import { identityOf, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';

/** Kinds of Envoy Gateway that send requests to backends beside the routes. */
const OTHER_SENDERS = ['SecurityPolicy', 'EnvoyExtensionPolicy'];

/** The EnvoyProxy of a Gateway: its own, else that of its class. How the two merge is not looked into. */
export function proxyOf(graph: ReferenceGraph, gateway: Manifest): Manifest | undefined {
  const proxies = graph.gateways.parametersOf(gateway).filter(({ to }) => isOfKind(to, ENVOY_PROXY));
  const own = proxies.find(({ from }) => !isOfKind(referenceTo(from), GATEWAY_CLASS));
  const [reference] = own === undefined ? proxies : [own];
  return reference && graph.index.find(reference.to);
}

/** What the Gateways of each EnvoyProxy send requests to. */
export class BackendsByProxy {
  private readonly backends = new MultiMap<ObjectReference>();

  constructor(private readonly graph: ReferenceGraph) {
    const proxies = new Map(
      graph.gateways.all().flatMap((gateway) => {
        const proxy = proxyOf(graph, gateway);
        return proxy === undefined ? [] : [[identityOf(referenceTo(gateway)), identityOf(referenceTo(proxy))]];
      }),
    );
    for (const route of proxies.size === 0 ? [] : graph.routes.all()) {
      const targets = graph.routes.backendsOf(route).map(({ reference }) => reference.to);
      for (const proxy of new Set(this.gatewaysOf(route).flatMap((gateway) => proxies.get(gateway) ?? []))) {
        for (const target of targets) {
          this.backends.add(proxy, target);
        }
      }
    }
  }

  /** None where other kinds than routes may send requests too, as their backends are not told apart by Gateway. */
  of(proxy: ObjectReference): readonly ObjectReference[] {
    const hasOthers = OTHER_SENDERS.some((kind) => this.graph.index.ofKind(ENVOY_PROXY.group, kind).length > 0);
    return hasOthers ? [] : this.backends.get(identityOf(proxy));
  }

  private gatewaysOf(route: Manifest): readonly string[] {
    return this.graph.routes
      .parentsOf(route)
      .flatMap(({ gateway }) => (gateway === undefined ? [] : [identityOf(gateway)]));
  }
}

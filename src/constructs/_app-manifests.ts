import type { BackendIntent } from '../gateways/intent';
import type { PatchTarget } from '../gateways/rendering';
import { groupOf, isJsonObject, type JsonObject, type JsonValue, type Manifest } from '../manifests/manifest';

const GATEWAY_ROUTES: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute']);

/** The objects of an app, looked up by name and by the Services that they send traffic to. */
export class AppManifests {
  private readonly byKey: ReadonlyMap<string, Manifest>;
  private readonly routesByService: ReadonlyMap<string, readonly Manifest[]>;

  constructor(readonly all: readonly Manifest[]) {
    this.byKey = new Map(
      all.map((manifest) => [keyOf({ group: groupOf(manifest.key.apiVersion), ...manifest.key }), manifest]),
    );
    this.routesByService = indexRoutes(all);
  }

  find(target: PatchTarget): Manifest | undefined {
    return this.byKey.get(keyOf(target));
  }

  /** Routes and Ingresses that send traffic to a Service at the port that is meant. */
  routesTo(backend: BackendIntent): readonly Manifest[] {
    if (backend.kind !== 'Service') {
      return [];
    }
    const candidates = this.routesByService.get(serviceKey(backend.namespace, backend.name)) ?? [];
    return candidates.filter(
      (route) =>
        route.key.kind === 'Ingress' ||
        backendRefsOf(route.body).some((ref) => pointsAt(ref, backend, route.key.namespace)),
    );
  }
}

/** Whether a route's backend reference names the Service, at the port that is meant. */
export function pointsAt(ref: JsonObject, backend: BackendIntent, routeNamespace: string | undefined): boolean {
  if (backend.kind !== 'Service' || (ref.kind ?? 'Service') !== 'Service' || (ref.group ?? '') !== '') {
    return false;
  }
  const samePort = backend.port?.number === undefined || ref.port === backend.port.number;
  return ref.name === backend.name && (ref.namespace ?? routeNamespace) === backend.namespace && samePort;
}

function indexRoutes(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> {
  const index = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    for (const service of new Set(servicesOf(manifest))) {
      const routes = index.get(service);
      if (routes === undefined) {
        index.set(service, [manifest]);
      } else {
        routes.push(manifest);
      }
    }
  }
  return index;
}

function servicesOf(manifest: Manifest): readonly string[] {
  const { kind, namespace } = manifest.key;
  if (kind === 'Ingress') {
    return ingressServices(manifest.body).map((name) => serviceKey(namespace, String(name)));
  }
  if (!GATEWAY_ROUTES.has(kind)) {
    return [];
  }
  return backendRefsOf(manifest.body).map((ref) =>
    serviceKey(typeof ref.namespace === 'string' ? ref.namespace : namespace, String(ref.name)),
  );
}

function backendRefsOf(body: JsonObject): readonly JsonObject[] {
  return objectsIn(body.spec, 'rules').flatMap((rule) => objectsIn(rule, 'backendRefs'));
}

function ingressServices(body: JsonObject): readonly JsonValue[] {
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const paths = objectsIn(spec, 'rules').flatMap((rule) => objectsIn(rule.http, 'paths'));
  const backends = [spec.defaultBackend, ...paths.map((path) => path.backend)].filter(isJsonObject);
  return backends.flatMap(({ service }) => (isJsonObject(service) && service.name !== undefined ? [service.name] : []));
}

function objectsIn(parent: JsonValue | undefined, field: string): readonly JsonObject[] {
  const list = isJsonObject(parent) ? parent[field] : undefined;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function keyOf(target: PatchTarget): string {
  return JSON.stringify([target.group, target.kind, target.namespace ?? '', target.name]);
}

function serviceKey(namespace: string | undefined, name: string): string {
  return JSON.stringify([namespace ?? '', name]);
}

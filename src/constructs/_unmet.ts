import type { Construct } from 'constructs';
import type { BackendIntent } from '../gateways/intent';
import type { RenderedPatch, Rendering } from '../gateways/rendering';
import type { Finding } from '../manifests/finding';
import { isJsonObject, type JsonValue, type Manifest } from '../manifests/manifest';
import type { AppManifests } from './_app-manifests';
import { manualChange } from './_manual-change';
import { routeKindFix } from './_route-kind-fix';

/** A change to an object that was not handed over: a finding unless the object of the app has it already. */
export function findUnmetPatch(scope: Construct, patch: RenderedPatch, manifests: AppManifests): readonly Finding[] {
  const manifest = manifests.find(patch.target);
  if (manifest !== undefined && contains(manifest.body, patch.patch)) {
    return [];
  }
  const { target, reason } = patch;
  const fix = (subject: string) => `merge ${JSON.stringify(patch.patch)} into ${subject}`;
  return [manualChange(scope, { target, manifest, reason, fix })];
}

/** Routes of the app that use the backend and lack what the gateway needs; or, where there are none, a word on them. */
export function findUnmetRoutes(
  scope: Construct,
  backends: readonly BackendIntent[],
  rendering: Rendering,
  manifests: AppManifests,
): readonly Finding[] {
  return [
    ...findRoutesWithoutAnnotations(scope, backends, rendering, manifests),
    ...findRoutesAroundBackend(scope, backends, rendering, manifests),
  ];
}

function findRoutesWithoutAnnotations(
  scope: Construct,
  backends: readonly BackendIntent[],
  rendering: Rendering,
  manifests: AppManifests,
): readonly Finding[] {
  const needed = rendering.routeAnnotations;
  if (Object.keys(needed).length === 0) {
    return [];
  }
  const routes = routesTo(backends, manifests);
  const fix = `annotate the route with ${Object.entries(needed)
    .map(([key, value]) => `${key}: "${value}"`)
    .join(', ')}`;
  if (routes.length === 0) {
    return [
      {
        rule: 'references/manual-change',
        severity: 'warning',
        path: '',
        constructPath: scope.node.path,
        message: 'no route of this app uses the backend, and each route that does needs annotations',
        fix,
      },
    ];
  }
  const lacking = routes.filter(
    (route) => isAble(route, rendering) && !contains(route.body.metadata, { annotations: needed }),
  );
  return lacking.map((route) => ({
    rule: 'kong/preserve-host-wins',
    severity: 'error',
    object: route.key,
    path: 'metadata.annotations',
    constructPath: route.constructPath,
    message: `the route does not carry what [${scope.node.path}] needs: the client's Host header would be sent and verified in place of the server name`,
    fix: `${fix}, or hand the route to the construct: routes: [...]`,
  }));
}

function findRoutesAroundBackend(
  scope: Construct,
  backends: readonly BackendIntent[],
  rendering: Rendering,
  manifests: AppManifests,
): readonly Finding[] {
  const { kind, name, port } = rendering.backendRef;
  if (kind === 'Service') {
    return findRoutesOfOtherKinds(scope, backends, rendering, manifests);
  }
  return routesTo(backends, manifests).map((route) => ({
    rule: 'gateway-api/no-policy-on-tls-port',
    severity: 'error',
    object: route.key,
    path: 'spec.rules',
    constructPath: route.constructPath,
    message: `the route points at the Service itself, past ${kind} ${name} of [${scope.node.path}], so neither TLS nor the client certificate is used`,
    fix: isAble(route, rendering)
      ? `point it at ${kind} ${name}${port === undefined ? '' : ` port ${port}`}, or hand the route to the construct: routes: [...]`
      : `send its requests by ${rendering.routeKinds?.join(' or ')}, which can point at ${kind} ${name}`,
  }));
}

/** Annotations of the Service hold for some kinds of route only. */
function findRoutesOfOtherKinds(
  scope: Construct,
  backends: readonly BackendIntent[],
  rendering: Rendering,
  manifests: AppManifests,
): readonly Finding[] {
  return routesTo(backends, manifests)
    .filter((route) => !isAble(route, rendering))
    .map((route) => ({
      rule: 'gateway-api/route-kind-not-covered',
      severity: 'error',
      object: route.key,
      path: 'spec.rules',
      constructPath: route.constructPath,
      message: `what [${scope.node.path}] sets for Service ${rendering.backendRef.name} does not hold for routes of this kind`,
      fix: routeKindFix(rendering, route.key.kind),
    }));
}

function isAble(route: Manifest, { routeKinds }: Rendering): boolean {
  return routeKinds === undefined || routeKinds.includes(route.key.kind);
}

function routesTo(backends: readonly BackendIntent[], manifests: AppManifests): readonly Manifest[] {
  return backends.flatMap((backend) => manifests.routesTo(backend));
}

function contains(present: JsonValue | undefined, wanted: JsonValue): boolean {
  if (isJsonObject(wanted)) {
    return (
      isJsonObject(present) &&
      Object.entries(wanted).every(([key, value]) => value === undefined || contains(present[key], value))
    );
  }
  return JSON.stringify(present) === JSON.stringify(wanted);
}

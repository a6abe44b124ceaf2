import { ApiObject, type ApiObjectMetadataDefinition, Chart, JsonPatch, Names } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { renderReferenceGrant } from '../gateways/gateway-api/client-certificate-ref';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { BackendIntent } from '../gateways/intent';
import type {
  BackendRef,
  PatchTarget,
  RenderContext,
  RenderedObject,
  RenderedPatch,
  Rendering,
  TargetClaim,
} from '../gateways/rendering';
import type { Finding } from '../manifests/finding';
import { isJsonObject, type JsonObject, type JsonValue } from '../manifests/manifest';
import { pointsAt } from './_app-manifests';
import { routeKindFix } from './_route-kind-fix';
import { unknownMixedPorts, unknownRouteKind, unknownRuleBackends } from './_unknown-combinations';
import { findUnmetPatch, findUnmetRoutes } from './_unmet';
import type { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

/** What of the app a rendering may be written to. */
export interface AppObjects {
  /** @default - the Service is not in the app */
  readonly service?: ApiObjectMetadataDefinition;
  /** @default - the Gateway is not in the app */
  readonly gatewayResource?: ApiObject;
}

/** Names of objects before they exist: as cdk8s would name a child with the role for its id. */
export function renderContextOf(scope: Construct): RenderContext {
  return { nameOf: (role) => Names.toDnsLabel(scope, { extra: [role.toLowerCase()] }) };
}

/**
 * Writes a rendering into the tree: its objects, its changes to objects of the app, and findings for the changes that
 * are left to the user.
 *
 * @throws ValidationError if another construct of the app claims the same backend, or an object says otherwise
 */
export function applyRendering(
  scope: Construct,
  checks: UpstreamTls,
  gateway: GatewayImplementation,
  backends: readonly BackendIntent[],
  rendering: Rendering,
  objects: AppObjects,
): ReadonlyMap<string, ApiObject> {
  checks.useGateway(gateway.implementation, gateway.version.toString());
  claimTargets(scope, checks, gateway, rendering.objects);
  const created = new Map(rendering.objects.map((object) => [object.role, createObject(scope, checks, object)]));
  for (const patch of rendering.patches) {
    applyPatch(scope, checks, patch, objects);
  }
  checks.addFindings((manifests) => [
    ...rendering.notes.map((note): Finding => ({ ...note, path: '', constructPath: scope.node.path })),
    ...findUnmetRoutes(scope, backends, rendering, manifests),
  ]);
  return created;
}

function createObject(scope: Construct, checks: UpstreamTls, rendered: RenderedObject): ApiObject {
  const { role, sharedAs, sharedFix, manifest } = rendered;
  if (sharedAs === undefined) {
    return new ApiObject(scope, role, manifest);
  }
  return checks.share(scope, sharedAs, manifest, () => new ApiObject(Chart.of(scope), sharedAs, manifest), sharedFix);
}

/** Two policies on one target are two truths; the gateway keeps one of them, or neither. */
function claimTargets(
  scope: Construct,
  checks: UpstreamTls,
  gateway: GatewayImplementation,
  objects: readonly RenderedObject[],
): void {
  for (const { manifest, claims } of objects) {
    for (const claim of claims ?? []) {
      claimForKind(scope, checks, manifest, claim);
    }
    const targetRefs = isJsonObject(manifest.spec) ? manifest.spec.targetRefs : undefined;
    for (const target of Array.isArray(targetRefs) ? targetRefs.filter(isJsonObject) : []) {
      const namespace = manifest.metadata.namespace ?? Chart.of(scope).namespace ?? '';
      const thing = `${target.kind} ${namespace === '' ? '' : `${namespace}/`}${target.name}`;
      claimTarget(scope, checks, gateway, thing, target.sectionName as string | undefined);
    }
  }
}

/** Other kinds may set TLS for the same target: they are told to other gateways. */
function claimForKind(
  scope: Construct,
  checks: UpstreamTls,
  { apiVersion, kind, metadata }: RenderedObject['manifest'],
  { port, ...target }: TargetClaim,
): void {
  const namespace = metadata.namespace ?? Chart.of(scope).namespace;
  const thing = describe({ ...(typeof namespace === 'string' ? { namespace } : {}), ...target });
  const part = port === undefined ? '' : ` port ${port}`;
  checks.claim(
    scope,
    `${apiVersion} ${kind} of ${thing}${part}`,
    (other) => `[${other}] already has the ${kind} (${apiVersion}) of ${thing}${part}, and there is one at most`,
    'keep one of the two, or give each port a Service of its own',
  );
}

function claimTarget(
  scope: Construct,
  checks: UpstreamTls,
  gateway: GatewayImplementation,
  thing: string,
  port: string | undefined,
): void {
  checks.claim(
    scope,
    `${thing} port ${port ?? '*'}`,
    (other) =>
      `[${other}] already sets TLS for ${thing}${port === undefined ? '' : ` port ${port}`}; a gateway keeps one of two policies at most`,
    'keep one of the two',
  );
  const mixed = gateway.capability('btp.mixedPorts').value;
  const other = checks.claimMixed(scope, thing, port === undefined);
  if (other !== undefined) {
    checks.addFindings(() => unknownMixedPorts(scope, gateway, thing, other));
  }
  if (other !== undefined && mixed === 'conflict') {
    throw new ValidationError(scope, {
      rule: 'gateway-api/mixed-port-policies',
      message: `[${other}] sets TLS for ${thing} ${port === undefined ? 'by port' : 'as a whole'}, this construct ${port === undefined ? 'as a whole' : 'by port'}; ${gateway} keeps one of them`,
      fix: 'name a port in each, or give each port a Service of its own',
    });
  }
}

function applyPatch(scope: Construct, checks: UpstreamTls, patch: RenderedPatch, objects: AppObjects): void {
  const metadata = patch.target.kind === 'Service' ? objects.service : objects.gatewayResource?.metadata;
  const resource = patch.target.kind === 'Gateway' ? objects.gatewayResource : undefined;
  const { metadata: metadataPatch, ...rest } = patch.patch;
  const annotations =
    isJsonObject(metadataPatch) && isJsonObject(metadataPatch.annotations) ? metadataPatch.annotations : {};
  if (metadata === undefined || (Object.keys(rest).length > 0 && resource === undefined)) {
    requireAgreement(scope, checks, describe(patch.target), patch.patch);
    checks.addFindings((manifests) => findUnmetPatch(scope, patch, manifests));
    return;
  }
  addAnnotations(scope, describe(patch.target), metadata, annotations as Record<string, string>);
  if (resource !== undefined) {
    mergeInto(scope, resource, rest);
  }
}

/** @throws ValidationError if another construct needs something else at the same place: no object can be both */
function requireAgreement(
  scope: Construct,
  checks: UpstreamTls,
  subject: string,
  patch: JsonValue | undefined,
  path: readonly string[] = [],
): void {
  if (isJsonObject(patch)) {
    for (const [key, value] of Object.entries(patch)) {
      requireAgreement(scope, checks, subject, value, [...path, key]);
    }
    return;
  }
  const value = JSON.stringify(patch);
  const other = checks.claimValue(scope, `${subject} ${JSON.stringify(path)}`, value);
  if (other !== undefined) {
    throw new ValidationError(scope, {
      rule: 'manifests/duplicate-object',
      message: `${subject} needs ${path.join('.')} = ${value}, and [${other.path}] needs ${other.value} there`,
      fix: `give all backends of ${subject} the same client certificate, or one certificate per backend where the gateway can`,
    });
  }
}

/**
 * Adds annotations to an object of the app.
 * @throws ValidationError if it says otherwise already
 */
export function addAnnotations(
  scope: Construct,
  subject: string,
  metadata: ApiObjectMetadataDefinition,
  annotations: Readonly<Record<string, string>>,
): void {
  const { annotations: existing = {} } = metadata.toJson() ?? {};
  for (const key of Object.keys(annotations).sort()) {
    const present: string | undefined = existing[key];
    const value = annotations[key] ?? '';
    if (present !== undefined && present !== value) {
      throw new ValidationError(scope, {
        rule: 'manifests/duplicate-object',
        message: `${subject} already has annotation ${key}: "${present}"; "${value}" is needed`,
        fix: `remove the annotation from ${subject}`,
      });
    }
    if (present === undefined) {
      metadata.addAnnotation(key, value);
    }
  }
}

/** Merges a JSON merge patch into an object of the app, and refuses to change what it says already. */
function mergeInto(scope: Construct, object: ApiObject, patch: JsonObject): void {
  const subject = `${object.kind} ${object.metadata.namespace === undefined ? '' : `${object.metadata.namespace}/`}${object.name}`;
  const operations = missingParts(object.toJson(), patch, '', (path, found, wanted) => {
    throw new ValidationError(scope, {
      rule: 'manifests/duplicate-object',
      message: `${subject} already has ${path.slice(1).replaceAll('/', '.')} = ${JSON.stringify(found)}; ${JSON.stringify(wanted)} is needed`,
      fix: `give all backends of ${subject} the same client certificate, or one certificate per backend where the gateway can`,
    });
  });
  object.addJsonPatch(...operations.map(({ path, value }) => JsonPatch.add(path, value)));
}

interface MissingPart {
  readonly path: string;
  readonly value: JsonValue;
}

function missingParts(
  present: unknown,
  wanted: JsonValue | undefined,
  path: string,
  onConflict: (path: string, found: unknown, wanted: JsonValue) => never,
): MissingPart[] {
  if (wanted === undefined) {
    return [];
  }
  if (present === undefined) {
    return [{ path, value: wanted }];
  }
  if (isJsonObject(wanted) && isJsonObject(present)) {
    return Object.keys(wanted).flatMap((key) =>
      missingParts(present[key], wanted[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, onConflict),
    );
  }
  return JSON.stringify(present) === JSON.stringify(wanted) ? [] : onConflict(path, present, wanted);
}

function describe(target: Pick<PatchTarget, 'kind' | 'name' | 'namespace'>): string {
  return `${target.kind} ${target.namespace === undefined ? '' : `${target.namespace}/`}${target.name}`;
}

/**
 * Makes a route of the app use the backend: annotations that the gateway needs on it, the reference that carries the
 * client certificate, and the grant for a reference that leaves its namespace.
 *
 * @throws ValidationError if the object is no route of the app, or says otherwise already
 */
export function attachRoute(
  scope: Construct,
  checks: UpstreamTls,
  gateway: GatewayImplementation,
  routeConstruct: IConstruct,
  backend: BackendIntent,
  rendering: Rendering,
): void {
  const route = ApiObject.of(routeConstruct);
  if (!ROUTE_KINDS.has(route.kind)) {
    throw new ValidationError(scope, {
      rule: 'schema/invalid-value',
      message: `${route.kind} "${route.name}" is not a route; ${[...ROUTE_KINDS].join(', ')} are allowed`,
      fix: 'give the route that sends traffic to the backend',
    });
  }
  const subject = `${route.kind} ${route.metadata.namespace === undefined ? '' : `${route.metadata.namespace}/`}${route.name}`;
  requireRouteKind(scope, route.kind, subject, rendering);
  addAnnotations(scope, subject, route.metadata, rendering.routeAnnotations);
  if (route.kind === 'Ingress') {
    return;
  }
  const findings = [
    ...unknownRuleBackends(scope, gateway, route, backend),
    ...unknownRouteKind(scope, gateway, route, rendering),
  ];
  checks.addFindings(() => findings);
  redirectBackendRefs(route, backend, rendering.backendRef);
  grantRoute(scope, checks, route, rendering.backendRef);
}

function requireRouteKind(scope: Construct, kind: string, subject: string, rendering: Rendering): void {
  const { routeKinds, backendRef } = rendering;
  if (routeKinds !== undefined && !routeKinds.includes(kind)) {
    throw new ValidationError(scope, {
      rule: 'gateway-api/route-kind-not-covered',
      message: `${subject} cannot lead to ${backendRef.kind} ${backendRef.name}, which TLS to the backend is set for; ${routeKinds.join(', ')} can`,
      fix: routeKindFix(rendering, kind),
    });
  }
}

const ROUTE_KINDS: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'Ingress']);

function redirectBackendRefs(route: ApiObject, backend: BackendIntent, target: BackendRef): void {
  if (backend.kind !== 'Service' || target.kind === 'Service') {
    return;
  }
  const namespace = route.metadata.namespace;
  const rules: readonly JsonObject[] = route.toJson().spec?.rules ?? [];
  rules.forEach((rule, ruleIndex) => {
    const refs = (rule.backendRefs ?? []) as readonly JsonObject[];
    refs.forEach((ref, refIndex) => {
      if (pointsAt(ref, backend, namespace)) {
        const { weight, filters } = ref;
        const kept = { ...(weight === undefined ? {} : { weight }), ...(filters === undefined ? {} : { filters }) };
        route.addJsonPatch(
          JsonPatch.replace(`/spec/rules/${ruleIndex}/backendRefs/${refIndex}`, {
            ...backendRefIn(target, namespace),
            ...kept,
          }),
        );
      }
    });
  });
}

function backendRefIn(ref: BackendRef, namespace: string | undefined): JsonObject {
  const { namespace: own, ...rest } = ref;
  return own === undefined || own === namespace ? { ...rest } : { ...rest, namespace: own };
}

function grantRoute(scope: Construct, checks: UpstreamTls, route: ApiObject, target: BackendRef): void {
  const from = route.metadata.namespace;
  if (from === undefined || target.namespace === undefined || from === target.namespace) {
    return;
  }
  const grant = renderReferenceGrant({
    from: { group: route.apiGroup, kind: route.kind, namespace: from },
    to: { group: target.group, kind: target.kind, name: target.name },
    namespace: target.namespace,
  });
  refusingFor(scope, () => createObject(scope, checks, grant));
}

import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Capability } from '../gateways/capabilities';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { BackendIntent } from '../gateways/intent';
import type { Rendering } from '../gateways/rendering';
import { unknownNote } from '../gateways/wording';
import type { Finding } from '../manifests/finding';
import { GATEWAY_API } from '../manifests/graph/object-kinds';
import { groupOf, type JsonObject } from '../manifests/manifest';
import { pointsAt } from './_app-manifests';

/** Two policies share a Service, one of them for a port: a finding where nobody knows what becomes of them. */
export function unknownMixedPorts(
  scope: Construct,
  gateway: GatewayImplementation,
  thing: string,
  other: string,
): readonly Finding[] {
  return unknownFinding(
    scope,
    gateway,
    'btp.mixedPorts',
    `what becomes of ${thing}, for which [${other}] and this construct set TLS, one as a whole and one by port,`,
  );
}

/** A rule of a route spreads requests over several backends: a finding where nobody knows whether they may differ. */
export function unknownRuleBackends(
  scope: Construct,
  gateway: GatewayImplementation,
  route: ApiObject,
  backend: BackendIntent,
): readonly Finding[] {
  const rules: readonly JsonObject[] = route.toJson().spec?.rules ?? [];
  const shares = rules.some(({ backendRefs }) => {
    const refs = (backendRefs ?? []) as readonly JsonObject[];
    return refs.length > 1 && refs.some((ref) => pointsAt(ref, backend, route.metadata.namespace));
  });
  return shares
    ? unknownFinding(
        scope,
        gateway,
        'btp.ruleBackends',
        `whether the backends in one rule of ${route.kind} ${route.name} may differ in their TLS settings`,
      )
    : [];
}

/** Kinds that a backend may be behind where a gateway applies policies to HTTPRoutes; what a TLSRoute passes on has no such hop. */
const OTHER_ROUTES: ReadonlySet<string> = new Set(['GRPCRoute', 'TCPRoute']);

/** A route that is no HTTPRoute leads to the target of a policy: a finding where nobody knows whether it counts there. */
export function unknownRouteKind(
  scope: Construct,
  gateway: GatewayImplementation,
  route: ApiObject,
  rendering: Rendering,
): readonly Finding[] {
  const { value, evidence, unsettled, notApplicable } = gateway.capability('btp.routeKinds');
  const isUnknown = notApplicable !== true && (value === 'unknown' || unsettled?.includes(route.kind) === true);
  const isMeant = OTHER_ROUTES.has(route.kind) && rendering.objects.some(({ manifest }) => isPolicy(manifest));
  return isUnknown && isMeant
    ? [
        {
          ...unknownNote(gateway, `whether it applies the policy to backends of ${route.kind} ${route.name}`, evidence),
          fix: 'lead to the backend by an HTTPRoute, or test on your cluster that it gets TLS',
          path: '',
          constructPath: scope.node.path,
        },
      ]
    : [];
}

function isPolicy({ apiVersion, kind }: JsonObject): boolean {
  return kind === 'BackendTLSPolicy' && groupOf(String(apiVersion)) === GATEWAY_API;
}

function unknownFinding(
  scope: Construct,
  gateway: GatewayImplementation,
  capability: Capability,
  what: string,
): readonly Finding[] {
  const { value, evidence, notApplicable } = gateway.capability(capability);
  return value === 'unknown' && notApplicable !== true
    ? [{ ...unknownNote(gateway, what, evidence), path: '', constructPath: scope.node.path }]
    : [];
}

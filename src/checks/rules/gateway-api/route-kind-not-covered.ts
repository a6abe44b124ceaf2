import type { RouteKind } from '../../../gateways/capabilities';
import { gatewayNamed } from '../../../gateways/registry';
import { GATEWAY_API } from '../../../manifests/graph/object-kinds';
import { formatReference, identityOf } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey, groupOf, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { implementationsOf } from '../_applicable-gateways';
import { describeGateway } from '../_vendor-capability';
import { NO_ANSWER, type PolicyTarget, policiesOf, targetsOf } from './_policies';
import { remember } from './_remember';

const ROUTES: ReadonlySet<string> = new Set<RouteKind>(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute']);

/** Routes whose backends a policy does not reach. */
export const routeKindNotCovered: Rule<CheckContext> = {
  id: 'gateway-api/route-kind-not-covered',
  severity: 'error',
  title: 'A route leads to the target of a BackendTLSPolicy by a kind of route to which the gateway does not apply it',
  why:
    'Gateways apply the policy to some kinds of route only; by the others the backend is reached in plaintext, and the policy ' +
    'says Accepted (cilium/cilium#48935 for GRPCRoute). Conformance up to Gateway API 1.6 asks about HTTPRoute alone.',
  fix: "Lead to the backend by an HTTPRoute, or use the gateway's own kind.",
  check(context) {
    const gatewaysOf = remember(placeOf, (target: PolicyTarget) => routedGateways(context, target));
    const reached = policiesOf(context).flatMap((policy) =>
      targetsOf(context, policy).flatMap((target) =>
        gatewaysOf(target).map((routed) => ({ policy, target, ...routed })),
      ),
    );
    if (reached.length === 0) {
      return notApplicable('no route of the set leads to the target of a BackendTLSPolicy');
    }
    const answered = reached.flatMap((each) => {
      const answer = context.questions.holds(each.gateway, 'btp.routeKinds', each.route.key.kind);
      return answer === undefined ? [] : [{ ...each, answer }];
    });
    if (answered.length === 0) {
      return notApplicable(NO_ANSWER);
    }
    return resultOf(
      answered
        .filter(({ answer }) => !answer.value)
        .map(({ policy, target, route, gateway, answer }): RuleFinding => {
          const kinds = answer.list.join(', ');
          return {
            manifest: policy,
            path: target.path,
            message: `${formatKey(route.key)} leads to ${formatReference(target.target)}; ${describeGateway(gateway)} applies policies to backends of ${kinds} only (${answer.evidence})`,
            fix: `lead to the backend by ${kinds}, or use the gateway's own kind`,
          };
        }),
    );
  },
};

function placeOf({ target, servicePort }: PolicyTarget): string {
  return JSON.stringify([identityOf(target), servicePort?.number ?? null]);
}

/** The routes to a target with the gateways that they are attached to; one route of a kind for each gateway is enough. */
function routedGateways(context: CheckContext, { target, servicePort }: PolicyTarget) {
  return context.graph.routes.gatewaysReaching(target, servicePort).flatMap(({ gateway, routes }) => {
    const kinds = new Map(
      routes.filter((route) => isJudged(context, route, gateway)).map((route) => [route.key.kind, route]),
    );
    const known = gateway === undefined ? [] : implementationsOf(context, gateway);
    return known.flatMap((each) => {
      const http =
        gatewayNamed(each.name)?.policyReading?.appliesToService === true ? kinds.get('HTTPRoute') : undefined;
      const judged = http === undefined ? [...kinds.values()] : [http];
      return judged.map((route) => ({ gateway: each, route }));
    });
  });
}

/** Of TLSRoutes only those that end the client's TLS have a hop to secure: through the others the client's own passes. */
function isJudged(context: CheckContext, route: Manifest, through: ObjectReference | undefined): boolean {
  const { kind, apiVersion } = route.key;
  if (groupOf(apiVersion) !== GATEWAY_API || !ROUTES.has(kind)) {
    return false;
  }
  return kind !== 'TLSRoute' || endsTls(context, route, through);
}

function endsTls({ graph, index }: CheckContext, route: Manifest, through: ObjectReference | undefined): boolean {
  const listeners = graph.routes.parentsOf(route).flatMap(({ gateway, reference }) => {
    const isMeant = gateway !== undefined && through !== undefined && identityOf(gateway) === identityOf(through);
    const manifest = isMeant ? index.find(gateway) : undefined;
    return manifest === undefined || reference === undefined ? [] : graph.gateways.listenersOf(manifest, reference);
  });
  return listeners.some(({ protocol, tlsMode }) => protocol === 'TLS' && tlsMode === 'Terminate');
}

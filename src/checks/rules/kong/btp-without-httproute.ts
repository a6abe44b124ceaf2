import { grpcRemedy } from '../../../gateways/kong/grpc-remedy';
import { formatReference } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { backendTlsPolicies, isKongs, kongTargetsOf, VERSION_UNKNOWN } from './_kong';

/** A policy that no HTTPRoute leads to has no ancestor, and one without ancestor is passed over. */
export const btpWithoutHttproute: Rule<CheckContext> = {
  id: 'kong/btp-without-httproute',
  severity: 'error',
  title: 'A BackendTLSPolicy is on a Service that Kong reaches by no HTTPRoute, so that it is not applied',
  why:
    'Kong looks for the Gateways of a policy through HTTPRoutes only. Where an Ingress or a GRPCRoute, TLSRoute or TCPRoute ' +
    'alone leads to the Service, the policy gets no status and no effect: the annotations of the Service decide.',
  fix: 'Say the TLS of the Service by konghq.com annotations where an Ingress leads there; otherwise lead there by an HTTPRoute.',
  check(context) {
    const targets = backendTlsPolicies(context.index).flatMap((policy) =>
      kongTargetsOf(context, policy).map((target) => ({
        policy,
        ...target,
        routes: kongRoutesTo(context, target.service),
      })),
    );
    // Where no route leads there, routes may stand elsewhere.
    const routed = targets.filter(({ routes }) => routes.length > 0);
    if (routed.length === 0) {
      return notApplicable('there is no BackendTLSPolicy on a Service that a route of Kong leads to');
    }
    const open = routed.filter(({ routes }) => routes.every(({ key }) => key.kind !== 'HTTPRoute'));
    const judged = open.flatMap((target) =>
      target.controllers.map((controller) => ({ ...target, controller, kinds: kindsOf(context, controller) })),
    );
    if (judged.length > 0 && judged.every(({ kinds }) => kinds === undefined)) {
      return notApplicable(VERSION_UNKNOWN);
    }
    return resultOf(judged.flatMap((target) => notApplied(target)));
  },
};

interface Judged {
  readonly policy: Manifest;
  readonly service: ObjectReference;
  readonly routes: readonly Manifest[];
  readonly controller: ApplicableGateway;
  readonly kinds: readonly string[] | undefined;
}

function notApplied({ policy, service, routes, controller, kinds }: Judged): readonly RuleFinding[] {
  const found = [...new Set(routes.map(({ key }) => key.kind))].sort();
  if (kinds === undefined || found.some((kind) => kinds.includes(kind))) {
    return [];
  }
  return [
    {
      manifest: policy,
      path: ['spec', 'targetRefs'],
      message: `${formatReference(service)} is reached by ${found.join(' and ')} only, and ${describeGateway(controller)} applies a policy through ${kinds.join(' and ')} only`,
      fix: remedyOf(found, formatReference(service), kinds),
    },
  ];
}

/** What serves the routes that lead there: annotations hold for Ingresses, and nothing does for gRPC. */
function remedyOf(found: readonly string[], service: string, kinds: readonly string[]): string {
  if (found.includes('GRPCRoute')) {
    return grpcRemedy('oneWay');
  }
  return found.every((kind) => kind === 'Ingress')
    ? `give ${service} the annotations konghq.com/protocol: https, konghq.com/tls-verify: "true" and konghq.com/ca-certificates-configmaps in place of the policy`
    : `lead to ${service} by ${kinds.join(' or ')}`;
}

/** The kinds of route through which a policy is applied; undefined where that is not known. */
function kindsOf({ questions }: CheckContext, controller: ApplicableGateway): readonly string[] | undefined {
  const kinds = questions.ask(controller, 'btp.routeKinds');
  return kinds === 'any' ? undefined : kinds;
}

function kongRoutesTo(context: CheckContext, service: ObjectReference): readonly Manifest[] {
  return context.graph.routes
    .gatewaysReaching(service)
    .filter(({ gateway }) => gateway !== undefined && isKongs(context, gateway))
    .flatMap(({ routes }) => routes);
}

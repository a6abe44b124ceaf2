import { fieldAt } from '../../../manifests/graph/json-fields';
import { MultiMap } from '../../../manifests/graph/multi-map';
import { isOfKind, ROUTE_KINDS, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference, identityOf } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { RouteBackend } from '../../../manifests/graph/routes';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatPath, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { kongAnnotations, kongControllerOf, policiesOn, readsPolicies, VERSION_UNKNOWN } from './_kong';

/** Two Services that one rule sends requests to. */
interface Pair {
  readonly first: RouteBackend;
  readonly second: RouteBackend;
  readonly controller: ApplicableGateway;
}

/** All backends of one rule become one Kong service, which has one name, one protocol and one list of authorities. */
export const backendsDisagree: Rule<CheckContext> = {
  id: 'kong/backends-disagree',
  severity: 'error',
  title: 'The Services of one rule differ in BackendTLSPolicies or konghq.com annotations, which Kong merges',
  why:
    'Kong makes one service of all backends of a rule of a Gateway API route. Lists of authorities are then joined, the protocol of ' +
    'one backend counts for all, and the name that is verified is taken in random order: it can change with each configuration. ' +
    'Different annotations are refused with an event. Paths of an Ingress have a backend of their own and cannot disagree.',
  fix: 'Give each backend a rule of its own, or all of them the same policy and annotations.',
  check(context) {
    const pairs = ROUTE_KINDS.flatMap(({ group, kind }) => context.index.ofKind(group, kind)).flatMap((route) =>
      pairsOf(context, route),
    );
    if (pairs.length === 0) {
      return notApplicable('no rule of a route of Kong has several Services');
    }
    const different = pairs.filter((pair) => differencesOf(context.graph, pair, true).length > 0);
    const judged = different.map((pair) => ({ pair, reads: readsPolicies(context, pair.controller) }));
    if (judged.length > 0 && judged.every(({ reads }) => reads === undefined)) {
      return notApplicable(VERSION_UNKNOWN);
    }
    return resultOf(
      judged.flatMap(({ pair, reads }) => (reads === undefined ? [] : disagreement(context.graph, pair, reads))),
    );
  },
};

/** Each further Service of a rule with the first one: if all agree with that, they agree. */
function pairsOf(context: CheckContext, route: Manifest): readonly Pair[] {
  const controller = kongControllerOf(context, route);
  if (controller === undefined) {
    return [];
  }
  const byRule = new MultiMap<RouteBackend>();
  const rules = new Set<string>();
  for (const backend of context.graph.routes.backendsOf(route)) {
    if (backend.role === 'backend' && isOfKind(backend.reference.to, SERVICE)) {
      const rule = formatPath(backend.rule);
      rules.add(rule);
      byRule.add(rule, backend);
    }
  }
  return [...rules].flatMap((rule) => {
    const [first, ...others] = distinct(byRule.get(rule));
    return first === undefined ? [] : others.map((second) => ({ first, second, controller }));
  });
}

function distinct(backends: readonly RouteBackend[]): readonly RouteBackend[] {
  const byService = new Map<string, RouteBackend>();
  for (const backend of backends) {
    const identity = identityOf(backend.reference.to);
    byService.set(identity, byService.get(identity) ?? backend);
  }
  return [...byService.values()];
}

/** In what two Services differ, with their policies if those are read. */
function differencesOf(graph: ReferenceGraph, { first, second }: Pair, readsBtp: boolean): readonly string[] {
  const [a, b] = [first.reference.to, second.reference.to];
  return [
    ...(readsBtp && policyText(graph, a) !== policyText(graph, b) ? ['their BackendTLSPolicies'] : []),
    ...differentAnnotations(graph.index.find(a), graph.index.find(b)),
  ];
}

function disagreement(graph: ReferenceGraph, pair: Pair, readsBtp: boolean): readonly RuleFinding[] {
  const { first, second, controller } = pair;
  const [a, b] = [first.reference.to, second.reference.to];
  const differences = differencesOf(graph, pair, readsBtp);
  if (differences.length === 0) {
    return [];
  }
  return [
    {
      manifest: second.route,
      path: second.reference.path,
      message: `${formatReference(b)} and ${formatReference(a)} stand in one rule and differ in ${differences.join(', ')}; ${describeGateway(controller)} makes one Kong service of both, with the settings of either`,
      fix: `give ${formatReference(b)} a rule of its own, or make the two agree in ${differences.join(', ')}`,
    },
  ];
}

/** What the policies on a Service ask for, as text that is the same where they ask for the same. */
function policyText(graph: ReferenceGraph, service: ObjectReference): string {
  return JSON.stringify(
    policiesOn(graph, service).map(({ body }) => [
      fieldAt(body, 'spec', 'validation'),
      fieldAt(body, 'spec', 'options'),
    ]),
  );
}

/** A Service outside the set may have any annotations. */
function differentAnnotations(a: Manifest | undefined, b: Manifest | undefined): readonly string[] {
  if (a === undefined || b === undefined) {
    return [];
  }
  const [ofA, ofB] = [kongAnnotations(a), kongAnnotations(b)];
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])].sort();
  return names.filter((name) => ofA.get(name) !== ofB.get(name));
}

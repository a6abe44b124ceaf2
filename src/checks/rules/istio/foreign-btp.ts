import { annotationOf } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';

/** A policy for another gateway that changes the mesh. */
export const foreignBtp: Rule<CheckContext> = {
  id: 'istio/foreign-btp',
  severity: 'warning',
  title: 'A BackendTLSPolicy that is written for another gateway is read by Istio too',
  why:
    'Istio makes settings for the whole mesh of every BackendTLSPolicy in the cluster, whatever gateway it was written for. Sidecars ' +
    'then speak plain TLS to that Service instead of the mutual TLS of the mesh, and a DestinationRule of your own may lose ' +
    '(istio/istio#60122).',
  fix: 'Annotate the policy with istio.io/ignore-policy-attachment: "true", which Istio 1.30.1 and later reads.',
  check(context) {
    if (context.gateways.every(({ name }) => name !== 'istio')) {
      return notApplicable('Istio is not stated');
    }
    const foreign = foreignPolicies(context);
    if (foreign.length === 0) {
      return notApplicable('no BackendTLSPolicy is on a backend that another gateway alone sends requests to');
    }
    return judgeVendor(context.questions, 'istio', 'btp.optOut', ({ gateway, value }) =>
      resultOf(
        foreign
          .filter(({ policy }) => value === 'none' || annotationOf(policy, value) !== 'true')
          .map((policy) => finding(policy, describeGateway(gateway), value)),
      ),
    );
  },
};

/** A policy on a backend that only gateways of other implementations send requests to. */
interface ForeignPolicy {
  readonly policy: Manifest;
  readonly target: ObjectReference;
  readonly titles: readonly string[];
}

function foreignPolicies({ index, graph, questions }: CheckContext): readonly ForeignPolicy[] {
  return index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind).flatMap((policy) => {
    const foreign = graph.policies.targetsOf(policy).map(({ target }) => {
      const reaching = graph.routes.gatewaysReaching(target);
      const isKnown = reaching.length > 0 && reaching.every(({ implementations }) => implementations.length > 0);
      const names = [...new Set(reaching.flatMap(({ implementations }) => implementations))];
      const titles = names.map((name) => questions.gateway(name)?.title ?? name);
      return { policy, target, titles, isForeign: isKnown && !names.includes('istio') };
    });
    return foreign.filter(({ isForeign }) => isForeign).slice(0, 1);
  });
}

function finding({ policy, target, titles }: ForeignPolicy, istio: string, optOut: string): RuleFinding {
  return {
    manifest: policy,
    path: ['metadata', 'annotations'],
    message: `the policy is for ${titles.join(' and ')}; ${istio} reads it too, and sidecars stop using the mutual TLS of the mesh to ${formatReference(target)}`,
    fix:
      optOut === 'none'
        ? `use Istio 1.30.1 or later, which can be told to ignore the policy, or the own TLS settings of ${titles.join(' and ')}`
        : `annotate the policy with ${optOut}: "true"`,
  };
}

import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { gatewaysOfPolicy, NO_POLICY, policiesOf, targetsOf } from './_policies';

/** More targets than implementations need take. */
export const severalTargets: Rule<CheckContext> = {
  id: 'gateway-api/several-targets',
  severity: 'warning',
  title: 'A BackendTLSPolicy has more than one target',
  why:
    'The specification says since 1.4.1 that implementations should not support more than one targetRef for now ' +
    '(kubernetes-sigs/gateway-api#4298): the status cannot tell the targets apart, and a gateway may apply the policy to the ' +
    'first one only, as kgateway 2.0 does (kgateway-dev/kgateway#11356).',
  fix: 'Write one policy per Service.',
  check(context) {
    const policies = policiesOf(context);
    return policies.length === 0
      ? notApplicable(NO_POLICY)
      : resultOf(policies.flatMap((policy) => tooManyTargets(context, policy)));
  },
};

function tooManyTargets(context: CheckContext, policy: Manifest): readonly RuleFinding[] {
  const targets = targetsOf(context, policy);
  const second = targets[1];
  if (second === undefined) {
    return [];
  }
  const fix = 'write one policy per Service';
  const partial = gatewaysOfPolicy(context, policy).filter(
    (gateway) => context.questions.ask(gateway, 'btp.targetRefs') === 'first-only',
  );
  if (partial.length === 0) {
    const message = `the policy has ${targets.length} targets; portable is one, more should not be supported`;
    return [{ manifest: policy, path: ['spec', 'targetRefs'], message, fix }];
  }
  return partial.map((gateway) => ({
    manifest: policy,
    path: second.path,
    severity: 'error',
    message: `the policy has ${targets.length} targets, of which ${describeGateway(gateway)} applies it to the first only: the others are reached in plaintext`,
    fix,
  }));
}

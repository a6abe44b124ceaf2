import { formatReference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { policiesOf } from './_policies';
import { policiesByTarget, type TargetedBy } from './_policies-by-target';

/** Policies that are about the same port, or all of the same Service. */
export const conflictingPolicies: Rule<CheckContext> = {
  id: 'gateway-api/conflicting-policies',
  severity: 'error',
  title: 'Two BackendTLSPolicies have the same target and sectionName',
  why:
    'One of them is applied and the others are Conflicted: the oldest wins, and of the same age the first by namespace and name, ' +
    'so that a restore or a new cluster can turn the verdict. Nothing is merged. Kong applies none of them.',
  fix: 'Keep one policy for each Service, or for each of its ports.',
  check(context) {
    return policiesOf(context).length < 2
      ? notApplicable('there are no two BackendTLSPolicies')
      : resultOf(policiesByTarget(context).flatMap(conflictsAmong));
  },
};

function conflictsAmong(policies: readonly TargetedBy[]): readonly RuleFinding[] {
  const winners = new Map<string | undefined, TargetedBy>();
  return policies.flatMap((each): readonly RuleFinding[] => {
    const { sectionName } = each.target;
    const winner = winners.get(sectionName);
    if (winner === undefined) {
      winners.set(sectionName, each);
      return [];
    }
    return [conflict(winner, each)];
  });
}

function conflict({ policy: winner }: TargetedBy, { policy, target }: TargetedBy): RuleFinding {
  const section = target.sectionName === undefined ? '' : `, sectionName ${JSON.stringify(target.sectionName)},`;
  return {
    manifest: policy,
    path: target.path,
    message: `${formatReference(target.target)}${section} is also the target of ${formatKey(winner.key)}; the older of the two is applied, of the same age ${winner.key.name}, the other is Conflicted, and Kong applies none`,
    fix: `keep one of ${policy.key.name} and ${winner.key.name}`,
  };
}

import { identityOf, referenceTo } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';
import { type PolicyTarget, policiesOf, targetsOf } from './_policies';

/** A policy with one of its targets. */
export interface TargetedBy {
  readonly policy: Manifest;
  readonly target: PolicyTarget;
}

/** All policies by what they target, each target in the order of policies that decides between those of the same age. */
export function policiesByTarget(context: CheckContext): readonly (readonly TargetedBy[])[] {
  const byTarget = new Map<string, Map<string, TargetedBy>>();
  for (const policy of policiesOf(context)) {
    for (const target of targetsOf(context, policy)) {
      const key = identityOf(target.target);
      const policies = byTarget.get(key) ?? new Map<string, TargetedBy>();
      // One policy may target two ports of a Service. The same policy stated twice is one object, the last.
      policies.set(JSON.stringify([identityOf(referenceTo(policy)), target.sectionName ?? null]), { policy, target });
      byTarget.set(key, policies);
    }
  }
  return [...byTarget.values()].map((policies) => [...policies.values()].sort(byName));
}

/** Of policies of the same age, the first by `{namespace}/{name}` wins; texts by code unit. */
function byName(a: TargetedBy, b: TargetedBy): number {
  const [first, second] = [nameOf(a), nameOf(b)];
  if (first === second) {
    return 0;
  }
  return first < second ? -1 : 1;
}

function nameOf({ policy }: TargetedBy): string {
  return `${policy.key.namespace ?? ''}/${policy.key.name}`;
}

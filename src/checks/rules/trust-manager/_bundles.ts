import { BUNDLE } from '../../../manifests/graph/object-kinds';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type RuleFinding, type RuleResult, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** The Bundles of a set. */
export function bundlesIn({ index }: Pick<CheckContext, 'index'>): readonly Manifest[] {
  return index.ofKind(BUNDLE.group, BUNDLE.kind);
}

/** The findings of a rule on each Bundle; it does not apply where there is none. */
export function forEachBundle(
  context: CheckContext,
  findings: (bundle: Manifest) => readonly RuleFinding[],
): RuleResult {
  const bundles = bundlesIn(context);
  return bundles.length === 0 ? notApplicable('there is no Bundle') : resultOf(bundles.flatMap(findings));
}

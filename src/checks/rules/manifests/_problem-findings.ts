import type { ReadProblem } from '../../../manifests/manifest';
import type { RuleFinding } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** What the reader reported under a rule, in the manifests themselves and in the CRDs given with them. */
export function problemFindings({ set, crds }: CheckContext, rule: ReadProblem['rule']): readonly RuleFinding[] {
  const problems = [...set.problems, ...(crds?.problems ?? [])].filter((problem) => problem.rule === rule);
  return problems.map(({ source, message, fix }) => ({ source, path: [], message, fix }));
}

import { formatKey } from '../../../manifests/manifest';
import { type Rule, type RuleFinding, type RuleResult, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import type { CrdProblem } from '../../schema/schemas';
import { schemaRule } from './_schema-rule';

const objects = schemaRule({
  id: 'schema/invalid-value',
  severity: 'error',
  title: 'A value has the wrong type, is not allowed, or is missing',
  why: 'The API server refuses the object when it is applied, so nothing of it takes effect.',
  fix: 'Give a value that the message names as allowed.',
});

/** Types, required fields, enums, limits, patterns and formats; and CRDs given by the user that break these themselves. */
export const invalidValue: Rule<CheckContext> = {
  ...objects,
  check(context): RuleResult {
    const result = objects.check(context);
    const crdFindings = context.schemaReport.crdProblems.map(crdFinding);
    if (crdFindings.length === 0) {
      return result;
    }
    return resultOf(result.verdict === 'findings' ? [...crdFindings, ...result.findings] : crdFindings);
  },
};

function crdFinding({ crd, path, message }: CrdProblem): RuleFinding {
  return {
    manifest: crd,
    path,
    message: `${formatKey(crd.key)} cannot be used as a schema: ${message}`,
    fix: 'give the CustomResourceDefinition as the cluster or its project has it',
  };
}

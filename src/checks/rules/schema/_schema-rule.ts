import { notApplicable, type Rule, type RuleFinding, type RuleResult, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import type { ViolationRule } from '../../schema/violation';

/** The documentation of a rule that the schema walk feeds. */
export interface SchemaRuleTexts extends Omit<Rule, 'check' | 'id'> {
  readonly id: ViolationRule;
}

/** A rule that reports what the one walk of all objects found under its id, for objects of kinds with a schema. */
export function schemaRule(texts: SchemaRuleTexts): Rule<CheckContext> {
  return {
    ...texts,
    check(context) {
      const findings = findingsUnder(context, texts.id);
      return findings.length === 0 && context.schemaReport.checkedObjects === 0
        ? notApplicable('there is no object of a kind with a schema')
        : resultOf(findings);
    },
  };
}

/** A rule that reports what the walk found under its id, for objects of every kind. */
export function objectRule(texts: SchemaRuleTexts): Rule<CheckContext> {
  return {
    ...texts,
    check(context): RuleResult {
      return context.set.manifests.length === 0
        ? notApplicable('there are no objects')
        : resultOf(findingsUnder(context, texts.id));
    },
  };
}

function findingsUnder({ schemaReport }: CheckContext, id: ViolationRule): readonly RuleFinding[] {
  return schemaReport.violations.get(id) ?? [];
}

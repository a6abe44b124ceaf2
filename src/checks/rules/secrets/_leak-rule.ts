import { notApplicable, type Rule, type RuleFinding, type RuleResult, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type Leak, leaksIn } from './_leaks';
import type { SecretText } from './_secret-text';

/** The documentation of a rule that the one walk for secrets feeds. */
export interface LeakRuleTexts extends Omit<Rule, 'check'> {
  /** What the rule looks for. */
  readonly kind: SecretText['kind'];
  /** What to do about one leak. */
  readonly mend: string;
}

/** A rule that reports secrets of one kind, wherever they stand. */
export function leakRule({ kind, mend, ...texts }: LeakRuleTexts): Rule<CheckContext> {
  return {
    ...texts,
    check({ set }): RuleResult {
      if (set.manifests.length === 0) {
        return notApplicable('there are no objects');
      }
      return resultOf(
        leaksIn(set)
          .filter((leak) => leak.kind === kind)
          .map((leak) => leakFinding(leak, mend)),
      );
    },
  };
}

function leakFinding({ manifest, path, what, encoded, inName }: Leak, fix: string): RuleFinding {
  const where = inName ? 'the name of a field here' : 'the value';
  const message = `${where} holds ${what}${encoded ? ', encoded as base64' : ''}; a manifest ends up in Git, where it stays readable`;
  return { manifest, path, message, fix };
}

import { Refusal } from '../gateways/refusal';
import { findMatchersProblem } from '../promql/check-promql';
import { type Matcher, selector } from '../promql/selector';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Picks series by a label, as in `job="edge"`. Values are escaped, so that they may be any text. */
export class LabelMatcher {
  /** @throws Refusal if the label has no name that Prometheus takes */
  static equals(label: string, value: string): LabelMatcher {
    return new LabelMatcher({ label, operator: '=', value });
  }

  /** @throws Refusal if the label has no name that Prometheus takes */
  static notEquals(label: string, value: string): LabelMatcher {
    return new LabelMatcher({ label, operator: '!=', value });
  }

  /**
   * The whole value must match the pattern, which is RE2.
   * @throws Refusal if the label has no name that Prometheus takes, or the pattern is none
   */
  static matches(label: string, pattern: string): LabelMatcher {
    return new LabelMatcher({ label, operator: '=~', value: pattern });
  }

  /**
   * The whole value must not match the pattern, which is RE2.
   * @throws Refusal if the label has no name that Prometheus takes, or the pattern is none
   */
  static notMatches(label: string, pattern: string): LabelMatcher {
    return new LabelMatcher({ label, operator: '!~', value: pattern });
  }

  private constructor(
    /** @internal */
    readonly matcher: Matcher,
  ) {
    requireLabelName(matcher.label);
    const problem = findMatchersProblem(selector('', [matcher]).slice(1, -1));
    if (problem !== undefined) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `the matcher of label ${matcher.label} has ${problem.message}`,
        fix: 'give a pattern of RE2, or match the value as it is: LabelMatcher.equals(...)',
      });
    }
  }
}

function requireLabelName(label: string): void {
  if (!LABEL_NAME.test(label)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${JSON.stringify(label.slice(0, 80))} is no name of a label; allowed are letters, digits and _, a digit not first`,
      fix: 'give the name of a label of the series',
    });
  }
}

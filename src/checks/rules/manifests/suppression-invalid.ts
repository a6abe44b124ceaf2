import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { nearestName } from '../../schema/nearest-name';
import { IGNORE_ANNOTATION, isSuppressible, type Suppression, suppressionsOf } from '../../suppression';

/** Suppressions that silence nothing, or must not. */
export const suppressionInvalid: Rule<CheckContext> = {
  id: 'manifests/suppression-invalid',
  severity: 'error',
  title: 'A suppression has no reason, names an unknown rule, or names a rule that cannot be suppressed',
  why: 'It silences nothing. Its author believes that a finding is accepted, and its reader does not learn why.',
  fix: `Write one line per rule in the annotation ${IGNORE_ANNOTATION}, each as "<rule id>: <reason>".`,
  check({ set, ruleIds }) {
    const suppressing = set.manifests.filter((manifest) => suppressionsOf(manifest).length > 0);
    if (suppressing.length === 0) {
      return notApplicable('no object has a suppression');
    }
    return resultOf(
      suppressing.flatMap((manifest) =>
        suppressionsOf(manifest).flatMap((suppression) => problemsOf(manifest, suppression, ruleIds)),
      ),
    );
  },
};

function problemsOf(
  manifest: Manifest,
  { rule, reason }: Suppression,
  known: ReadonlySet<string>,
): readonly RuleFinding[] {
  const shown = describeString(rule);
  if (!isSuppressible(rule)) {
    return [finding(manifest, `rule ${shown} cannot be suppressed`, 'remove the line and mend what the rule found')];
  }
  if (!known.has(rule)) {
    const nearest = nearestName(rule, [...known]);
    const fix = nearest === undefined ? 'give the id of a rule as findings show it' : `did you mean "${nearest}"`;
    return [finding(manifest, `${shown} is not a rule`, fix)];
  }
  return reason === ''
    ? [finding(manifest, `rule ${shown} is suppressed without a reason`, `write "${rule}: <reason>"`)]
    : [];
}

function finding(manifest: Manifest, message: string, fix: string): RuleFinding {
  return { manifest, path: ['metadata', 'annotations', IGNORE_ANNOTATION], message, fix };
}

import { RULES } from '../checks/rules';
import { nearestName } from '../checks/schema/nearest-name';
import { IGNORE_ANNOTATION, isSuppressible } from '../checks/suppression';
import { formatRule } from '../report/rule-text';
import { ROTATION_RULES } from '../rotation/rules';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { UsageError } from './usage-error';

const EXPLAINED = [...RULES, ...ROTATION_RULES];

/**
 * Writes the documentation of a rule to standard output.
 *
 * @throws UsageError if there is no such rule
 */
export function explain(id: string): ExitCode {
  const rule = EXPLAINED.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    throw new UsageError(`rule ${JSON.stringify(id)} does not exist; ${hintFor(id)}`);
  }
  process.stdout.write(formatRule(rule, suppressionOf(id)));
  return EXIT_CODE.clean;
}

function suppressionOf(id: string): string {
  return isSuppressible(id)
    ? `annotate the object with ${IGNORE_ANNOTATION}: "${id}: <reason>"`
    : 'not possible: this rule cannot be suppressed';
}

/** The rule that was meant, also where only one half of its id is given. */
function hintFor(wrong: string): string {
  const ids = EXPLAINED.map((rule) => rule.id);
  const ofTopic = ids.filter((id) => id.startsWith(`${wrong.replace(/\/$/, '')}/`));
  if (ofTopic.length > 0) {
    return `rules of that topic are ${ofTopic.join(', ')}`;
  }
  const names = new Map(ids.map((id) => [id.slice(id.indexOf('/') + 1), id]));
  const nearest = nearestName(wrong, ids) ?? names.get(nearestName(wrong, [...names.keys()]) ?? '');
  return nearest === undefined ? 'all are listed in docs/rules.md' : `did you mean "${nearest}"?`;
}

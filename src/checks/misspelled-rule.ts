import { RULES } from './rules';
import { STEP_RULE_IDS } from './rules/rotation/step-rule-ids';
import { nearestName } from './schema/nearest-name';

const IDS: readonly string[] = [...RULES.map(({ id }) => id), ...STEP_RULE_IDS];
const KNOWN: ReadonlySet<string> = new Set(IDS);
const TOPICS: ReadonlySet<string | undefined> = new Set(IDS.map(topicOf));

/**
 * Whether an id can be that of no finding: it has no topic, or a topic of ours under which no rule has the name. Gateways
 * of the user speak under topics of their own.
 */
export function isMisspelledRule(id: string): boolean {
  return !KNOWN.has(id) && (!id.includes('/') || TOPICS.has(topicOf(id)));
}

/** What to do about an id that is misspelled. */
export function ruleHint(id: string): string {
  const nearest = nearestName(id, IDS);
  return nearest === undefined ? 'give the id of a rule as findings show it' : `did you mean "${nearest}"`;
}

function topicOf(id: string): string | undefined {
  return id.split('/')[0];
}

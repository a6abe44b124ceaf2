import { describeString } from './describe-value';
import type { Pattern } from './pattern';

/** Longest pattern that a message quotes whole. */
const MAX_QUOTED = 200;

const LABELS = 'lower case letters, digits and "-" in labels joined by "."';

/** What the patterns that most kinds share mean; the expressions themselves tell a reader little. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'lower case letters, digits and "-", with a letter or digit at both ends'],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', LABELS],
  [
    '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    `${LABELS}, "*." in front if need be`,
  ],
  ['^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', `empty, or ${LABELS}`],
  ['^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', 'letters, digits and "-", beginning with a letter'],
  ['^([0-9]{1,5}(h|m|s|ms)){1,4}$', 'a duration in h, m, s and ms, such as "1h30m"'],
]);

/** Says what a pattern lets pass; completes "allowed is". */
export function wordsOf({ source }: Pattern): string {
  const shown = source.length > MAX_QUOTED ? `${source.slice(0, MAX_QUOTED - 3)}...` : source;
  return WORDS.get(source) ?? `text that matches ${shown}`;
}

/** The slips that a pattern usually catches, each with its repair. */
const REPAIRS: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  (text) => text.toLowerCase(),
  (text) => text.replace(/\.$/, ''),
  (text) => text.replaceAll('_', '-'),
  (text) => text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, ''),
  (text) => text.replace(/:\d+$/, ''),
];
/** Longer texts are not repaired. */
const MAX_REPAIRED = 256;

/** A text close to the wrong one that the pattern lets pass, as a fix. */
export function repairFor(text: string, pattern: Pattern): string {
  const candidates = text.length > MAX_REPAIRED ? [] : REPAIRS.map((repair) => repair(text));
  const repaired = candidates.find((candidate) => candidate !== '' && candidate !== text && pattern.test(candidate));
  return repaired === undefined ? 'give a text of that form' : `did you mean ${describeString(repaired)}`;
}

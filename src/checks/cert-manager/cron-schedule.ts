const DESCRIPTORS: ReadonlySet<string> = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names for numbers, the first for `min`. */
  readonly words: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  { name: 'day of week', min: 0, max: 6, words: WEEKDAYS },
];

const MAX_LENGTH = 256;

/**
 * Says what is wrong with a cron expression as cert-manager reads it: five fields, or a descriptor such as `@daily`.
 * Sunday is 0, never 7. `@every` is refused: it counts from the moment it is read, so it names no time of day.
 *
 * @returns completes "the cron expression ..."; undefined if it is good
 * @see https://pkg.go.dev/github.com/robfig/cron/v3
 */
export function whyNotCron(expression: string): string | undefined {
  if (expression.length > MAX_LENGTH) {
    return `has ${expression.length} characters, at most ${MAX_LENGTH} are allowed`;
  }
  if (expression.startsWith('@')) {
    return DESCRIPTORS.has(expression) ? undefined : `is none of ${[...DESCRIPTORS].join(', ')}`;
  }
  const texts = expression.split(/\s+/).filter((text) => text !== '');
  if (texts.length !== FIELDS.length) {
    return `has ${texts.length} ${texts.length === 1 ? 'field' : 'fields'}, it needs 5: minute, hour, day of month, month, day of week`;
  }
  const wrong = FIELDS.find((field, index) => !isField(texts[index] ?? '', field));
  return wrong === undefined
    ? undefined
    : `has a bad ${wrong.name}, allowed are ${wrong.min}-${wrong.max}, lists, ranges and steps`;
}

function isField(text: string, field: CronField): boolean {
  return text.split(',').every((part) => isPart(part, field));
}

function isPart(part: string, field: CronField): boolean {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !(NUMBER.test(step) && Number(step) > 0))) {
    return false;
  }
  if (range === '*' || range === '?') {
    return true;
  }
  const bounds = range.split('-').map((bound) => numberIn(bound, field));
  const [low, high = low] = bounds;
  return bounds.length <= 2 && !bounds.includes(undefined) && low !== undefined && high !== undefined && low <= high;
}

const NUMBER = /^\d{1,9}$/;

function numberIn(text: string, field: CronField): number | undefined {
  const word = field.words.indexOf(text.toLowerCase());
  if (word >= 0) {
    return field.min + word;
  }
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return number >= field.min && number <= field.max ? number : undefined;
}

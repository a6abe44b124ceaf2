/** Descriptors, and what they stand for. */
const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** What one field of a cron expression lets pass. */
export interface CronFieldValues {
  readonly values: ReadonlySet<number>;
  /** Whether it is `*` or `?`, which is not the same as a range over all values. */
  readonly isAny: boolean;
}

/** Minute, hour, day of month, month, day of week. */
export type CronSchedule = readonly [
  minutes: CronFieldValues,
  hours: CronFieldValues,
  daysOfMonth: CronFieldValues,
  months: CronFieldValues,
  daysOfWeek: CronFieldValues,
];

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
    return DESCRIPTORS.has(expression) ? undefined : `is none of ${[...DESCRIPTORS.keys()].join(', ')}`;
  }
  const texts = fieldsOf(expression);
  if (texts.length !== FIELDS.length) {
    return `has ${texts.length} ${texts.length === 1 ? 'field' : 'fields'}, it needs 5: minute, hour, day of month, month, day of week`;
  }
  const wrong = FIELDS.find((field, index) => !isField(texts[index] ?? '', field));
  return wrong === undefined
    ? undefined
    : `has a bad ${wrong.name}, allowed are ${wrong.min}-${wrong.max}, lists, ranges and steps`;
}

/**
 * Reads a cron expression as cert-manager does.
 * @returns undefined if it is none: `whyNotCron` says why
 */
export function readCron(expression: string): CronSchedule | undefined {
  if (whyNotCron(expression) !== undefined) {
    return undefined;
  }
  const texts = fieldsOf(DESCRIPTORS.get(expression) ?? expression);
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = FIELDS.map((field, index) =>
    readField(texts[index] ?? '', field),
  );
  return minutes && hours && daysOfMonth && months && daysOfWeek && [minutes, hours, daysOfMonth, months, daysOfWeek];
}

function fieldsOf(expression: string): readonly string[] {
  return expression.split(/\s+/).filter((text) => text !== '');
}

function isField(text: string, field: CronField): boolean {
  return readField(text, field) !== undefined;
}

function readField(text: string, field: CronField): CronFieldValues | undefined {
  const parts = text.split(',').map((part) => readPart(part, field));
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length
    ? undefined
    : { values: new Set(known.flatMap(({ values }) => [...values])), isAny: known.some(({ isAny }) => isAny) };
}

function readPart(part: string, field: CronField): CronFieldValues | undefined {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !(NUMBER.test(step) && Number(step) > 0))) {
    return undefined;
  }
  const isWildcard = range === '*' || range === '?';
  const bounds = isWildcard ? [field.min, field.max] : range.split('-').map((bound) => numberIn(bound, field));
  // A single value with a step begins a range to the end.
  const [low, high = step === undefined ? low : field.max] = bounds;
  if (bounds.length > 2 || bounds.includes(undefined) || low === undefined || high === undefined || low > high) {
    return undefined;
  }
  const size = step === undefined ? 1 : Number(step);
  const values = new Set<number>();
  for (let value = low; value <= high; value += size) {
    values.add(value);
  }
  return { values, isAny: isWildcard && size === 1 };
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

const NANOSECONDS_PER_UNIT: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const DURATION_PART = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g;
const MAX_INT64 = 2n ** 63n - 1n;

/** Longer texts are no durations that a 64-bit count of nanoseconds could hold; this bounds the work on hostile ones. */
const MAX_DURATION_LENGTH = 1_024;

/**
 * Reads a Go duration: `1h30m`, `-1.5s`, `0`.
 *
 * @returns nanoseconds, or `undefined` when the text is no duration or beyond 64 bits
 */
export function parseDuration(text: string): bigint | undefined {
  if (/^[+-]?0$/.test(text)) {
    return 0n;
  }
  const match = text.length > MAX_DURATION_LENGTH ? null : DURATION.exec(text);
  if (match === null) {
    return undefined;
  }
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of (match[2] ?? '').matchAll(DURATION_PART)) {
    const factor = NANOSECONDS_PER_UNIT.get(unit) ?? 0n;
    total += BigInt(whole || 0) * factor + (BigInt(fraction || 0) * factor) / 10n ** BigInt(fraction.length);
  }
  if (total > MAX_INT64) {
    return undefined;
  }
  return match[1] === '-' ? -total : total;
}

const LONG_UNITS: ReadonlyMap<string, bigint> = new Map([
  ...NANOSECONDS_PER_UNIT,
  ...unitNames(1n, 'nano', 'nanos', 'nanosecond', 'nanoseconds'),
  ...unitNames(1_000n, 'micro', 'micros', 'microsecond', 'microseconds'),
  ...unitNames(1_000_000n, 'milli', 'millis', 'millisecond', 'milliseconds'),
  ...unitNames(1_000_000_000n, 'sec', 'secs', 'second', 'seconds'),
  ...unitNames(60_000_000_000n, 'min', 'mins', 'minute', 'minutes'),
  ...unitNames(3_600_000_000_000n, 'hr', 'hrs', 'hour', 'hours'),
  ...unitNames(86_400_000_000_000n, 'd', 'day', 'days'),
  ...unitNames(604_800_000_000_000n, 'w', 'wk', 'wks', 'week', 'weeks'),
]);

function unitNames(nanoseconds: bigint, ...names: string[]): [string, bigint][] {
  return names.map((name) => [name, nanoseconds]);
}

/**
 * Reads a string of `format: duration`, which besides Go durations may name days and weeks: `2 days`, `1w 3h`.
 *
 * @returns nanoseconds, or `undefined` when the text is no duration
 */
export function parseFormattedDuration(text: string): bigint | undefined {
  const plain = parseDuration(text);
  if (plain !== undefined || text.length > MAX_DURATION_LENGTH) {
    return plain;
  }
  const trimmed = text.trim();
  if (!/^(?:\d+\s*[A-Za-zµ]+\s*)+$/.test(trimmed)) {
    return undefined;
  }
  let total = 0n;
  for (const [, count = '', unit = ''] of trimmed.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    const factor = LONG_UNITS.get(unit.toLowerCase());
    if (factor === undefined) {
      return undefined;
    }
    total += BigInt(count) * factor;
  }
  return total > MAX_INT64 ? undefined : total;
}

const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):?(\d{2}))?$/;
const RFC3339_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads a string of `format: date`.
 *
 * @returns nanoseconds since 1970-01-01T00:00:00Z, or `undefined` when the text is no date
 */
export function parseDate(text: string): bigint | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return year === undefined ? undefined : dayStart(Number(year), Number(month), Number(day));
}

/**
 * Reads a string of `format: date-time`, where a missing offset means UTC.
 *
 * @returns nanoseconds since 1970-01-01T00:00:00Z, or `undefined` when the text is no time
 */
export function parseDateTime(text: string): bigint | undefined {
  const match = TIME.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, year, month, day, hours, minutes, seconds, fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] =
    match;
  const start = dayStart(Number(year), Number(month), Number(day));
  if (start === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    return undefined;
  }
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) {
    return undefined;
  }
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  const secondOfDay = (Number(hours) * 60 + Number(minutes) - offset) * 60 + Number(seconds);
  return start + BigInt(secondOfDay) * NANOSECONDS_PER_SECOND + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

/** `parseDateTime` for what CEL's own `timestamp()` takes: RFC 3339 to the letter. */
export function parseRfc3339(text: string): bigint | undefined {
  return RFC3339_TIME.test(text) ? parseDateTime(text.replace(',', '.')) : undefined;
}

function dayStart(year: number, month: number, day: number): bigint | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? BigInt(date.getTime()) * NANOSECONDS_PER_MILLISECOND : undefined;
}

/** Writes a time in RFC 3339, in UTC, with as many digits below the second as it has. */
export function formatTimestamp(nanoseconds: bigint): string {
  const seconds = floorDivide(nanoseconds, NANOSECONDS_PER_SECOND);
  const rest = nanoseconds - seconds * NANOSECONDS_PER_SECOND;
  const whole = new Date(Number(seconds) * 1_000).toISOString().slice(0, 19);
  return `${whole}${formatFraction(rest)}Z`;
}

/** Writes a duration as CEL does: in seconds, with as many digits below the second as it has. */
export function formatDuration(nanoseconds: bigint): string {
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = formatFraction(magnitude % NANOSECONDS_PER_SECOND);
  return `${nanoseconds < 0n ? '-' : ''}${magnitude / NANOSECONDS_PER_SECOND}${fraction}s`;
}

function formatFraction(nanoseconds: bigint): string {
  return nanoseconds === 0n ? '' : `.${nanoseconds.toString().padStart(9, '0').replace(/0+$/, '')}`;
}

/** Integer division towards minus infinity. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

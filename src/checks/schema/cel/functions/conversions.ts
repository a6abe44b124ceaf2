import {
  ANY,
  BOOL,
  BYTES,
  celFunction,
  celMethod,
  DOUBLE,
  DURATION,
  INT,
  LIST,
  MAP,
  reading,
  STRING,
  TIMESTAMP,
  UINT,
} from '../cel-function';
import { durationResult, intResult, timestampResult, uintResult } from '../range-checks';
import { formatDuration, formatTimestamp, parseDuration, parseRfc3339 } from '../time-formats';
import { CelError, type CelResult, CelType, typeNameOf } from '../values';

const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/**
 * Conversions between types, and `size`.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
 */
export const CONVERSION_FUNCTIONS = [
  celFunction('int', [INT], (value) => value),
  celFunction('int', [UINT], (value) => intResult(value.value)),
  celFunction('int', [DOUBLE], (value) => doubleToInt(value)),
  reading(celFunction('int', [STRING], (text) => parseInteger(text, /^[+-]?\d+$/, intResult, 'an integer'))),
  celFunction('int', [TIMESTAMP], (time) => time.nanoseconds / NANOSECONDS_PER_SECOND),
  celFunction('int', [DURATION], (duration) => duration.nanoseconds),
  celFunction('uint', [UINT], (value) => value),
  celFunction('uint', [INT], (value) => uintResult(value)),
  celFunction('uint', [DOUBLE], (value) => doubleToUint(value)),
  reading(celFunction('uint', [STRING], (text) => parseInteger(text, /^\d+$/, uintResult, 'an unsigned integer'))),
  celFunction('double', [DOUBLE], (value) => value),
  celFunction('double', [INT], (value) => Number(value)),
  celFunction('double', [UINT], (value) => Number(value.value)),
  reading(celFunction('double', [STRING], (text) => parseDouble(text))),
  celFunction('bool', [BOOL], (value) => value),
  celFunction('bool', [STRING], (text) => parseBool(text)),
  celFunction('bytes', [BYTES], (value) => value),
  reading(celFunction('bytes', [STRING], (text) => new Uint8Array(Buffer.from(text)))),
  celFunction('string', [STRING], (value) => value),
  celFunction('string', [BOOL], (value) => String(value)),
  celFunction('string', [INT], (value) => value.toString()),
  celFunction('string', [UINT], (value) => value.value.toString()),
  celFunction('string', [DOUBLE], (value) => formatDouble(value)),
  reading(celFunction('string', [BYTES], (value) => decodeUtf8(value))),
  celFunction('string', [TIMESTAMP], (time) => formatTimestamp(time.nanoseconds)),
  celFunction('string', [DURATION], (duration) => formatDuration(duration.nanoseconds)),
  celFunction('timestamp', [TIMESTAMP], (time) => time),
  celFunction('timestamp', [STRING], (text) => parseTimestamp(text)),
  celFunction('timestamp', [INT], (seconds) => timestampResult(seconds * NANOSECONDS_PER_SECOND)),
  celFunction('duration', [DURATION], (duration) => duration),
  celFunction('duration', [STRING], (text) => toDuration(text)),
  celFunction('duration', [INT], (nanoseconds) => durationResult(nanoseconds)),
  celFunction('type', [ANY], (value) => new CelType(typeNameOf(value))),
  celFunction('dyn', [ANY], (value) => value),
  ...[celFunction, celMethod].flatMap((define) => [
    reading(define('size', [STRING], (text) => BigInt(countCodePoints(text)))),
    define('size', [BYTES], (bytes) => BigInt(bytes.length)),
    define('size', [LIST], (list) => BigInt(list.size)),
    define('size', [MAP], (map) => BigInt(map.size)),
  ]),
];

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) {
    count++;
  }
  return count;
}

function doubleToInt(value: number): CelResult {
  // 2^63 is a double but no int64; -2^63 is both, and cel-go still refuses it.
  const fits = Number.isFinite(value) && Math.abs(value) < 2 ** 63;
  return fits ? BigInt(Math.trunc(value)) : new CelError('integer overflow');
}

function doubleToUint(value: number): CelResult {
  const fits = Number.isFinite(value) && value >= 0 && value < 2 ** 64;
  return fits ? uintResult(BigInt(Math.trunc(value))) : new CelError('unsigned integer overflow');
}

function parseInteger(
  text: string,
  pattern: RegExp,
  toResult: (value: bigint) => CelResult,
  expected: string,
): CelResult {
  // Longer texts overflow whatever they say, and BigInt takes time that grows with the square of the length.
  if (!pattern.test(text) || text.length > 256) {
    return new CelError(`the string is not ${expected}`);
  }
  return toResult(BigInt(text.replace(/^\+/, '')));
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITY = /^[+-]?inf(?:inity)?$/i;

function parseDouble(text: string): CelResult {
  if (DECIMAL.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : new CelError('double overflow');
  }
  if (INFINITY.test(text)) {
    return text.startsWith('-') ? -Infinity : Infinity;
  }
  return /^nan$/i.test(text) ? Number.NaN : new CelError('the string is not a number');
}

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

function parseBool(text: string): CelResult {
  return TRUTHS.get(text) ?? new CelError('the string is not a boolean');
}

function decodeUtf8(bytes: Uint8Array): CelResult {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isUtf8 = Buffer.compare(Buffer.from(text), bytes) === 0;
  return isUtf8 ? text : new CelError('the bytes are not UTF-8');
}

function parseTimestamp(text: string): CelResult {
  const nanoseconds = parseRfc3339(text);
  return nanoseconds === undefined ? new CelError('the string is not an RFC 3339 time') : timestampResult(nanoseconds);
}

function toDuration(text: string): CelResult {
  const nanoseconds = parseDuration(text);
  return nanoseconds === undefined ? new CelError('the string is not a duration') : durationResult(nanoseconds);
}

/** Writes a double as Go's `%g` does: the shortest digits, with an exponent below 1e-04 and from 1e+06 on. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '+Inf' : '-Inf';
  }
  if (Object.is(value, -0)) {
    return '-0';
  }
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 6)) {
    const magnitude = Math.abs(power).toString().padStart(2, '0');
    return `${digits}e${power < 0 ? '-' : '+'}${magnitude}`;
  }
  return value.toString();
}

import type { JsonValue } from '../../../manifests/manifest';
import type { ScalarSchemaType } from './schema-type';
import { parseDate, parseDateTime, parseFormattedDuration } from './time-formats';
import { CelDuration, CelError, type CelResult, CelTimestamp } from './values';

/** Gives a JSON value the type of a schema node without children. */
export function toScalar(json: JsonValue, kind: ScalarSchemaType['kind']): CelResult {
  switch (kind) {
    case 'boolean':
      return typeof json === 'boolean' ? json : invalidData('a boolean');
    case 'integer':
      return toInteger(json, 'an integer');
    case 'number':
      return typeof json === 'number' ? json : invalidData('a number');
    case 'dynamic':
      return typeof json === 'string' ? json : toInteger(json, 'an integer or a string');
    default:
      return typeof json === 'string' ? toFormattedString(json, kind) : invalidData('a string');
  }
}

function toInteger(json: JsonValue, expected: string): CelResult {
  const isInt64 = typeof json === 'number' && Number.isInteger(json) && Math.abs(json) < 2 ** 63;
  return isInt64 ? BigInt(json) : invalidData(expected);
}

function toFormattedString(text: string, kind: 'string' | 'bytes' | 'duration' | 'date' | 'date-time'): CelResult {
  switch (kind) {
    case 'string':
      return text;
    case 'bytes':
      return BASE64.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : invalidData('base64');
    case 'duration':
      return durationOf(parseFormattedDuration(text));
    case 'date':
      return timestampOf(parseDate(text), 'a date');
    case 'date-time':
      return timestampOf(parseDateTime(text), 'an RFC 3339 time');
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function durationOf(nanoseconds: bigint | undefined): CelResult {
  return nanoseconds === undefined ? invalidData('a duration') : new CelDuration(nanoseconds);
}

function timestampOf(nanoseconds: bigint | undefined, expected: string): CelResult {
  return nanoseconds === undefined ? invalidData(expected) : new CelTimestamp(nanoseconds);
}

/** The error for a value that contradicts its schema. It never repeats the value: it may be secret. */
export function invalidData(expected: string): CelError {
  return new CelError(`invalid data: expected ${expected}`);
}

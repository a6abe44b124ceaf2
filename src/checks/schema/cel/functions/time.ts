import { celMethod, DURATION, STRING, TIMESTAMP } from '../cel-function';
import { floorDivide } from '../time-formats';
import { CelError, type CelResult, type CelTimestamp } from '../values';

const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
const MILLISECONDS_PER_DAY = 86_400_000;

/** What each getter reads from a date whose UTC fields hold the local time. */
const GETTERS: Readonly<Record<string, (local: Date) => number>> = {
  getFullYear: (local) => local.getUTCFullYear(),
  getMonth: (local) => local.getUTCMonth(),
  getDate: (local) => local.getUTCDate(),
  getDayOfMonth: (local) => local.getUTCDate() - 1,
  getDayOfWeek: (local) => local.getUTCDay(),
  getDayOfYear: dayOfYear,
  getHours: (local) => local.getUTCHours(),
  getMinutes: (local) => local.getUTCMinutes(),
  getSeconds: (local) => local.getUTCSeconds(),
  getMilliseconds: (local) => local.getUTCMilliseconds(),
};

/**
 * What times and durations can be asked. A time is read in UTC unless a zone is named, never in the machine's own.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
 */
export const TIME_FUNCTIONS = [
  ...Object.entries(GETTERS).flatMap(([name, read]) => [
    celMethod(name, [TIMESTAMP], (time) => BigInt(read(utcDate(time)))),
    celMethod(name, [TIMESTAMP, STRING], (time, zone) => readIn(time, zone, read)),
  ]),
  celMethod('getHours', [DURATION], (duration) => duration.nanoseconds / (3_600n * NANOSECONDS_PER_SECOND)),
  celMethod('getMinutes', [DURATION], (duration) => duration.nanoseconds / (60n * NANOSECONDS_PER_SECOND)),
  celMethod('getSeconds', [DURATION], (duration) => duration.nanoseconds / NANOSECONDS_PER_SECOND),
  // cel-go gives all milliseconds of the duration where the specification gives those below the second.
  celMethod('getMilliseconds', [DURATION], (duration) => duration.nanoseconds / NANOSECONDS_PER_MILLISECOND),
];

function utcDate(time: CelTimestamp): Date {
  return new Date(Number(floorDivide(time.nanoseconds, NANOSECONDS_PER_MILLISECOND)));
}

function dayOfYear(local: Date): number {
  const newYear = new Date(0);
  newYear.setUTCFullYear(local.getUTCFullYear(), 0, 1);
  return Math.floor((local.getTime() - newYear.getTime()) / MILLISECONDS_PER_DAY);
}

function readIn(time: CelTimestamp, zone: string, read: (local: Date) => number): CelResult {
  const date = utcDate(time);
  const minutes = fixedOffset(zone) ?? namedOffset(date, zone);
  return minutes === undefined
    ? new CelError('unknown time zone')
    : BigInt(read(new Date(date.getTime() + minutes * 60_000)));
}

/** Reads `+01:00` or `01:00`, in minutes. */
function fixedOffset(zone: string): number | undefined {
  const match = /^([+-]?)(\d{2}):(\d{2})$/.exec(zone);
  if (match === null) {
    return undefined;
  }
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** Looks up the offset of an IANA zone at a time, in minutes. */
function namedOffset(date: Date, zone: string): number | undefined {
  const fields = fieldsIn(date, zone);
  if (fields === undefined) {
    return undefined;
  }
  const local = Date.UTC(fields.year, fields.month - 1, fields.day, fields.hour, fields.minute, fields.second);
  return (local - Math.floor(date.getTime() / 1_000) * 1_000) / 60_000;
}

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

function fieldsIn(date: Date, zone: string): Readonly<Record<Field, number>> | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      calendar: 'iso8601',
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
  const parts = new Map(format.formatToParts(date).map((part) => [part.type as string, Number(part.value)]));
  const read = (field: Field): number => parts.get(field) ?? Number.NaN;
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  };
}

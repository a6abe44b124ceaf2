import type { JsonObject } from '../../manifests/manifest';
import { cronTimes } from './cron-times';
import { parseGoDuration } from './go-duration';
import { objectsOf, textOf } from './spec-problem';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Nobody writes more; each takes some time to look at. */
const MAX_WINDOWS = 64;
/** Of all windows of a Certificate together, in characters. */
const MAX_LENGTH = 20_000;
const UTC: ReadonlySet<string> = new Set(['', 'UTC', 'Etc/UTC']);

/** From when to when renewals are allowed on one day, in milliseconds. */
interface OpenTime {
  readonly from: number;
  readonly to: number;
}

/** One window as it comes around. */
interface ReadWindow {
  readonly timezone: string;
  /** One for each day that the window opens on. */
  readonly open: readonly OpenTime[];
  /** Longest time within such a day that it is closed. */
  readonly longestBreak: number;
}

/**
 * The longest time that a renewal may have to wait for a window, in milliseconds: at most that, and a little less where
 * windows of several time zones take turns. Infinity where none ever opens.
 *
 * @param windows as in `spec.renewal.windows`
 * @returns undefined if a window cannot be read, or there are more than 64
 */
export function longestWait(windows: JsonObject[string]): number | undefined {
  const all = objectsOf(windows).map(([, window]) => textsOf(window));
  const key = JSON.stringify(all);
  if (all.length > MAX_WINDOWS || key.length > MAX_LENGTH) {
    return undefined;
  }
  if (!known.has(key)) {
    if (known.size >= MAX_KNOWN) {
      known.clear();
    }
    known.set(key, waitFor(all));
  }
  return known.get(key);
}

/** A platform has few windows for many certificates, and they take a millisecond to look at. */
const known = new Map<string, number | undefined>();
const MAX_KNOWN = 256;

type WindowTexts = readonly [cron: string, duration: string, timezone: string];

function textsOf({ cron, windowDuration, timezone }: JsonObject): WindowTexts {
  return [textOf(cron) ?? '', textOf(windowDuration) ?? '', textOf(timezone) ?? ''];
}

function waitFor(all: readonly WindowTexts[]): number | undefined {
  const read = all.map(readWindow);
  const windows = read.filter((window) => window !== undefined);
  if (windows.length < read.length) {
    return undefined;
  }
  const zones = [...new Set(windows.map(({ timezone }) => timezone))];
  const waits = zones.map((zone) => {
    const ofZone = windows.filter(({ timezone }) => timezone === zone);
    return waitIn(zone, ofZone);
  });
  return waits.length === 0 ? 0 : Math.min(...waits);
}

function readWindow([cron, duration, timezone]: WindowTexts): ReadWindow | undefined {
  const times = cronTimes(cron);
  const length = parseGoDuration(duration);
  if (times === undefined || length === undefined) {
    return undefined;
  }
  const { minutes, days } = times;
  const [first = 0, last = 0] = [minutes[0], minutes.at(-1)];
  const breaks = minutes.slice(1).map((minute, index) => (minute - (minutes[index] ?? 0)) * MINUTE - length);
  return {
    timezone,
    open: days.map((day) => ({ from: day * DAY + first * MINUTE, to: day * DAY + last * MINUTE + length })),
    longestBreak: breaks.reduce((longest, each) => Math.max(longest, each), 0),
  };
}

function waitIn(zone: string, windows: readonly ReadWindow[]): number {
  const open = windows.flatMap((window) => window.open).sort((left, right) => left.from - right.from);
  if (open.length < 2) {
    return Number.POSITIVE_INFINITY;
  }
  let wait = Math.max(...windows.map(({ longestBreak }) => longestBreak));
  let end = open[0]?.to ?? 0;
  for (const { from, to } of open.slice(1)) {
    wait = Math.max(wait, from - end);
    end = Math.max(end, to);
  }
  // Clocks that are set back add an hour.
  return UTC.has(zone) || wait === 0 ? wait : wait + HOUR;
}

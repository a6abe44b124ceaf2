import type { JsonObject } from '../../manifests/manifest';
import { cronTimes } from './cron-times';
import { parseGoDuration } from './go-duration';
import { objectsOf, textOf } from './spec-problem';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Nobody writes more; each takes some time to look at. */
const MAX_WINDOWS = 64;
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
  const all = objectsOf(windows);
  const read = all.slice(0, MAX_WINDOWS).map(([, window]) => readWindow(window));
  const known = read.filter((window) => window !== undefined);
  if (known.length < all.length) {
    return undefined;
  }
  const zones = [...new Set(known.map(({ timezone }) => timezone))];
  const waits = zones.map((zone) =>
    waitIn(
      zone,
      known.filter(({ timezone }) => timezone === zone),
    ),
  );
  return waits.length === 0 ? 0 : Math.min(...waits);
}

function readWindow(window: JsonObject): ReadWindow | undefined {
  const times = cronTimes(textOf(window.cron) ?? '');
  const length = parseGoDuration(textOf(window.windowDuration) ?? '');
  if (times === undefined || length === undefined) {
    return undefined;
  }
  const { minutes, days } = times;
  const [first = 0, last = 0] = [minutes[0], minutes.at(-1)];
  const breaks = minutes.slice(1).map((minute, index) => (minute - (minutes[index] ?? 0)) * MINUTE - length);
  return {
    timezone: textOf(window.timezone) ?? '',
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

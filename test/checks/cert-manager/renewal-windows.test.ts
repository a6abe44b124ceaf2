import fc from 'fast-check';
import { whyNotCron } from '../../../src/checks/cert-manager/cron-schedule';
import { cronTimes } from '../../../src/checks/cert-manager/cron-times';
import { longestWait } from '../../../src/checks/cert-manager/renewal-windows';

const HOUR = 3_600_000;

function waitInHours(...windows: readonly object[]): number | undefined {
  const wait = longestWait(windows as Parameters<typeof longestWait>[0]);
  return wait === undefined ? undefined : wait / HOUR;
}

describe('the longest wait for a renewal window', () => {
  test.each([
    ['each night', '0 2 * * *', '4h', 20],
    ['by its descriptor', '@daily', '4h', 20],
    ['each Saturday', '0 2 * * 6', '4h', 164],
    ['each Saturday, by name', '0 2 * * sat', '4h', 164],
    ['each Wednesday and Saturday', '0 2 * * 3,6', '4h', 92],
    ['twice a day', '0 2,14 * * *', '4h', 8],
    ['all the time', '* * * * *', '1m', 0],
    ['ever again, longer than until the next', '@hourly', '90m', 0],
    ['from noon on, every fourth hour', '0 12/4 * * *', '1h', 15],
    ['each first of the month', '0 0 1 * *', '24h', 30 * 24],
    // A day of the month and a weekday: either will do.
    ['each first of the month and each Monday', '0 0 1 * 1', '24h', 6 * 24],
    // A step of one is any; a larger one is a restriction, so that again either will do.
    ['each Monday, with a step', '0 0 */1 * 1', '24h', 6 * 24],
    ['every other day', '0 0 */2 * *', '24h', 24],
    ['in leap years only', '0 0 29 2 *', '24h', (4 * 365 + 1 - 1) * 24],
    ['never', '0 0 31 2 *', '24h', Number.POSITIVE_INFINITY],
  ])('where one opens %s', (_, cron, windowDuration, hours) => {
    expect(waitInHours({ cron, windowDuration })).toBe(hours);
  });

  test('is an hour longer where clocks are set back', () => {
    const window = { cron: '0 2 * * 6', windowDuration: '4h' };
    expect(waitInHours({ ...window, timezone: 'UTC' })).toBe(164);
    expect(waitInHours({ ...window, timezone: 'Europe/Berlin' })).toBe(165);
  });

  test('is shorter where several windows of one zone take turns', () => {
    const saturday = { cron: '0 0 * * 6', windowDuration: '24h' };
    expect(waitInHours(saturday, { cron: '0 0 * * 3', windowDuration: '24h' })).toBe(72);
    expect(waitInHours(saturday, { cron: '0 0 * * 3', windowDuration: '24h', timezone: 'Asia/Tokyo' })).toBe(144);
  });

  test('is none without windows', () => {
    expect(waitInHours()).toBe(0);
    expect(longestWait(undefined)).toBe(0);
  });

  test.each([
    ['a bad expression', [{ cron: 'x', windowDuration: '4h' }]],
    ['a bad duration', [{ cron: '@daily', windowDuration: '4 hours' }]],
    ['more windows than anybody writes', Array(65).fill({ cron: '@daily', windowDuration: '4h' })],
  ])('is not known of %s', (_, windows) => {
    expect(waitInHours(...windows)).toBeUndefined();
  });
});

test('the longest wait is what walking through the minutes of a month shows', () => {
  const field = (max: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.nat(max).map(String),
      fc.integer({ min: 2, max }).map((step) => `*/${step}`),
      fc.tuple(fc.nat(max), fc.nat(max)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    );
  fc.assert(
    fc.property(field(59), field(23), fc.integer({ min: 1, max: 1439 }), (minute, hour, length) => {
      // GIVEN a window of every day, so that two days show all there is
      const cron = `${minute} ${hour} * * *`;
      const starts = cronTimes(cron)?.minutes ?? [];
      // WHEN
      let [wait, longest] = [0, 0];
      for (let now = 1440; now < 3 * 1440; now += 1) {
        const isOpen = starts.some((start) =>
          [0, 1, 2].some((day) => now >= start + day * 1440 && now < start + day * 1440 + length),
        );
        wait = isOpen ? 0 : wait + 1;
        longest = Math.max(longest, wait);
      }
      // THEN
      expect(longestWait([{ cron, windowDuration: `${length}m` }])).toBe(longest * 60_000);
    }),
    { numRuns: 60 },
  );
});

test('an expression has times exactly if nothing is wrong with it', () => {
  const part = fc.oneof(
    fc.constantFrom('*', '?', '*/2', '1-5', '5-1', '61', 'mon', 'jan', '1/0', '7', '0', '', '1,2'),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 4, maxLength: 6 }), (parts) => {
      const cron = parts.join(' ');
      expect(cronTimes(cron) === undefined).toBe(whyNotCron(cron) !== undefined);
    }),
  );
});

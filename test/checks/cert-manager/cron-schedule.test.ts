import fc from 'fast-check';
import { whyNotCron } from '../../../src/checks/cert-manager/cron-schedule';

describe('whyNotCron', () => {
  test.each(['0 2 * * 6', '*/15 0-6 1,15 jan-MAR sun', '0/10 2 ? * *', '  0  2 * * 0 ', '@daily', '@hourly'])(
    'accepts %j',
    (expression) => {
      expect(whyNotCron(expression)).toBeUndefined();
    },
  );

  test.each([
    ['', 'has 0 fields, it needs 5: minute, hour, day of month, month, day of week'],
    ['@daily 1', 'is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly'],
    ['@every 1h', 'is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly'],
    ['0', 'has 1 field, it needs 5: minute, hour, day of month, month, day of week'],
    ['0 0 2 * * 6', 'has 6 fields, it needs 5: minute, hour, day of month, month, day of week'],
    ['60 2 * * 6', 'has a bad minute, allowed are 0-59, lists, ranges and steps'],
    ['0 24 * * 6', 'has a bad hour, allowed are 0-23, lists, ranges and steps'],
    ['0 2 0 * 6', 'has a bad day of month, allowed are 1-31, lists, ranges and steps'],
    ['0 2 * 13 6', 'has a bad month, allowed are 1-12, lists, ranges and steps'],
    ['0 2 * * 7', 'has a bad day of week, allowed are 0-6, lists, ranges and steps'],
    ['5-1 2 * * 6', 'has a bad minute, allowed are 0-59, lists, ranges and steps'],
    ['*/0 2 * * 6', 'has a bad minute, allowed are 0-59, lists, ranges and steps'],
    ['1-2-3 2 * * 6', 'has a bad minute, allowed are 0-59, lists, ranges and steps'],
    ['1/2/3 2 * * 6', 'has a bad minute, allowed are 0-59, lists, ranges and steps'],
    ['1,,2 2 * * 6', 'has a bad minute, allowed are 0-59, lists, ranges and steps'],
    ['-1 2 * * 6', 'has a bad minute, allowed are 0-59, lists, ranges and steps'],
    [' '.repeat(300), 'has 300 characters, at most 256 are allowed'],
  ])('refuses %j', (expression, reason) => {
    expect(whyNotCron(expression)).toBe(reason);
  });

  test('accepts each combination of numbers in range', () => {
    const numbers = fc.tuple(
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 1, max: 31 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 6 }),
    );
    fc.assert(
      fc.property(numbers, (fields) => {
        expect(whyNotCron(fields.join(' '))).toBeUndefined();
      }),
    );
  });

  test('answers for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['string', 'undefined']).toContain(typeof whyNotCron(text));
      }),
    );
  });
});

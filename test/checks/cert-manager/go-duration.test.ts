import fc from 'fast-check';
import { formatGoDuration, parseGoDuration } from '../../../src/checks/cert-manager/go-duration';

describe('parseGoDuration', () => {
  test.each([
    ['720h', 2_592_000_000],
    ['90m', 5_400_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['.5h', 1_800_000],
    ['-1h', -3_600_000],
    ['0', 0],
    ['2562047h', 9_223_369_200_000],
  ])('reads %s', (text, milliseconds) => {
    expect(parseGoDuration(text)).toBe(milliseconds);
  });

  test.each(['', '30d', '1 h', 'h', '.h', '1', '1h-1m', 'NaNms', '2562048h', `${'9'.repeat(100)}h`])(
    'refuses %j',
    (text) => {
      expect(parseGoDuration(text)).toBeUndefined();
    },
  );

  test('reads back what formatGoDuration writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000_000 }), (milliseconds) => {
        expect(parseGoDuration(formatGoDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });
});

describe('formatGoDuration', () => {
  test.each([
    [2_592_000_000, '720h'],
    [5_400_000, '90m'],
    [90_000, '90s'],
    [1_500, '1500ms'],
    [0, '0s'],
  ])('writes %d milliseconds as %s', (milliseconds, text) => {
    expect(formatGoDuration(milliseconds)).toBe(text);
  });
});

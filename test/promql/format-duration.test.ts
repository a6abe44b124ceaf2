import fc from 'fast-check';
import { formatPrometheusDuration } from '../../src/promql/format-duration';

/** As the CRDs of the Prometheus operator have it. */
const PATTERN = /^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$/;

test.each([
  [0, '0s'],
  [1, '1ms'],
  [90_000, '1m30s'],
  [3_600_000, '1h'],
  [129_600_000, '1d12h'],
  [2_592_000_000, '4w2d'],
  [31_536_000_000, '52w1d'],
])('writes %d milliseconds as %s', (milliseconds, text) => {
  expect(formatPrometheusDuration(milliseconds)).toBe(text);
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has no duration for %d milliseconds', (milliseconds) => {
  expect(() => formatPrometheusDuration(milliseconds)).toThrow(
    new RangeError(`${milliseconds} milliseconds: Prometheus has whole durations from 0 on`),
  );
});

const LENGTHS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

test('keeps the length, and the order of units that the operator demands', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10 ** 12 }), (milliseconds) => {
      const text = formatPrometheusDuration(milliseconds);
      const parts = [...text.matchAll(/(\d+)([a-z]+)/g)];
      const sum = parts.reduce(
        (total, [, amount, unit]) => total + Number(amount) * (LENGTHS[unit ?? ''] ?? Number.NaN),
        0,
      );
      expect(text).toMatch(PATTERN);
      expect(sum).toBe(milliseconds);
    }),
  );
});

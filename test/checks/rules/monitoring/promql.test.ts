import fc from 'fast-check';
import { excludesZero, metricsIn, withoutTexts } from '../../../../src/checks/rules/monitoring/_promql';

test.each([
  ['up', ['up']],
  ['sum by (job) (rate(a_total{code="b",c=~"d|e"}[5m] offset 1h)) > 0', ['a_total']],
  ['sum(a) without (b, c) / on (d) group_left (e) f:g:h', ['a', 'f:g:h']],
  ['absent(up{job="cert-manager"}) or vector(1) # and comment', ['up']],
  ['{__name__="named", a="b"} unless bool_metric', ['named', 'bool_metric']],
  ['count(a == bool 1) and label_replace(x, \'y\', `z`, "w", "v")', ['a', 'x']],
  ['1h + 2 * 0x1F', []],
  ['max_over_time(a[1h:5m] @ end())', ['a']],
])('reads the metrics of %s', (expression, metrics) => {
  expect([...metricsIn(expression)]).toEqual(metrics);
});

test.each([
  ['m > 0', true],
  ['(m{a="}"} > 0) - time()', true],
  ['m != 0.0', true],
  ['0 < m', true],
  ['0 != (m)', true],
  ['m > 0.5', false],
  ['m - time() > 0', false],
  ['n_m > 0', false],
  ['m_n > 0', false],
  ['10 < m', false],
  ['n{m="m > 0"} > 0', false],
])('whether %s leaves out a time that is not set: %s', (expression, guarded) => {
  expect(excludesZero(expression, 'm')).toBe(guarded);
});

test('texts and comments are cut out', () => {
  expect(withoutTexts('a{b="c{d"} # e\n> \'f\'')).toBe('a{b=""} \n> ""');
});

test('any text is read without an error', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', "'", '`', '{', '}', '(', ')', '[', ']', '#', '\\', 'a', ' ') }),
      (text) => {
        expect(metricsIn(text).size).toBeLessThanOrEqual(text.length);
        excludesZero(text, 'a');
      },
    ),
  );
});

test('an expression that is too long is not read', () => {
  expect(metricsIn(`up + ${'a'.repeat(65_536)}`).size).toBe(0);
});

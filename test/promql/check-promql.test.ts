import fc from 'fast-check';
import { findMatchersProblem, findPromqlProblem } from '../../src/promql/check-promql';
import { oneOf, selector } from '../../src/promql/selector';

describe('an expression', () => {
  test.each([
    'up',
    'up{job="a"} == 0',
    'sum by (namespace) (increase(errors_total{code=~"5.."}[5m])) > 0',
    '(a > 0) - time() < 86400 or b unless on (pod) c',
    'up{a=`\\q`}',
    'up{a="\\u00e9 \\n \\x41"}',
    "absent(up{a='b\"'})",
  ])('has no problem: %s', (expression) => {
    expect(findPromqlProblem(expression)).toBeUndefined();
  });

  test.each([
    ['', 'an end that comes too early', 0],
    ['up{a="b"', 'an end that comes too early', 8],
    ['rate(up[5m]', 'an end that comes too early', 11],
    ['nosuchfunction(up)', 'a syntax error', 14],
    ['up > > 1', 'a syntax error', 5],
    ['up{a=="b"}', 'a syntax error', 5],
    ['up{a="\\q"}', 'a string without an end, or with an unknown escape', 5],
    ['up{a="\\400"}', 'a string without an end, or with an unknown escape', 5],
    ['up{a=~"["}', 'a pattern that is no regular expression of RE2 (RE2JSSyntaxException)', 4],
    ['up{a!~"(?=x)"}', 'a pattern that is no regular expression of RE2 (RE2JSSyntaxException)', 4],
    ['x'.repeat(65_537), 'more than 65536 characters', 65_536],
  ])('has a problem: %.20s', (expression, message, offset) => {
    expect(findPromqlProblem(expression)).toEqual({ message, offset });
  });
});

describe('matchers', () => {
  test.each(['', '"a.b"="up"', 'namespace="kong"', 'namespace="kong",pod=~"edge-.*",'])(
    'have no problem: %s',
    (matchers) => {
      expect(findMatchersProblem(matchers)).toBeUndefined();
    },
  );

  test.each([
    ['namespace="a"} or vector(1) or up{a="b"', 'more than label matchers', 0],
    ['a="b"} > 0 #', 'more than label matchers', 0],
    ['a="b",__name__="up"', 'the name of a metric', 6],
    ['"__name__"="up"', 'the name of a metric', 0],
    ['a="b","up"', 'the name of a metric', 6],
    ['a="b"}[5m] #', 'more than label matchers', 0],
    ['namespace', 'a syntax error', 9],
    ['namespace="kong', 'a string without an end, or with an unknown escape', 10],
    ['a=~"*"', 'a pattern that is no regular expression of RE2 (RE2JSSyntaxException)', 1],
  ])('have a problem: %s', (matchers, message, offset) => {
    expect(findMatchersProblem(matchers)).toEqual({ message, offset });
  });
});

describe('a selector', () => {
  test('names a value as it is, and several as a pattern of literals', () => {
    expect(selector('up', [])).toBe('up');
    expect(selector('up', [oneOf('name', ['a.b'])])).toBe('up{name="a.b"}');
    expect(selector('up', [oneOf('name', ['b', 'a.b', 'b'])])).toBe('up{name=~"a\\\\.b|b"}');
    expect(selector('up', [{ label: 'a', operator: '!=', value: 'x\\"\n' }])).toBe('up{a!="x\\\\\\"\\n"}');
  });

  test('stays one selector whatever the values are', () => {
    const values = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(values, (given) => {
        const text = selector('up', [oneOf('name', given)]);
        expect(findPromqlProblem(text)).toBeUndefined();
        expect(findMatchersProblem(text.slice('up{'.length, -1))).toBeUndefined();
      }),
    );
  });

  test('matches the values that it was given, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), fc.string(), (given, other) => {
        const { operator, value } = oneOf('name', given);
        const matches = (text: string) =>
          operator === '=' ? text === value : new RegExp(`^(?:${value})$`, 's').test(text);
        expect(given.every(matches)).toBe(true);
        expect(matches(other)).toBe(given.includes(other));
      }),
    );
  });
});

import fc from 'fast-check';
import { compileRule } from '../../../../src/checks/schema/cel/cel-program';
import { CelSyntaxError, rewriteOptionalSyntax } from '../../../../src/checks/schema/cel/optional-syntax';

describe('optional syntax is written as calls', () => {
  test.each([
    ['self.?a', 'self.__optional_select("a")'],
    ['self . ? a.b', 'self .  __optional_select("a").b'],
    ['self.?a.?b', 'self.__optional_select("a").__optional_select("b")'],
    ['self[?0]', 'self.__optional_index(0)'],
    ['f(a)[?b ? c : d]', 'f(a).__optional_index(b ? c : d)'],
    ['a[?b[?c]]', 'a.__optional_index(b.__optional_index(c))'],
    ['[?a, b, ?c]', '[__optional_element(a), b, __optional_element(c)]'],
    ['x in [?a]', 'x in [__optional_element(a)]'],
    ['{?"a": b, c: d ? e : f}', '{__optional_entry("a"): b, c: d ? e : f}'],
    ['{?(a ? b : c): d}', '{__optional_entry((a ? b : c)): d}'],
  ])('%s', (source, expected) => {
    expect(rewriteOptionalSyntax(source)).toBe(expected);
  });
});

describe('what is no optional syntax stays', () => {
  test.each([
    'a ? [b] : c',
    'a ? .b : c',
    '".?a" == r"[?\\" && \'.?\' == """.?"".?"""',
    '"\\".?a"',
    "b'.?' == rb'\\' + Br\"\\\"",
    'a[b ? 0 : 1]',
    '{a: b ? c : d}',
  ])('%s', (source) => {
    expect(rewriteOptionalSyntax(source)).toBe(source);
  });

  test('white space and comments become one space', () => {
    expect(rewriteOptionalSyntax('a //.?b "\n  \t && c')).toBe('a && c');
  });
});

test.each(['a.?', 'a.?1', 'a[', 'a)', '(]', '"a', "'''a''", 'a[?', '{?a'])('%s is refused', (source) => {
  expect(() => rewriteOptionalSyntax(source)).toThrow(CelSyntaxError);
});

describe('hostile rules', () => {
  const fragments = [
    'self',
    '.?',
    '.a',
    '[',
    '[?',
    ']',
    '(',
    ')',
    '{',
    '{?',
    '}',
    ':',
    '?',
    ',',
    '"',
    "'",
    '"""',
    'r"',
    '\\',
    '//',
    '\n',
    ' ',
    '||',
    '!',
    '1',
    '9e9',
    'all(x,',
    'in',
    'has(',
    '😀',
    '\u0000',
  ];

  test('any text compiles or is refused with a reason', () => {
    const source = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(source, (rule) => {
        const program = compileRule(rule);
        expect(program.kind === 'program' || program.reason !== '').toBe(true);
      }),
      { numRuns: 2_000, seed: 11 },
    );
  });

  test.each<[string, string]>([
    ['brackets', `${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ['lists', `${'['.repeat(20_000)}1${']'.repeat(20_000)}`],
    ['negations', `${'!('.repeat(20_000)}true${')'.repeat(20_000)}`],
    ['selections', `self${'.a'.repeat(30_000)}`],
    ['additions', `1${'+1'.repeat(30_000)}`],
    ['length', `"${'a'.repeat(200_000)}"`],
  ])('too much is refused: %s', (_name, rule) => {
    expect(compileRule(rule).kind).toBe('unsupported');
  });

  test('white space without end costs nothing', () => {
    expect(compileRule(`true${' '.repeat(90_000)}`).kind).toBe('program');
  });
});

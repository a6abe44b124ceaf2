import { createCelValidator } from '../../../../src/checks/schema/cel/cel-validator';
import type { StructuralSchema } from '../../../../src/checks/schema/structural-schema';
import type { JsonValue } from '../../../../src/manifests/manifest';

const numbers: StructuralSchema = { type: 'array', items: { type: 'integer' } };
const texts: StructuralSchema = { type: 'array', items: { type: 'string' } };
const objects: StructuralSchema = { type: 'array', items: { type: 'object', additionalProperties: numbers } };

function validate(schema: StructuralSchema, rule: string, value: JsonValue): readonly string[] {
  const root: StructuralSchema = {
    type: 'object',
    properties: { v: { ...schema, 'x-kubernetes-validations': [{ rule }] } },
  };
  return createCelValidator(root)
    .validate({ v: value })
    .map(({ message }) => message);
}

const count = (size: number): number[] => Array.from({ length: size }, (_, index) => index);

describe('a rule that would work for too long ends in one finding', () => {
  test.each<[string, StructuralSchema, string, JsonValue]>([
    ['nested loops', numbers, 'self.all(a, self.all(b, self.all(c, true)))', count(2_000)],
    ['loops that absorb errors', numbers, 'self.exists(a, self.exists(b, a / 0 == b)) || true', count(2_000)],
    ['loops that end at once over big ranges', numbers, 'self.all(a, self.exists(b, a == b))', count(5_000)],
    ['deep comparisons', objects, 'self.all(a, self.all(b, a == b))', count(500).map(() => ({ k: count(500) }))],
    ['growing texts', numbers, `${doubling('"aaaaaaaaaa"')}.size() > 0`, []],
    ['growing lists', numbers, `${doubling('self')}.size() > 0`, count(1_000)],
    ['replacements', texts, 'self[0].replace("", self[0]).replace("", self[0]) != ""', ['a'.repeat(20_000)]],
    ['patterns', texts, 'self.all(t, !t.matches("(a?){100}b"))', count(800).map(() => 'a'.repeat(5_000))],
    ['searches', texts, 'self.all(t, self.all(u, !t.contains("b" + u)))', count(300).map(() => 'a'.repeat(5_000))],
  ])('%s', (_name, schema, rule, value) => {
    expect(validate(schema, rule, value)).toEqual([
      `the value is too big for its rules, and no further ones are run: ${rule}`,
    ]);
  });
});

/** Doubles a value forty times. */
function doubling(start: string): string {
  const steps = count(40).reduceRight((inner, step) => `cel.bind(x${step + 1}, x${step} + x${step}, ${inner})`, 'x40');
  return `cel.bind(x0, ${start}, ${steps})`;
}

test('the work of all rules on one object is bounded together', () => {
  const item: StructuralSchema = {
    ...numbers,
    'x-kubernetes-validations': [{ rule: 'self.all(a, self.all(b, true))' }],
  };
  const schema: StructuralSchema = { type: 'object', properties: { v: { type: 'array', items: item } } };
  const value = { v: count(100).map(() => count(600)) };
  const found = createCelValidator(schema).validate(value);
  expect(found).toHaveLength(1);
  expect(found[0]?.path[1]).toBeGreaterThan(10);
  expect(found[0]?.path[1]).toBeLessThan(40);
});

test('rules that the API server finishes are finished', () => {
  const unique = 'self.all(a, self.exists_one(b, a == b))';
  expect(validate(numbers, unique, count(400))).toEqual([]);
});

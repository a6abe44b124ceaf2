import fc from 'fast-check';
import { createCelValidator } from '../../../../src/checks/schema/cel/cel-validator';
import type { StructuralSchema } from '../../../../src/checks/schema/structural-schema';
import type { JsonValue } from '../../../../src/manifests/manifest';

const RULES = 'x-kubernetes-validations';

function checked(schema: StructuralSchema, ...rules: string[]): StructuralSchema {
  return { ...schema, [RULES]: rules.map((rule) => ({ rule })) };
}

const item = checked(
  { type: 'object', properties: { name: { type: 'string' }, at: { type: 'string', format: 'date-time' } } },
  'self == self && (!has(self.at) || self.at > timestamp(0))',
);
const SCHEMA: StructuralSchema = checked(
  {
    type: 'object',
    properties: {
      a: checked({ type: 'integer' }, 'self + 1 > self'),
      b: checked({ 'x-kubernetes-int-or-string': true, nullable: true }, 'type(self) == int || self.size() > 0'),
      c: checked(
        { type: 'array', items: item, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
        'self == oldSelf',
      ),
      d: checked(
        { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
        'self.all(k, size(self[k]) > 0)',
      ),
      e: checked({ type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' }, 'self == self + self'),
      f: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
  },
  'has(self.a) || self.?b.hasValue() || self.c == self.c',
  "self.metadata.name.startsWith('a')",
);

const key = fc.constantFrom(
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  'name',
  'at',
  'metadata',
  '__proto__',
  'constructor',
  'toString',
);
const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<JsonValue>(null, true, 0, -1, 1.5, 1e300, 2 ** 53, '', 'a', '😀', '2026-01-01T00:00:00Z', 'aGk='),
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(key, tie('json')), { maxLength: 5 })
      .map((entries) => JSON.parse(entriesToJson(entries)) as JsonValue),
  ),
}));

/** Through text, as only that makes `__proto__` a property like any other. */
function entriesToJson(entries: readonly (readonly [string, JsonValue])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

test('any value, of the schema or not, ends in findings', () => {
  const validator = createCelValidator(SCHEMA);
  fc.assert(
    fc.property(json, json, (value, oldValue) => {
      const before = JSON.stringify(value);
      const found = validator.validate(value, { oldValue });
      expect(found.every((violation) => violation.kind === 'violated' && violation.message !== '')).toBe(true);
      expect(validator.validate(value, { oldValue })).toEqual(found);
      expect(JSON.stringify(value)).toBe(before);
    }),
    { numRuns: 3_000, seed: 3 },
  );
});

import fc from 'fast-check';
import { escapeIdentifier } from '../../../../src/checks/schema/cel/identifier-escaping';
import type { StructuralSchema } from '../../../../src/checks/schema/structural-schema';
import type { JsonValue } from '../../../../src/manifests/manifest';

/** What a rule's text tells about the values that it tells apart. */
export interface RuleHints {
  readonly identifiers: ReadonlySet<string>;
  readonly strings: readonly string[];
  readonly integers: readonly number[];
  readonly patterns: readonly RegExp[];
}

const STRING_LITERAL = /r?"""([\s\S]*?)"""|r?'''([\s\S]*?)'''|r?'((?:\\.|[^'\\])*)'|r?"((?:\\.|[^"\\])*)"/g;

/** Mines a rule for field names, literals and patterns. */
export function hintsOf(rule: string): RuleHints {
  const literals = Array.from(
    rule.matchAll(STRING_LITERAL),
    (match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? '',
  );
  const code = rule.replace(STRING_LITERAL, ' ');
  return {
    identifiers: new Set([...(code.match(/[A-Za-z_]\w*/g) ?? []), ...literals]),
    strings: [...new Set(literals.map((literal) => literal.replace(/\\(.)/g, '$1')))],
    integers: [...new Set((code.match(/\b\d+\b/g) ?? []).map(Number))],
    patterns: literals.flatMap(patternOf),
  };
}

/** Reads a literal as a pattern where JavaScript can; only the guided generation depends on it. */
function patternOf(literal: string): readonly RegExp[] {
  const source = literal
    .replace(/\\\\/g, '\\')
    .replace(/\(\?i\)/g, '')
    .replace(/\[\[:space:\]\]/g, '\\s');
  if (!/[[\]()*+^$\\]/.test(source)) {
    return [];
  }
  try {
    return [new RegExp(source)];
  } catch (error) {
    if (error instanceof SyntaxError) {
      return [];
    }
    throw error;
  }
}

const TEXTS = [
  '',
  'a',
  'b',
  'kube-system',
  'example.com',
  '*.example.com',
  '10.0.0.1',
  'https://example.com/a',
  '1',
  '0.5',
  '%',
];
const DURATIONS = [
  '0s',
  '1ns',
  '500us',
  '1ms',
  '10ms',
  '1s',
  '2s',
  '59s',
  '1m',
  '5m',
  '10m',
  '1h',
  '24h',
  '240h',
  '-1s',
  'never',
];
const QUANTITIES = ['0', '1', '-1', '100m', '1Mi', '2Gi', '4096', '1e3', 'much'];
const MAX_GENERATED_SIZE = 300;
const MAX_DEPTH = 9;

/** Values of a schema, steered to what the rule asks for. */
export function valueArbitrary(
  schema: StructuralSchema,
  hints: RuleHints,
  isResource = false,
  depth = 0,
): fc.Arbitrary<JsonValue> {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return fc.oneof(integerArbitrary({}, hints), stringArbitrary({}, hints));
  }
  switch (schema.type) {
    case 'object':
      return objectArbitrary(schema, hints, isResource, depth);
    case 'array':
      return listArbitrary(schema, hints, depth);
    case 'string':
      return stringArbitrary(schema, hints);
    case 'integer':
      return integerArbitrary(schema, hints);
    case 'number':
      return fc.oneof(integerArbitrary(schema, hints), fc.constantFrom(0.5, 1.5, -0.5));
    case 'boolean':
      return fc.boolean();
    default:
      return fc.constantFrom<JsonValue>('a', 1, {});
  }
}

const METADATA: StructuralSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, generateName: { type: 'string' } },
};

function objectArbitrary(
  schema: StructuralSchema,
  hints: RuleHints,
  isResource: boolean,
  depth: number,
): fc.Arbitrary<JsonValue> {
  if (typeof schema.additionalProperties === 'object') {
    return mapArbitrary(schema.additionalProperties, hints, depth);
  }
  const resource = isResource
    ? { metadata: METADATA, kind: { type: 'string' }, apiVersion: { type: 'string' } }
    : undefined;
  const properties: Readonly<Record<string, StructuralSchema>> = { ...schema.properties, ...resource };
  const names = steeredNames(properties, hints);
  if (depth >= MAX_DEPTH || names.length === 0) {
    return fc.constant({});
  }
  const required = names.filter((name) => schema.required?.includes(name));
  const values = Object.fromEntries(
    names.map((name) => [name, valueArbitrary(properties[name] ?? {}, hints, false, depth + 1)]),
  );
  return subsetArbitrary(names, required).chain((kept) =>
    fc.record(Object.fromEntries(kept.map((name) => [name, values[name] ?? fc.constant(null)]))),
  );
}

/** The properties that the rule names; where it names none, the first few, so that values can differ at all. */
function steeredNames(properties: Readonly<Record<string, StructuralSchema>>, hints: RuleHints): readonly string[] {
  const names = Object.keys(properties);
  const named = names.filter(
    (name) => hints.identifiers.has(escapeIdentifier(name) ?? name) || hints.identifiers.has(name),
  );
  return named.length > 0 ? named : names.slice(0, 3);
}

/** Few, all, one of all or any of the names; required ones mostly. */
function subsetArbitrary(names: readonly string[], required: readonly string[]): fc.Arbitrary<readonly string[]> {
  const all = [...names];
  const chosen = fc.oneof(
    fc.subarray(all),
    fc.subarray(all, { minLength: all.length }),
    fc.subarray(all, { maxLength: Math.min(2, all.length) }),
    fc.subarray(all, { minLength: Math.max(0, all.length - 1) }),
  );
  return fc
    .tuple(chosen, fc.integer({ min: 0, max: 4 }))
    .map(([kept, luck]) => (luck === 0 ? kept : [...new Set([...kept, ...required])]));
}

function mapArbitrary(values: StructuralSchema, hints: RuleHints, depth: number): fc.Arbitrary<JsonValue> {
  const key = stringArbitrary({}, hints);
  const value = valueArbitrary(values, hints, false, depth + 1);
  const large = sizesNear(hints).map((size) =>
    value.map((one) => Object.fromEntries(Array.from({ length: size }, (_, index) => [`key-${index}`, one]))),
  );
  return fc.oneof(fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }), ...large);
}

function listArbitrary(schema: StructuralSchema, hints: RuleHints, depth: number): fc.Arbitrary<JsonValue> {
  const item = valueArbitrary(schema.items ?? {}, hints, false, depth + 1);
  const large = sizesNear(hints).map((size) => item.map((one) => Array.from({ length: size }, () => one)));
  const twins = item.map((one) => [one, one]);
  return fc.oneof({ weight: 4, arbitrary: fc.array(item, { maxLength: 3 }) }, twins, ...large);
}

function stringArbitrary(schema: StructuralSchema, hints: RuleHints): fc.Arbitrary<string> {
  const fromSchema = (schema.enum ?? []).filter((value) => typeof value === 'string');
  const literals = [...fromSchema, ...hints.strings];
  const affixed = hints.strings.flatMap((literal) => [`${literal}x`, `x${literal}`, `x${literal}x`]);
  const sized = sizesNear(hints).map((size) => 'a'.repeat(size));
  const choices = [
    ...(literals.length === 0 ? [] : [{ weight: 6, arbitrary: fc.constantFrom(...literals) }]),
    ...hints.patterns.map((pattern) => ({ weight: 4, arbitrary: fc.stringMatching(pattern, { size: 'xsmall' }) })),
  ];
  if (fromSchema.length > 0) {
    return fc.oneof(...choices);
  }
  return fc.oneof(
    ...choices,
    { weight: 2, arbitrary: fc.constantFrom(...TEXTS, ...affixed, ...sized) },
    ...(hints.identifiers.has('duration') ? [{ weight: 6, arbitrary: fc.constantFrom(...DURATIONS) }] : []),
    ...(hints.identifiers.has('quantity') ? [{ weight: 6, arbitrary: fc.constantFrom(...QUANTITIES) }] : []),
  );
}

function integerArbitrary(schema: StructuralSchema, hints: RuleHints): fc.Arbitrary<number> {
  const around = hints.integers.flatMap((integer) => [integer - 1, integer, integer + 1]);
  const limits = [schema.minimum, schema.maximum].filter((limit) => limit !== undefined);
  return fc.constantFrom(0, 1, 2, 3, -1, 443, 65_535, ...around, ...limits);
}

/** Sizes on both sides of the limits that a rule names. */
function sizesNear(hints: RuleHints): readonly number[] {
  const sizes = hints.integers.flatMap((integer) => [integer, integer + 1]);
  return [...new Set(sizes)].filter((size) => size > 3 && size <= MAX_GENERATED_SIZE);
}

import type { StructuralSchema } from '../../../src/checks/schema/structural-schema';
import type { FieldPath, JsonObject, JsonValue } from '../../../src/manifests/manifest';
import { isJsonObject } from '../../../src/manifests/manifest';
import { generateValue, Unsatisfiable } from './_generate-value';
import type { Random } from './_random';

const STRANGERS: readonly JsonValue[] = [
  null,
  true,
  0,
  1,
  -1,
  0.5,
  65536,
  2147483648,
  4294967296,
  '',
  'a',
  'Zz',
  '-',
  '/x',
  'a b',
  '😀',
  '😀'.repeat(70),
  'é'.repeat(300),
  'x'.repeat(5000),
  '1s',
  'true',
  '5',
  [],
  ['a', 'a'],
  [null],
  {},
  { a: 1 },
  { a: { b: [1] } },
];

/** Changes one or two places of an object, below everything but its identity and metadata. */
export function mutate(object: JsonObject, schema: StructuralSchema, random: Random): JsonObject {
  const once = mutateOnce(object, schema, random);
  return random.chance(30) ? mutateOnce(once, schema, random) : once;
}

function mutateOnce(object: JsonObject, schema: StructuralSchema, random: Random): JsonObject {
  const places = placesIn(object, []).filter(
    ([root]) => root !== 'apiVersion' && root !== 'kind' && root !== 'metadata',
  );
  // Objects, and nodes with alternatives, are few among the places, yet most keywords are about them.
  const objects = places.filter((path) => path.length > 0 && isJsonObject(valueAt(object, path)));
  const junctions = objects.filter((path) => hasAlternatives(schemaAt(schema, path)));
  const path = random.pick([places, objects, junctions].filter((list) => list.length > 0)[random.below(3)] ?? places);
  return changeAt(object, path, schema, random) as JsonObject;
}

function hasAlternatives(schema: StructuralSchema | undefined): boolean {
  const lists = [schema?.anyOf, schema?.oneOf, schema?.allOf?.filter(hasAlternatives)];
  return schema?.not !== undefined || lists.some((list) => list !== undefined && list.length > 0);
}

function schemaAt(schema: StructuralSchema | undefined, path: FieldPath): StructuralSchema | undefined {
  const [head, ...rest] = path;
  return head === undefined ? schema : schemaAt(childOf(schema, head), rest);
}

function childOf(schema: StructuralSchema | undefined, segment: string | number): StructuralSchema | undefined {
  const additional = schema?.additionalProperties;
  const named = schema?.properties?.[segment] ?? (typeof additional === 'object' ? additional : undefined);
  return typeof segment === 'number' ? schema?.items : named;
}

function valueAt(value: JsonValue, path: FieldPath): JsonValue {
  return path.reduce<JsonValue>(
    (at, segment) => (at as { readonly [name: string | number]: JsonValue })[segment] ?? null,
    value,
  );
}

function placesIn(value: JsonValue, path: FieldPath): readonly FieldPath[] {
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((item, index) => placesIn(item, [...path, index]))];
  }
  if (isJsonObject(value)) {
    return [path, ...Object.entries(value).flatMap(([name, member]) => placesIn(member ?? null, [...path, name]))];
  }
  return [path];
}

function changeAt(value: JsonValue, path: FieldPath, schema: StructuralSchema | undefined, random: Random): JsonValue {
  const [head, ...rest] = path;
  if (head === undefined) {
    return change(value, schema ?? {}, random);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === head ? changeAt(item, rest, schema?.items, random) : item));
  }
  const child = childOf(schema, head);
  return isJsonObject(value) ? { ...value, [head]: changeAt(value[head] ?? null, rest, child, random) } : value;
}

function change(value: JsonValue, schema: StructuralSchema, random: Random): JsonValue {
  if (random.chance(25)) {
    return isJsonObject(value) && 'apiVersion' in value ? value : random.pick(STRANGERS);
  }
  if (Array.isArray(value)) {
    return changeList(value, random);
  }
  if (isJsonObject(value)) {
    return random.chance(35) ? addProperty(value, schema, random) : changeObject(value, random);
  }
  if (typeof value === 'string') {
    return changeString(value, schema, random);
  }
  return typeof value === 'number'
    ? random.pick([value + 1, value - 1, -value, value * 1000, value + 0.5, String(value), ...bounds(schema)])
    : random.pick(STRANGERS);
}

function changeString(value: string, schema: StructuralSchema, random: Random): JsonValue {
  const { maxLength, minLength } = schema;
  if (maxLength !== undefined && maxLength < 10_000 && random.chance(40)) {
    return random.pick(['é', '😀', 'a']).repeat(maxLength + random.below(2));
  }
  if (minLength !== undefined && minLength > 0 && random.chance(20)) {
    return '😀'.repeat(minLength - random.below(2));
  }
  return random.pick([
    `${value}x`,
    `${value}-`,
    value.slice(1),
    value.toUpperCase(),
    value.slice(0, 20).repeat(10),
    `${value}\n`,
    ` ${value}`,
    7,
  ]);
}

function bounds(schema: StructuralSchema): readonly number[] {
  return [schema.minimum, schema.maximum]
    .filter((bound) => bound !== undefined)
    .flatMap((bound) => [bound, bound - 1, bound + 1]);
}

/** Puts in a field that the schema knows, which may exclude one that is there. */
function addProperty(object: JsonObject, schema: StructuralSchema, random: Random): JsonValue {
  const missing = Object.entries(schema.properties ?? {}).filter(([name]) => !Object.hasOwn(object, name));
  if (missing.length === 0) {
    return { ...object, unknownField: 1 };
  }
  const [name, property] = random.pick(missing);
  try {
    return { ...object, [name]: generateValue(property, random, 5) };
  } catch (error) {
    if (error instanceof Unsatisfiable) {
      return { ...object, [name]: random.pick(STRANGERS) };
    }
    throw error;
  }
}

function changeList(list: readonly JsonValue[], random: Random): JsonValue {
  const item = list.length === 0 ? random.pick(STRANGERS) : random.pick(list);
  return random.pick([
    [...list, item],
    list.slice(1),
    [],
    [...list, random.pick(STRANGERS)],
    Array.from({ length: 70 }, () => item),
    [null, ...list],
  ]);
}

function changeObject(object: JsonObject, random: Random): JsonValue {
  const names = Object.keys(object).filter((name) => name !== 'apiVersion' && name !== 'kind' && name !== 'metadata');
  const name = names.length === 0 ? 'unknownField' : random.pick(names);
  const { [name]: member, ...others } = object;
  return random.pick<JsonObject>([
    others,
    { ...object, unknownField: random.pick(STRANGERS) },
    { ...others, [`${name}s`]: member ?? null },
    { ...object, [name]: null },
    { ...object, [name]: random.pick(STRANGERS) },
    { ...object, toString: 'inherited', constructor: {} },
  ]);
}

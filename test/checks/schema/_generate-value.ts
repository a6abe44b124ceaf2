import { patternOf } from '../../../src/checks/schema/pattern';
import { canonicalJson } from '../../../src/checks/schema/schema-node';
import type { StructuralSchema } from '../../../src/checks/schema/structural-schema';
import type { JsonObject, JsonValue } from '../../../src/manifests/manifest';
import type { Random } from './_random';

/** The schema asks for something that this generator cannot make up. */
export class Unsatisfiable extends Error {}

const STRINGS = [
  'a',
  'A',
  'abc',
  'example.com',
  'a.b/c',
  'a/b',
  '/',
  '/a',
  '/a/b.mmdb',
  '*',
  '1',
  '0',
  '5',
  '10',
  '100',
  '8080',
  '1s',
  '10s',
  '5m',
  '1h',
  '100ms',
  '10Mi',
  '1Gi',
  '10k',
  '5MB',
  '1KB',
  '0.5',
  'Hostname',
  'System',
  'https://example.com',
  'http://example.com',
  'socks5://a',
  'https://a/b',
  'aGVsbG8=',
  '10.0.0.1',
  '10.0.0.0/8',
  '::1',
  'a@b.iam.gserviceaccount.com',
  'a@b',
  'DE',
  '* * * * *',
  '2026-01-31T12:00:00Z',
  '2026-01-31',
  '123e4567-e89b-12d3-a456-426614174000',
  '0'.repeat(64),
  '123456789012',
  '$LATEST',
  '$uri',
  'connection.id',
  'xds.route_name',
  'arn:aws:iam::123456789012:role/x',
  'abort',
  'warn',
  'Host("a")',
  'prevent-dup-ip',
  'infinity',
  'a,b',
  'Exact',
  'us-east-1',
  'urn:x:y',
  '0x1f',
  'a b',
  'x'.repeat(20),
  'x'.repeat(40),
  '',
];
const MAX_DEPTH = 9;

/** Makes up a value that fits a schema, as far as its node can tell: `anyOf` and the like are honored in their usual forms. */
export function generateValue(schema: StructuralSchema, random: Random, depth = 0): JsonValue {
  if (schema.enum !== undefined) {
    return random.pick(schema.enum.filter((value) => value !== null));
  }
  if (schema.default !== undefined && schema.default !== null && random.chance(20)) {
    return schema.default;
  }
  switch (typeOf(schema, random)) {
    case 'object':
      return generateObject(schema, random, depth);
    case 'array':
      return generateList(schema, random, depth);
    case 'string':
      return generateString(schema, random);
    case 'integer':
      return Math.round(generateNumber(schema, random));
    case 'number':
      return generateNumber(schema, random);
    case 'boolean':
      return random.chance(50);
    default:
      return { free: 'form' };
  }
}

function typeOf(schema: StructuralSchema, random: Random): string | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return random.pick(['integer', 'string']);
  }
  return schema.type;
}

/** The keywords of a node and of everything it must also fit. */
function parts(schema: StructuralSchema): readonly StructuralSchema[] {
  return [schema, ...(schema.allOf ?? []).flatMap(parts)];
}

function generateString(schema: StructuralSchema, random: Random): string {
  const all = parts(schema);
  const fitting = STRINGS.filter((text) => all.every((part) => fitsString(part, text)));
  if (fitting.length === 0) {
    throw new Unsatisfiable(`pattern ${schema.pattern}`);
  }
  return random.pick(fitting);
}

function fitsString(schema: StructuralSchema, text: string): boolean {
  return (
    text.length >= (schema.minLength ?? 0) &&
    text.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY) &&
    (schema.pattern === undefined || patternOf(schema.pattern).test(text)) &&
    (schema.enum === undefined || schema.enum.includes(text)) &&
    (schema.anyOf === undefined ||
      schema['x-kubernetes-int-or-string'] === true ||
      schema.anyOf.some((part) => fitsString(part, text)))
  );
}

function generateNumber(schema: StructuralSchema, random: Random): number {
  const all = parts(schema);
  const low = Math.max(...all.map((part) => part.minimum ?? -5)) + (schema.exclusiveMinimum === true ? 1 : 0);
  const high = Math.min(...all.map((part) => part.maximum ?? low + 1000)) - (schema.exclusiveMaximum === true ? 1 : 0);
  return random.chance(30) ? random.pick([low, high]) : low + random.below(Math.max(1, Math.floor(high - low) + 1));
}

function generateList(schema: StructuralSchema, random: Random, depth: number): JsonValue {
  const least = schema.minItems ?? 0;
  const most = Math.min(schema.maxItems ?? least + 3, least + 3);
  const count = depth > MAX_DEPTH ? least : least + random.below(most - least + 1);
  const items: JsonValue[] = [];
  const keys = new Set<string>();
  for (let attempt = 0; items.length < count && attempt < 20 + count; attempt++) {
    const item = generateValue(schema.items ?? {}, random, depth + 1);
    const key = uniqueKey(schema, item, items.length);
    if (!keys.has(key)) {
      keys.add(key);
      items.push(item);
    }
  }
  if (items.length < least) {
    throw new Unsatisfiable('distinct items');
  }
  return items;
}

function uniqueKey(schema: StructuralSchema, item: JsonValue, index: number): string {
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return canonicalJson(item);
    case 'map': {
      const object = item as JsonObject;
      const names = schema['x-kubernetes-list-map-keys'] ?? [];
      return canonicalJson(names.map((name) => object[name] ?? schema.items?.properties?.[name]?.default ?? null));
    }
    default:
      return String(index);
  }
}

function generateObject(schema: StructuralSchema, random: Random, depth: number): JsonObject {
  const { required, forbidden, properties } = shape(schema, random);
  const result: Record<string, JsonValue> = {};
  const share = depth > MAX_DEPTH ? 0 : Math.max(4, 45 - depth * 7);
  for (const [name, property] of Object.entries(properties)) {
    const isRequired = required.has(name);
    if (
      isRequired ||
      (!forbidden.has(name) && random.chance(Object.keys(properties).length > 25 ? share / 4 : share))
    ) {
      put(result, name, property, isRequired, random, depth);
    }
  }
  if (typeof schema.additionalProperties === 'object') {
    for (let count = (schema.minProperties ?? 0) + random.below(2); count > 0; count--) {
      put(result, `key${count}`, schema.additionalProperties, false, random, depth);
    }
  }
  return growOrShrink(result, schema, properties, required, forbidden, random, depth);
}

function put(
  result: Record<string, JsonValue>,
  name: string,
  property: StructuralSchema,
  isRequired: boolean,
  random: Random,
  depth: number,
): void {
  try {
    result[name] = generateValue(property, random, depth + 1);
  } catch (error) {
    if (!(error instanceof Unsatisfiable) || isRequired) {
      throw error;
    }
  }
}

function growOrShrink(
  result: Record<string, JsonValue>,
  schema: StructuralSchema,
  properties: Readonly<Record<string, StructuralSchema>>,
  required: ReadonlySet<string>,
  forbidden: ReadonlySet<string>,
  random: Random,
  depth: number,
): JsonObject {
  const least = Math.max(...parts(schema).map((part) => part.minProperties ?? 0));
  const most = Math.min(...parts(schema).map((part) => part.maxProperties ?? Number.POSITIVE_INFINITY));
  const missing = Object.keys(properties).filter((name) => !(name in result) && !forbidden.has(name));
  while (Object.keys(result).length < least && missing.length > 0) {
    const [name] = missing.splice(random.below(missing.length), 1);
    if (name !== undefined) {
      put(result, name, properties[name] ?? {}, false, random, depth);
    }
  }
  const extra = Object.keys(result).filter((name) => !required.has(name));
  while (Object.keys(result).length > most && extra.length > 0) {
    const [name] = extra.splice(random.below(extra.length), 1);
    delete result[name ?? ''];
  }
  return result;
}

/** What fields an object has to have and must not have, after one alternative was chosen under each junctor. */
function shape(schema: StructuralSchema, random: Random) {
  const required = new Set(schema.required);
  const forbidden = new Set<string>();
  const properties: Record<string, StructuralSchema> = { ...schema.properties };
  const adopt = (part: StructuralSchema) => {
    for (const name of part.required ?? []) {
      required.add(name);
    }
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      properties[name] = { ...properties[name], ...property };
    }
    for (const ban of part.not === undefined ? [] : [part.not, ...(part.not.anyOf ?? [])]) {
      for (const name of ban.required ?? []) {
        forbidden.add(name);
      }
    }
  };
  const choose = (part: StructuralSchema) => {
    const chosen = [part.anyOf, part.oneOf].filter((list) => list !== undefined).map((list) => random.pick(list));
    for (const list of part.oneOf === undefined ? [] : [part.oneOf]) {
      for (const name of list.flatMap((other) => (chosen.includes(other) ? [] : (other.required ?? [])))) {
        forbidden.add(name);
      }
    }
    chosen.forEach(adopt);
  };
  for (const part of parts(schema)) {
    adopt(part);
    choose(part);
  }
  for (const name of required) {
    forbidden.delete(name);
  }
  return { required, forbidden, properties };
}

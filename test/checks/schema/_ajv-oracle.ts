import Ajv, { type ValidateFunction } from 'ajv';
import type { StructuralSchema } from '../../../src/checks/schema/structural-schema';
import type { JsonObject, JsonValue } from '../../../src/manifests/manifest';
import { isJsonObject } from '../../../src/manifests/manifest';

/**
 * A second opinion on structural validity, from parts that share nothing with the code under test: ajv for the keywords,
 * and the API server's own steps (nulls, defaults, pruning, uniqueness) written once more in their simplest form.
 */
export class AjvOracle {
  private readonly validate: ValidateFunction;

  constructor(private readonly schema: StructuralSchema) {
    const regExp = Object.assign(toRegExp, { code: 'toRegExp' });
    const ajv = new Ajv({
      strict: false,
      validateFormats: false,
      unicodeRegExp: false,
      validateSchema: false,
      inlineRefs: false,
      code: { regExp, optimize: false },
    });
    this.validate = ajv.compile(toJsonSchema(schema) as JsonObject);
  }

  /** Whether an API server would take the object, metadata and CEL rules aside. */
  accepts(object: JsonObject): boolean {
    const copy = structuredClone(object) as Mutable;
    dropNulls(copy, this.schema);
    putDefaults(copy, this.schema);
    return !prune(copy, this.schema, true) && this.validate(copy) && !repeats(copy, this.schema);
  }

  /** Why not, for the message of a failing test. */
  get errors(): string {
    return JSON.stringify(this.validate.errors);
  }
}

type Mutable = { [name: string]: unknown } | unknown[];

function toRegExp(source: string): RegExp {
  if (source.includes('(?i)')) {
    return new RegExp(source.replace('(?i)', ''), 'i');
  }
  return new RegExp(source, source.includes('\\p{') ? 'u' : '');
}

/** OpenAPI 3.0 with draft 4 bounds, as CRDs have it, in the words of JSON schema draft 7. */
function toJsonSchema(schema: StructuralSchema): JsonValue {
  const { properties, additionalProperties, items, allOf, anyOf, oneOf, not, nullable, format, ...rest } = schema;
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  const types = isIntOrString ? ['integer', 'string'] : schema.type === undefined ? undefined : [schema.type];
  return plain({
    ...Object.fromEntries(
      Object.entries(rest).filter(([keyword]) => !keyword.startsWith('x-') && keyword !== 'description'),
    ),
    type: types === undefined ? undefined : nullable === true ? [...types, 'null'] : types,
    exclusiveMinimum: schema.exclusiveMinimum === true ? schema.minimum : undefined,
    exclusiveMaximum: schema.exclusiveMaximum === true ? schema.maximum : undefined,
    properties:
      properties && Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, toJsonSchema(part)])),
    additionalProperties: typeof additionalProperties === 'object' ? toJsonSchema(additionalProperties) : undefined,
    items: items && toJsonSchema(items),
    allOf: allOf?.map(toJsonSchema),
    anyOf: anyOf?.map(toJsonSchema),
    oneOf: oneOf?.map(toJsonSchema),
    not: not && toJsonSchema(not),
    default: undefined,
  });
}

function plain(schema: { readonly [keyword: string]: unknown }): JsonValue {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as JsonValue;
}

function childOf(schema: StructuralSchema | undefined, name: string): StructuralSchema | undefined {
  const properties = schema?.properties;
  if (properties !== undefined && Object.hasOwn(properties, name)) {
    return properties[name];
  }
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

function dropNulls(value: unknown, schema: StructuralSchema | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      dropNulls(item, schema?.items);
    }
  } else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      const child = childOf(schema, name);
      if (value[name] === null && child !== undefined && child.nullable !== true && child.default === undefined) {
        delete value[name];
      } else {
        dropNulls(value[name], child);
      }
    }
  }
}

function putDefaults(value: unknown, schema: StructuralSchema | undefined): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      if (item === null && schema?.items?.nullable !== true && schema?.items?.default !== undefined) {
        value[index] = structuredClone(schema.items.default);
      }
      putDefaults(value[index], schema?.items);
    });
  } else if (isRecord(value)) {
    for (const [name, property] of Object.entries(schema?.properties ?? {})) {
      const isGap = !Object.hasOwn(value, name) || (value[name] === null && property.nullable !== true);
      if (property.default !== undefined && isGap) {
        value[name] = structuredClone(property.default);
      }
    }
    for (const name of Object.keys(value)) {
      putDefaults(value[name], childOf(schema, name));
    }
  }
}

/** Removes unknown fields; true if there were any. */
function prune(value: unknown, schema: StructuralSchema | undefined, isRoot: boolean): boolean {
  let hasPruned = false;
  if (Array.isArray(value)) {
    for (const item of value) {
      hasPruned = prune(item, schema?.items, false) || hasPruned;
    }
  } else if (isRecord(value) && schema !== undefined) {
    for (const name of Object.keys(value)) {
      const child = childOf(schema, name);
      if (isRoot && ['apiVersion', 'kind', 'metadata'].includes(name)) {
        continue;
      }
      if (child !== undefined) {
        hasPruned = prune(value[name], child, false) || hasPruned;
      } else if (schema['x-kubernetes-preserve-unknown-fields'] !== true && schema.additionalProperties !== true) {
        delete value[name];
        hasPruned = true;
      }
    }
  }
  return hasPruned;
}

/** Whether a list that is a set or a map holds something twice: each pair is compared. */
function repeats(value: unknown, schema: StructuralSchema | undefined): boolean {
  if (Array.isArray(value)) {
    const keys = value.map((item) => keyOf(item, schema));
    const isRepeated = keys.some((key, index) => key !== undefined && keys.indexOf(key) < index);
    return isRepeated || value.some((item) => repeats(item, schema?.items));
  }
  return isRecord(value) && Object.keys(value).some((name) => repeats(value[name], childOf(schema, name)));
}

function keyOf(item: unknown, schema: StructuralSchema | undefined): string | undefined {
  const listType = schema?.['x-kubernetes-list-type'];
  if (listType === 'set') {
    return sortedJson(item);
  }
  if (listType === 'map') {
    return (schema?.['x-kubernetes-list-map-keys'] ?? [])
      .map((name) => (isRecord(item) && Object.hasOwn(item, name) ? sortedJson(item[name]) : 'absent'))
      .join();
  }
  return undefined;
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    isRecord(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}

function isRecord(value: unknown): value is { [name: string]: unknown } {
  return isJsonObject(value);
}

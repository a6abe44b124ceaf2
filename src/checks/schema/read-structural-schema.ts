import type { FieldPath, JsonValue } from '../../manifests/manifest';
import { isJsonObject } from '../../manifests/manifest';
import { describeField, describeType, describeValue } from './describe-value';
import type { StructuralSchema } from './structural-schema';

/** Deepest nesting of a schema that is read; the deepest known CRD has 40 levels. */
const MAX_DEPTH = 256;
/** A broken schema is broken in the first place; the rest of the list would help nobody. */
const MAX_PROBLEMS = 5;

/** Why something is not a schema. */
export interface SchemaProblem {
  /** Counted from the root of the object that holds the schema. */
  readonly path: FieldPath;
  readonly message: string;
}

/** A schema that can be relied on, or why there is none. */
export type SchemaReading =
  | { readonly schema: StructuralSchema }
  | { readonly problems: readonly [SchemaProblem, ...SchemaProblem[]] };

/**
 * Reads `openAPIV3Schema` out of a CRD that anybody may have written: each keyword has the type that the API server
 * demands of it, or the whole schema is refused. Unknown keywords are ignored, as the API server does.
 */
export function readStructuralSchema(raw: JsonValue | undefined, path: FieldPath): SchemaReading {
  const reader = new SchemaReader();
  reader.schema(raw, path, 0);
  const [first, ...rest] = reader.problems;
  // Each keyword that the type names was looked at just above.
  return first === undefined ? { schema: raw as StructuralSchema } : { problems: [first, ...rest] };
}

type KeywordReader = (reader: SchemaReader, value: JsonValue, path: FieldPath, depth: number) => void;

class SchemaReader {
  readonly problems: SchemaProblem[] = [];

  schema(raw: JsonValue | undefined, path: FieldPath, depth: number): void {
    if (!isJsonObject(raw)) {
      this.refuse(path, raw ?? null, 'a schema');
      return;
    }
    if (depth > MAX_DEPTH) {
      this.report(path, `${describeField(path)} is nested more than ${MAX_DEPTH} schemas deep`);
      return;
    }
    for (const [keyword, value] of Object.entries(raw)) {
      const read = KEYWORDS.get(keyword);
      if (read !== undefined && value !== undefined) {
        read(this, value, [...path, keyword], depth);
      }
      if (this.problems.length >= MAX_PROBLEMS) {
        return;
      }
    }
  }

  schemas(entries: Iterable<readonly [string | number, JsonValue | undefined]>, path: FieldPath, depth: number): void {
    for (const [name, entry] of entries) {
      this.schema(entry, [...path, name], depth + 1);
      if (this.problems.length >= MAX_PROBLEMS) {
        return;
      }
    }
  }

  /** Reports a value that is not what it has to be. */
  refuse(path: FieldPath, value: JsonValue, wanted: string): void {
    const found = typeof value === 'object' ? describeType(value) : describeValue(value, path, '');
    this.report(path, `${describeField(path)} is ${found}; allowed is ${wanted}`);
  }

  report(path: FieldPath, message: string): void {
    this.problems.push({ path, message });
  }
}

/** A keyword whose value passes a test or is refused. */
function plain(wanted: string, test: (value: JsonValue) => boolean): KeywordReader {
  return (reader, value, path) => {
    if (!test(value)) {
      reader.refuse(path, value, wanted);
    }
  };
}

const TYPES: ReadonlySet<JsonValue> = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);
const LIST_TYPES: ReadonlySet<JsonValue> = new Set(['atomic', 'set', 'map']);
const MAP_TYPES: ReadonlySet<JsonValue> = new Set(['atomic', 'granular']);

const FLAG = plain('true or false', (value) => typeof value === 'boolean');
const NUMBER = plain('a number', (value) => typeof value === 'number');
const COUNT = plain('a whole number from 0 on', (value) => Number.isInteger(value) && Number(value) >= 0);
const TEXT = plain('a string', (value) => typeof value === 'string');
const TEXTS = plain(
  'a list of strings',
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
);

const SCHEMA: KeywordReader = (reader, value, path, depth) => reader.schema(value, path, depth + 1);

const SCHEMA_LIST: KeywordReader = (reader, value, path, depth) => {
  if (Array.isArray(value)) {
    reader.schemas(value.entries(), path, depth);
  } else {
    reader.refuse(path, value, 'a list of schemas');
  }
};

const SCHEMA_MAP: KeywordReader = (reader, value, path, depth) => {
  if (isJsonObject(value)) {
    reader.schemas(Object.entries(value), path, depth);
  } else {
    reader.refuse(path, value, 'an object of schemas');
  }
};

const SCHEMA_OR_FLAG: KeywordReader = (reader, value, path, depth) => {
  if (typeof value !== 'boolean') {
    reader.schema(value, path, depth + 1);
  }
};

const RULES: KeywordReader = (reader, value, path) => {
  if (!Array.isArray(value)) {
    reader.refuse(path, value, 'a list of rules');
    return;
  }
  for (const [index, rule] of value.entries()) {
    if (!isJsonObject(rule) || !isValidationRule(rule)) {
      reader.refuse([...path, index], rule, 'an object with the text "rule" and texts and flags beside it');
      return;
    }
  }
};

function isValidationRule(rule: { readonly [key: string]: JsonValue | undefined }): boolean {
  const texts = [rule.message, rule.messageExpression, rule.reason, rule.fieldPath];
  return (
    typeof rule.rule === 'string' &&
    texts.every((text) => text === undefined || typeof text === 'string') &&
    (rule.optionalOldSelf === undefined || typeof rule.optionalOldSelf === 'boolean')
  );
}

const KEYWORDS: ReadonlyMap<string, KeywordReader> = new Map<string, KeywordReader>([
  ['$ref', (reader, _value, path) => reader.report(path, '$ref is not allowed in a CustomResourceDefinition')],
  ['type', plain(`one of ${[...TYPES].join(', ')}`, (value) => TYPES.has(value))],
  ['format', TEXT],
  ['nullable', FLAG],
  ['enum', plain('a list with at least one value', (value) => Array.isArray(value) && value.length > 0)],
  ['properties', SCHEMA_MAP],
  ['additionalProperties', SCHEMA_OR_FLAG],
  ['required', TEXTS],
  ['minProperties', COUNT],
  ['maxProperties', COUNT],
  ['items', SCHEMA],
  ['minItems', COUNT],
  ['maxItems', COUNT],
  ['uniqueItems', FLAG],
  ['minLength', COUNT],
  ['maxLength', COUNT],
  ['pattern', TEXT],
  ['minimum', NUMBER],
  ['maximum', NUMBER],
  ['exclusiveMinimum', FLAG],
  ['exclusiveMaximum', FLAG],
  ['multipleOf', plain('a number above 0', (value) => typeof value === 'number' && value > 0)],
  ['allOf', SCHEMA_LIST],
  ['anyOf', SCHEMA_LIST],
  ['oneOf', SCHEMA_LIST],
  ['not', SCHEMA],
  ['x-kubernetes-preserve-unknown-fields', FLAG],
  ['x-kubernetes-int-or-string', FLAG],
  ['x-kubernetes-embedded-resource', FLAG],
  ['x-kubernetes-list-type', plain(`one of ${[...LIST_TYPES].join(', ')}`, (value) => LIST_TYPES.has(value))],
  ['x-kubernetes-list-map-keys', TEXTS],
  ['x-kubernetes-map-type', plain(`one of ${[...MAP_TYPES].join(', ')}`, (value) => MAP_TYPES.has(value))],
  ['x-kubernetes-validations', RULES],
]);

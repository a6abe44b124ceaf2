import { type FieldPath, isJsonObject, type JsonObject, type JsonValue, type Manifest } from '../manifest';

/** A value in an object, with the way to it. */
export interface Located {
  readonly path: FieldPath;
  readonly value: JsonValue;
}

/** A field of the object's own; undefined where there is none, or no object. */
export function fieldOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The field at the end of a way through nested objects. */
export function fieldAt(value: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  let field = value;
  for (const name of names) {
    field = fieldOf(field, name);
  }
  return field;
}

/** The value at the end of a path, as references and findings have it. */
export function fieldAtPath(root: JsonValue | undefined, path: FieldPath): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (value, step) => (typeof step === 'string' ? fieldOf(value, step) : itemsOf(value)[step]),
    root,
  );
}

/** A field that holds text which is not empty. */
export function textOf(value: JsonValue | undefined, name: string): string | undefined {
  return nonEmpty(fieldOf(value, name));
}

/** The text, unless the value is empty or of another type. */
export function nonEmpty(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A field that holds an object, else an empty one. */
export function objectOf(value: JsonValue | undefined, name: string): JsonObject {
  const field = fieldOf(value, name);
  return isJsonObject(field) ? field : {};
}

/** The items of a list; none where the value is no list. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  // Array.isArray does not narrow readonly arrays.
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** The annotation's value, unless it is empty or no string. */
export function annotationOf(manifest: Manifest, name: string): string | undefined {
  return textOf(fieldAt(manifest.body, 'metadata', 'annotations'), name);
}

/** The label's value, which may be empty; undefined where there is no such label. */
export function labelOf(manifest: Manifest, name: string): string | undefined {
  const label = fieldOf(fieldAt(manifest.body, 'metadata', 'labels'), name);
  return typeof label === 'string' ? label : undefined;
}

/** An object with the property, or without it where there is no value: absent properties stay absent. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value });
}

/** A step on the way to a field: its name, or each item of a list. */
export type PatternStep = string | typeof EACH_ITEM;

/** Each item of the list that stands there. */
export const EACH_ITEM: unique symbol = Symbol('each item');

/** Reads `spec.rules[].backendRefs[]`: dots part field names, `[]` is each item of a list. */
export function parsePattern(pattern: string): readonly PatternStep[] {
  return pattern
    .split('.')
    .flatMap((name): PatternStep[] => (name.endsWith('[]') ? [name.slice(0, -2), EACH_ITEM] : [name]));
}

/** All values that a pattern leads to, in the order of the object. */
export function valuesAt(root: JsonValue, pattern: readonly PatternStep[]): readonly Located[] {
  return collect(root, pattern, 0, NO_PATH, undefined) ?? NO_VALUES;
}

const NO_VALUES: readonly Located[] = [];
const NO_PATH: FieldPath = [];

/** Most patterns lead nowhere in most objects, so that nothing is made on the way: a list and a path only where there is a value. */
function collect(
  root: JsonValue | undefined,
  pattern: readonly PatternStep[],
  from: number,
  before: FieldPath,
  found: Located[] | undefined,
): Located[] | undefined {
  let value: JsonValue | undefined = root;
  for (let index = from; index < pattern.length; index += 1) {
    const step = pattern[index];
    if (step === EACH_ITEM) {
      const items = itemsOf(value);
      const path = extend(before, pattern, from, index);
      let all = found;
      for (let position = 0; position < items.length; position += 1) {
        all = collect(items[position], pattern, index + 1, [...path, position], all);
      }
      return all;
    }
    value = fieldOf(value, step ?? '');
    if (value === undefined) {
      return found;
    }
  }
  const all = found ?? [];
  all.push({ path: extend(before, pattern, from, pattern.length), value: value ?? null });
  return all;
}

/** A path with the names of some steps of a pattern behind it. */
function extend(path: FieldPath, pattern: readonly PatternStep[], from: number, to: number): FieldPath {
  const extended = [...path];
  for (let index = from; index < to; index += 1) {
    const step = pattern[index];
    if (typeof step === 'string') {
      extended.push(step);
    }
  }
  return extended;
}

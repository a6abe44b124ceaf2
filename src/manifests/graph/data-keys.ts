import { isJsonObject, type Manifest } from '../manifest';
import { fieldOf } from './json-fields';
import type { Ternary } from './reference';

/** The data keys of a ConfigMap or Secret, as far as the set of manifests tells. */
export interface DataKeys {
  /** Keys that it has. */
  readonly certain: ReadonlySet<string>;
  /** Keys that it may have. */
  readonly possible: ReadonlySet<string>;
  /** Whether it has no keys but these. */
  readonly complete: boolean;
}

/** Nothing is known. */
export const UNKNOWN_KEYS: DataKeys = { certain: new Set(), possible: new Set(), complete: false };

/** Describes keys; by default there are no others. */
export function dataKeys(
  certain: Iterable<string>,
  rest: { possible?: Iterable<string>; complete?: boolean } = {},
): DataKeys {
  return { certain: new Set(certain), possible: new Set(rest.possible), complete: rest.complete ?? true };
}

/** Whether the object has the key. */
export function hasKey({ certain, possible, complete }: DataKeys, key: string): Ternary {
  if (certain.has(key)) {
    return 'yes';
  }
  return complete && !possible.has(key) ? 'no' : 'unknown';
}

/** The keys of an object to which several write. */
export function mergeKeys(parts: readonly DataKeys[]): DataKeys {
  const certain = new Set(parts.flatMap((part) => [...part.certain]));
  const possible = new Set(parts.flatMap((part) => [...part.possible].filter((key) => !certain.has(key))));
  return { certain, possible, complete: parts.every(({ complete }) => complete) };
}

/** The keys that stand in a manifest of a ConfigMap or Secret. */
export function keysIn({ body }: Manifest): DataKeys {
  return dataKeys(['data', 'stringData', 'binaryData'].flatMap((field) => keysOfObject(fieldOf(body, field))));
}

/** The keys of a value that is an object; else none. */
export function keysOfObject(value: Parameters<typeof isJsonObject>[0]): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

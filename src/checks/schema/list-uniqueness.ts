import type { JsonValue } from '../../manifests/manifest';
import { isJsonObject } from '../../manifests/manifest';
import { describeField, describeValue } from './describe-value';
import { countViolations } from './limits';
import { canonicalJson, type SchemaNode } from './schema-node';
import type { Place } from './validate-structure';
import type { Violation } from './violation';

/** Number of entries of a list, and their uniqueness where it is a set or a map. */
export function listViolations(node: SchemaNode, list: readonly JsonValue[], place: Place): readonly Violation[] {
  const { minItems, maxItems, uniqueItems } = node.schema;
  const counted =
    minItems === undefined && maxItems === undefined
      ? []
      : countViolations(list.length, 'entry', minItems, maxItems, place);
  if (list.length < 2) {
    return counted;
  }
  const listType = node.schema['x-kubernetes-list-type'];
  if (listType === 'map') {
    const keys = node.schema['x-kubernetes-list-map-keys'] ?? [];
    return [...counted, ...duplicates(list, (item) => keyOf(item, keys), describeKey(keys), place)];
  }
  if (listType === 'set' || uniqueItems === true) {
    return [...counted, ...duplicates(list, (item) => item, describeValue, place)];
  }
  return counted;
}

type Describe = (key: JsonValue, path: Place['path'], kind: string) => string;

/** Reports each repeated value once, at its second appearance, as the API server does. */
function duplicates(
  list: readonly JsonValue[],
  keyOfItem: (item: JsonValue) => JsonValue,
  describe: Describe,
  place: Place,
): readonly Violation[] {
  const first = new Map<string, number>();
  const reported = new Set<string>();
  const violations: Violation[] = [];
  for (const [index, item] of list.entries()) {
    const key = keyOfItem(item);
    const text = canonicalJson(key);
    const earlier = first.get(text);
    if (earlier === undefined) {
      first.set(text, index);
    } else if (!reported.has(text)) {
      reported.add(text);
      violations.push(duplicate(earlier, index, describe(key, place.path, place.kind), place));
    }
  }
  return violations;
}

function duplicate(earlier: number, index: number, key: string, place: Place): Violation {
  const list = describeField(place.path);
  return {
    rule: 'schema/duplicate-list-entry',
    path: [...place.path, index],
    message: `${list}[${index}] repeats ${list}[${earlier}]: both have ${key}; allowed is each once`,
    fix: 'remove or change one of the two',
  };
}

/** The key fields of an entry; one that is missing differs from each value that is there. */
function keyOf(item: JsonValue, keys: readonly string[]): JsonValue {
  if (!isJsonObject(item)) {
    return {};
  }
  const present = keys.filter((name) => Object.hasOwn(item, name) && item[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, item[name]]));
}

function describeKey(names: readonly string[]): Describe {
  return (key, path, kind) => {
    if (!isJsonObject(key)) {
      return 'no key';
    }
    const parts = names.map((name) => {
      const value = key[name];
      return value === undefined ? `no ${name}` : `${name} ${describeValue(value, [...path, name], kind)}`;
    });
    return parts.join(' and ');
  };
}

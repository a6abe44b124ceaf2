import type { FieldPath, JsonObject, JsonValue } from '../../manifests/manifest';
import { isJsonObject } from '../../manifests/manifest';
import { describeField, MAX_SHOWN } from './describe-value';
import { nearestName } from './nearest-name';
import type { SchemaNode } from './schema-node';
import type { Violation } from './violation';

/** An object as the API server sees it when it begins to validate. */
export interface Normalized {
  readonly value: JsonObject;
  /** Fields that the schema does not know. They are not in `value`. */
  readonly unknownFields: readonly Violation[];
}

const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);
/** Names that one message lists. */
const MAX_NAMES = 12;

/**
 * Does what the API server does before it validates: drops nulls where null is not allowed, puts in defaults and leaves
 * out unknown fields. What need not change is shared with the input, so an object without gaps costs no copy.
 *
 * @param fix what else to do about an unknown field than to rename or remove it
 */
export function normalize(object: JsonObject, root: SchemaNode, fix: string): Normalized {
  const walk = new Normalization(fix);
  const value = walk.object(root, object, true);
  return { value, unknownFields: walk.unknownFields };
}

class Normalization {
  readonly unknownFields: Violation[] = [];
  private readonly path: (string | number)[] = [];

  constructor(private readonly fix: string) {}

  object(node: SchemaNode, value: JsonObject, isResource: boolean, isPreserved = false): JsonObject {
    const keepsUnknown = isPreserved || node.preservesUnknown || node.allowsAnyProperty;
    let changes: Map<string, JsonValue | undefined> | undefined;
    for (const name of Object.keys(value)) {
      if (isResource && META_FIELDS.has(name)) {
        continue;
      }
      const member = value[name];
      const normal = member === undefined ? undefined : this.member(node, name, member, keepsUnknown);
      if (normal !== member) {
        changes ??= new Map();
        changes.set(name, normal);
      }
    }
    for (const name of node.propertiesWithDefault) {
      if (!Object.hasOwn(value, name) && !(isResource && META_FIELDS.has(name))) {
        changes ??= new Map();
        changes.set(name, this.defaultOf(node, name));
      }
    }
    return changes === undefined ? value : changed(value, changes);
  }

  private member(node: SchemaNode, name: string, value: JsonValue, keepsUnknown: boolean): JsonValue | undefined {
    const child = node.property(name);
    if (child === undefined) {
      if (keepsUnknown) {
        return value;
      }
      this.path.push(name);
      this.unknownFields.push(unknownField(this.path, node, this.fix));
      this.path.pop();
      return undefined;
    }
    if (value === null && !child.isNullable) {
      return this.defaultOf(node, name);
    }
    this.path.push(name);
    const normal = this.value(child, value, false);
    this.path.pop();
    return normal;
  }

  private value(node: SchemaNode, value: JsonValue, isPreserved: boolean): JsonValue {
    if (Array.isArray(value)) {
      return this.list(node, value, isPreserved);
    }
    if (isJsonObject(value)) {
      return this.object(node, value, node.isEmbeddedResource, isPreserved);
    }
    return value;
  }

  private list(node: SchemaNode, list: readonly JsonValue[], isPreserved: boolean): JsonValue {
    const items = node.items;
    if (items === undefined) {
      return list;
    }
    // Where a list preserves unknown fields, so do its items.
    const keepsUnknown = isPreserved || node.preservesUnknown;
    let copy: JsonValue[] | undefined;
    for (const [index, item] of list.entries()) {
      this.path.push(index);
      const normal =
        item === null && !items.isNullable ? (items.schema.default ?? null) : this.value(items, item, keepsUnknown);
      this.path.pop();
      if (normal !== item) {
        copy ??= [...list];
        copy[index] = normal;
      }
    }
    return copy ?? list;
  }

  private defaultOf(node: SchemaNode, name: string): JsonValue | undefined {
    const child = node.property(name);
    const value = child?.schema.default;
    if (child === undefined || value === undefined || value === null) {
      return undefined;
    }
    this.path.push(name);
    const normal = this.value(child, value, false);
    this.path.pop();
    return normal;
  }
}

function changed(value: JsonObject, changes: ReadonlyMap<string, JsonValue | undefined>): JsonObject {
  const kept = Object.entries(value).filter(([name]) => !changes.has(name));
  const put = [...changes].filter(([, member]) => member !== undefined);
  // fromEntries defines own members, so that a field named __proto__ stays a field.
  return Object.fromEntries([...kept, ...put]);
}

function unknownField(path: FieldPath, node: SchemaNode, otherwise: string): Violation {
  const name = String(path.at(-1));
  const names = node.propertyNames;
  const nearest = nearestName(name, names);
  const parent = path.length === 1 ? 'the object' : describeField(path.slice(0, -1));
  return {
    rule: 'schema/unknown-field',
    path: [...path],
    message: `${parent} has no field ${JSON.stringify(name.slice(0, MAX_SHOWN))}; ${listNames(names)}`,
    fix:
      nearest === undefined
        ? `remove it: it would be dropped without effect; ${otherwise}`
        : `did you mean "${nearest}"`,
  };
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) {
    return 'it has no fields at all';
  }
  const shown = [...names].sort().slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `it has ${shown} and ${names.length - MAX_NAMES} more` : `it has ${shown}`;
}

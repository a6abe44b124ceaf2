import { isJsonObject, type JsonObject, type JsonValue } from '../../../manifests/manifest';
import { invalidData, toScalar } from './schema-scalar';
import type { ListSchemaType, MapSchemaType, ObjectSchemaType, SchemaType } from './schema-type';
import {
  CelArray,
  CelError,
  CelList,
  CelMap,
  type CelResult,
  type CelValue,
  resultsEqual,
  typeNameOf,
  valuesOf,
} from './values';
import type { WorkBudget } from './work-budget';

/**
 * Gives JSON the type that its schema declares. Objects and lists convert their children when a rule first asks for
 * them, and once.
 *
 * Messages never repeat a value: it may be secret.
 */
export function toCelValue(json: JsonValue, type: SchemaType): CelResult {
  if (json === null) {
    return type.nullable ? null : new CelError('invalid data: null where the schema is not nullable');
  }
  switch (type.kind) {
    case 'object':
      return isJsonObject(json) ? new SchemaObject(json, type) : invalidData('an object');
    case 'map':
      return isJsonObject(json) ? new SchemaMap(json, type) : invalidData('an object');
    case 'list':
      return Array.isArray(json) ? listOf(json, type) : invalidData('an array');
    default:
      return toScalar(json, type.kind);
  }
}

function listOf(json: readonly JsonValue[], type: ListSchemaType): SchemaList {
  switch (type.listType) {
    case 'set':
      return new SchemaSetList(json, type);
    case 'map':
      return new SchemaMapList(json, type);
    default:
      return new SchemaList(json, type);
  }
}

/** An object with declared properties. Properties that are null count as absent, unknown ones cannot be selected. */
export class SchemaObject extends CelMap {
  private readonly children = new Map<string, CelResult>();
  private visibleKeys: readonly string[] | undefined;
  private propertyCount: number | undefined;

  constructor(
    readonly json: JsonObject,
    readonly type: ObjectSchemaType,
  ) {
    super();
  }

  /** Counts unknown and null properties too, as the API server does. */
  get size(): number {
    this.propertyCount ??= Object.keys(this.json).length;
    return this.propertyCount;
  }

  keys(): readonly string[] {
    this.visibleKeys ??= Array.from(this.type.fields.keys()).filter((escaped) => this.find(escaped) !== undefined);
    return this.visibleKeys;
  }

  find(key: CelValue): CelResult | undefined {
    if (typeof key !== 'string') {
      return new CelError(`no such overload: an object has no ${typeNameOf(key)} keys`);
    }
    const known = this.children.get(key);
    if (known !== undefined) {
      return known;
    }
    const field = this.type.fields.get(key);
    if (field === undefined || !Object.hasOwn(this.json, field.name)) {
      return undefined;
    }
    const json = this.json[field.name] ?? null;
    if (json === null) {
      return undefined;
    }
    const child = toCelValue(json, field.type);
    this.children.set(key, child);
    return child;
  }

  override equals(other: CelValue, budget: WorkBudget): boolean | CelError {
    if (!(other instanceof CelMap)) {
      return noSuchComparison('an object', other);
    }
    if (other.size !== this.size) {
      return false;
    }
    for (const [escaped, field] of this.type.fields) {
      if (!Object.hasOwn(this.json, field.name)) {
        continue;
      }
      const mine = this.find(escaped);
      const theirs = other.find(escaped);
      // A null property is never found, so that an object that holds one does not even equal itself: upstream too.
      if (mine === undefined || theirs === undefined) {
        return false;
      }
      const equal = resultsEqual(mine, theirs, budget);
      if (equal !== true) {
        return equal;
      }
    }
    return !(other instanceof SchemaObject) || this.unknownPropertiesEqual(other, budget);
  }

  private unknownPropertiesEqual(other: SchemaObject, budget: WorkBudget): boolean {
    const declared = new Set(Array.from(this.type.fields.values(), (field) => field.name));
    return Object.keys(this.json).every(
      (name) =>
        declared.has(name) ||
        !Object.hasOwn(other.json, name) ||
        jsonEqual(this.json[name] ?? null, other.json[name] ?? null, budget),
    );
  }
}

function jsonEqual(left: JsonValue, right: JsonValue, budget: WorkBudget): boolean {
  budget.charge(1);
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((element, index) => jsonEqual(element, right[index], budget))
    );
  }
  if (!isJsonObject(left)) {
    return left === right;
  }
  if (!isJsonObject(right)) {
    return false;
  }
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && jsonEqual(left[name] ?? null, right[name] ?? null, budget))
  );
}

/** A map of `additionalProperties`. Its keys are data and never escaped. */
export class SchemaMap extends CelMap {
  private readonly children = new Map<string, CelResult>();
  private allKeys: readonly string[] | undefined;

  constructor(
    readonly json: JsonObject,
    readonly type: MapSchemaType,
  ) {
    super();
  }

  get size(): number {
    return this.keys().length;
  }

  keys(): readonly string[] {
    this.allKeys ??= Object.keys(this.json);
    return this.allKeys;
  }

  find(key: CelValue): CelResult | undefined {
    if (typeof key !== 'string') {
      return new CelError(`no such overload: the map has no ${typeNameOf(key)} keys`);
    }
    const known = this.children.get(key);
    if (known !== undefined) {
      return known;
    }
    if (!Object.hasOwn(this.json, key)) {
      return undefined;
    }
    const child = toCelValue(this.json[key] ?? null, this.type.values);
    this.children.set(key, child);
    return child;
  }

  override equals(other: CelValue, budget: WorkBudget): boolean | CelError {
    return other instanceof CelMap ? super.equals(other, budget) : noSuchComparison('a map', other);
  }
}

/** A list of `items`, ordered (`x-kubernetes-list-type: atomic`, the default). */
export class SchemaList extends CelList {
  private readonly children: (CelResult | undefined)[] = [];

  constructor(
    readonly json: readonly JsonValue[],
    readonly type: ListSchemaType,
  ) {
    super();
  }

  get size(): number {
    return this.json.length;
  }

  at(index: number): CelResult {
    const known = this.children[index];
    if (known !== undefined) {
      return known;
    }
    const child = toCelValue(this.json[index] ?? null, this.type.items);
    this.children[index] = child;
    return child;
  }

  override equals(other: CelValue, budget: WorkBudget): boolean | CelError {
    return other instanceof CelList ? super.equals(other, budget) : noSuchComparison('a list', other);
  }
}

/** A list whose elements are told apart by an id: order does not count, and joining merges. */
abstract class KeyedSchemaList extends SchemaList {
  private index: ReadonlyMap<string, number> | undefined;

  /** What tells an element from the others. */
  protected abstract idOf(element: CelValue): string;

  override equals(other: CelValue, budget: WorkBudget): boolean | CelError {
    if (!(other instanceof CelList)) {
      return noSuchComparison('a list', other);
    }
    if (other.size !== this.size) {
      return false;
    }
    const indexById = this.indexById();
    for (let position = 0; position < other.size; position++) {
      const theirs = other.at(position);
      if (theirs instanceof CelError) {
        return theirs;
      }
      const mine = indexById.get(this.idOf(theirs));
      if (mine === undefined) {
        return false;
      }
      const equal = resultsEqual(this.at(mine), theirs, budget);
      if (equal !== true) {
        return equal;
      }
    }
    return true;
  }

  override concat(other: CelList): CelResult {
    const mine = valuesOf(this);
    if (mine instanceof CelError) {
      return mine;
    }
    const theirs = valuesOf(other);
    if (theirs instanceof CelError) {
      return theirs;
    }
    const merged = new Map<string, CelValue>();
    for (const element of [...mine, ...theirs]) {
      merged.set(this.idOf(element), element);
    }
    return new CelArray([...merged.values()]);
  }

  private indexById(): ReadonlyMap<string, number> {
    if (this.index === undefined) {
      const index = new Map<string, number>();
      for (let position = 0; position < this.size; position++) {
        const element = this.at(position);
        if (!(element instanceof CelError)) {
          index.set(this.idOf(element), position);
        }
      }
      this.index = index;
    }
    return this.index;
  }
}

/** `x-kubernetes-list-type: set`. Its elements are scalars. */
class SchemaSetList extends KeyedSchemaList {
  protected idOf(element: CelValue): string {
    return `${typeNameOf(element)} ${String(element)}`;
  }
}

/** `x-kubernetes-list-type: map`. */
class SchemaMapList extends KeyedSchemaList {
  protected idOf(element: CelValue): string {
    if (!(element instanceof SchemaObject)) {
      return typeNameOf(element);
    }
    return mapListItemId(element.json, this.type.mapKeys);
  }
}

/** What tells an item of a `x-kubernetes-list-type: map` list from the others: the values under its map keys. */
export function mapListItemId(item: JsonValue, mapKeys: readonly string[]): string {
  if (!isJsonObject(item)) {
    return '';
  }
  return JSON.stringify(mapKeys.map((key) => (Object.hasOwn(item, key) ? item[key] : null)));
}

function noSuchComparison(subject: string, other: CelValue): CelError {
  return new CelError(`no such overload: ${subject} compared with ${typeNameOf(other)}`);
}

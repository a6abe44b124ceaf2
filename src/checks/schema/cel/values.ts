import type { WorkBudget } from './work-budget';

/**
 * What a CEL expression works on. Integers are `bigint`, doubles are `number`; everything that JavaScript has no
 * primitive for is an object of one of the classes below.
 */
export type CelValue = null | boolean | bigint | number | string | Uint8Array | CelObjectValue;

/** A value, or the error that took its place: CEL errors are values, since `||`, `&&` and the macros absorb them. */
export type CelResult = CelValue | CelError;

/** Why an expression has no value. */
export class CelError {
  constructor(readonly message: string) {}
}

/** A value with a type of its own. */
export abstract class CelObjectValue {
  /** The name of the CEL type, as `type()` tells it. */
  abstract readonly typeName: string;

  /**
   * Tells whether `this == other` holds. The left operand decides, as on the API server: an unordered list on the left
   * ignores the order, on the right it does not.
   */
  abstract equals(other: CelValue, budget: WorkBudget): boolean | CelError;

  /** Whether this is the value that a type has when nothing was said, as `optional.ofNonZeroValue()` asks. */
  isZero(): boolean {
    return false;
  }
}

/** An unsigned integer: the literal `1u` or what `uint()` gives. */
export class CelUint extends CelObjectValue {
  readonly typeName = 'uint';

  constructor(readonly value: bigint) {
    super();
  }

  equals(other: CelValue): boolean {
    return isNumeric(other) && numbersEqual(this.value, numericOf(other));
  }

  override isZero(): boolean {
    return this.value === 0n;
  }
}

/** A CEL type, as `type(self)` gives it and `string` names it. */
export class CelType extends CelObjectValue {
  readonly typeName = 'type';

  constructor(readonly name: string) {
    super();
  }

  equals(other: CelValue): boolean {
    return other instanceof CelType && other.name === this.name;
  }
}

/** A point in time. */
export class CelTimestamp extends CelObjectValue {
  readonly typeName = 'google.protobuf.Timestamp';

  /** @param nanoseconds nanoseconds since 1970-01-01T00:00:00Z */
  constructor(readonly nanoseconds: bigint) {
    super();
  }

  equals(other: CelValue): boolean {
    return other instanceof CelTimestamp && other.nanoseconds === this.nanoseconds;
  }
}

/** A span of time. */
export class CelDuration extends CelObjectValue {
  readonly typeName = 'google.protobuf.Duration';

  constructor(readonly nanoseconds: bigint) {
    super();
  }

  equals(other: CelValue): boolean {
    return other instanceof CelDuration && other.nanoseconds === this.nanoseconds;
  }

  override isZero(): boolean {
    return this.nanoseconds === 0n;
  }
}

/** A value that may be missing, as `.?` and `optional.of()` give it. */
export class CelOptional extends CelObjectValue {
  static readonly NONE = new CelOptional(undefined);

  readonly typeName = 'optional_type';

  private constructor(readonly value: CelValue | undefined) {
    super();
  }

  static of(value: CelValue): CelOptional {
    return new CelOptional(value);
  }

  equals(other: CelValue, budget: WorkBudget): boolean | CelError {
    if (!(other instanceof CelOptional)) {
      return false;
    }
    if (this.value === undefined || other.value === undefined) {
      return this.value === other.value;
    }
    return valuesEqual(this.value, other.value, budget);
  }

  override isZero(): boolean {
    return this.value === undefined;
  }
}

/** A list. What its elements come to may be an error where the data contradict their schema. */
export abstract class CelList extends CelObjectValue {
  readonly typeName = 'list';
  abstract readonly size: number;

  /** @param index at least 0 and below `size` */
  abstract at(index: number): CelResult;

  equals(other: CelValue, budget: WorkBudget): boolean | CelError {
    if (!(other instanceof CelList) || other.size !== this.size) {
      return false;
    }
    for (let index = 0; index < this.size; index++) {
      const equal = resultsEqual(this.at(index), other.at(index), budget);
      if (equal !== true) {
        return equal;
      }
    }
    return true;
  }

  /** Joins two lists; unordered lists merge instead. */
  concat(other: CelList): CelResult {
    const mine = valuesOf(this);
    if (mine instanceof CelError) {
      return mine;
    }
    const theirs = valuesOf(other);
    return theirs instanceof CelError ? theirs : new CelArray([...mine, ...theirs]);
  }

  override isZero(): boolean {
    return this.size === 0;
  }
}

/** A list that an expression made. */
export class CelArray extends CelList {
  constructor(readonly elements: readonly CelValue[]) {
    super();
  }

  get size(): number {
    return this.elements.length;
  }

  at(index: number): CelResult {
    return this.elements[index] ?? null;
  }
}

/** A map, or an object with declared properties. */
export abstract class CelMap extends CelObjectValue {
  readonly typeName = 'map';
  abstract readonly size: number;

  /** The keys that an expression may see, in the order written. */
  abstract keys(): readonly CelValue[];

  /** @returns what stands under the key, or `undefined` where nothing does */
  abstract find(key: CelValue): CelResult | undefined;

  equals(other: CelValue, budget: WorkBudget): boolean | CelError {
    if (!(other instanceof CelMap) || other.size !== this.size) {
      return false;
    }
    for (const key of this.keys()) {
      const mine = this.find(key);
      const theirs = other.find(key);
      if (mine === undefined || theirs === undefined) {
        return false;
      }
      const equal = resultsEqual(mine, theirs, budget);
      if (equal !== true) {
        return equal;
      }
    }
    return true;
  }

  override isZero(): boolean {
    return this.size === 0;
  }
}

/** A map that an expression made. */
export class CelDictionary extends CelMap {
  private readonly allKeys: readonly CelValue[];

  private constructor(private readonly entries: ReadonlyMap<string, readonly [key: CelValue, value: CelValue]>) {
    super();
    this.allKeys = Array.from(entries.values(), ([key]) => key);
  }

  static of(pairs: Iterable<readonly [key: CelValue, value: CelValue]>): CelDictionary | CelError {
    const entries = new Map<string, readonly [CelValue, CelValue]>();
    for (const pair of pairs) {
      const id = typeof pair[0] === 'number' ? undefined : keyId(pair[0]);
      if (id === undefined) {
        return new CelError(`unsupported key type: ${typeNameOf(pair[0])}`);
      }
      if (entries.has(id)) {
        return new CelError('map literal has the same key twice');
      }
      entries.set(id, pair);
    }
    return new CelDictionary(entries);
  }

  get size(): number {
    return this.entries.size;
  }

  keys(): readonly CelValue[] {
    return this.allKeys;
  }

  find(key: CelValue): CelValue | undefined {
    const id = keyId(key);
    return id === undefined ? undefined : this.entries.get(id)?.[1];
  }
}

/** Integers of all kinds share one id, since `1`, `1u` and `1.0` find the same entry. */
function keyId(key: CelValue): string | undefined {
  if (typeof key === 'string') {
    return `s${key}`;
  }
  if (typeof key === 'boolean') {
    return `b${key}`;
  }
  if (typeof key === 'number') {
    return Number.isInteger(key) ? `n${BigInt(key)}` : undefined;
  }
  if (typeof key === 'bigint') {
    return `n${key}`;
  }
  return key instanceof CelUint ? `n${key.value}` : undefined;
}

/** Whether a value is a number of any kind. */
export function isNumeric(value: CelValue): value is bigint | number | CelUint {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof CelUint;
}

/** The JavaScript number behind a numeric value. */
export function numericOf(value: bigint | number | CelUint): bigint | number {
  return value instanceof CelUint ? value.value : value;
}

/** An integer equals a double when it does so as a double, as in cel-go. */
function numbersEqual(left: bigint | number, right: bigint | number): boolean {
  return typeof left === typeof right ? left === right : Number(left) === Number(right);
}

/** `left == right` as CEL defines it. */
export function valuesEqual(left: CelValue, right: CelValue, budget: WorkBudget): boolean | CelError {
  budget.charge(EQUALITY_COST);
  if (left === right) {
    return true;
  }
  if (left === null || right === null || typeof left === 'string') {
    return false;
  }
  if (left instanceof Uint8Array) {
    budget.charge(left.length * TRAVERSAL_COST);
    return right instanceof Uint8Array && Buffer.compare(left, right) === 0;
  }
  if (left instanceof CelObjectValue) {
    return left.equals(right, budget);
  }
  return isNumeric(left) && isNumeric(right) && numbersEqual(left, numericOf(right));
}

/** `valuesEqual` for results: an error on either side is the answer. */
export function resultsEqual(left: CelResult, right: CelResult, budget: WorkBudget): boolean | CelError {
  if (left instanceof CelError) {
    return left;
  }
  return right instanceof CelError ? right : valuesEqual(left, right, budget);
}

/** Cost of comparing one pair of values; a deep comparison pays it for each pair below. */
const EQUALITY_COST = 0.25;
/** Cost of walking over one character, byte or element: the API server's factor. */
export const TRAVERSAL_COST = 0.1;

/** The name of a value's type. */
export function typeNameOf(value: CelValue): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      if (value === null) {
        return 'null_type';
      }
      return value instanceof Uint8Array ? 'bytes' : value.typeName;
  }
}

/** The elements of a list, or the first error among them. */
export function valuesOf(list: CelList): readonly CelValue[] | CelError {
  if (list instanceof CelArray) {
    return list.elements;
  }
  const values: CelValue[] = [];
  for (let index = 0; index < list.size; index++) {
    const element = list.at(index);
    if (element instanceof CelError) {
      return element;
    }
    values.push(element);
  }
  return values;
}

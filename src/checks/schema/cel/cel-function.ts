import {
  CelDuration,
  CelList,
  CelMap,
  CelOptional,
  type CelResult,
  CelTimestamp,
  CelUint,
  type CelValue,
  TRAVERSAL_COST,
} from './values';
import type { WorkBudget } from './work-budget';

/** One overload of a function or method. */
export interface CelFunction {
  readonly name: string;
  /** Whether the first parameter stands before the dot. */
  readonly isMethod: boolean;
  readonly parameters: readonly Parameter<CelValue>[];
  readonly apply: (args: readonly CelValue[], budget: WorkBudget) => CelResult;
}

/** The type of a parameter. */
export interface Parameter<T extends CelValue> {
  readonly name: string;
  readonly accepts: (value: CelValue) => value is T;
}

type Arguments<P extends readonly Parameter<CelValue>[]> = {
  -readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};
type Implementation<P extends readonly Parameter<CelValue>[]> = (
  ...args: [...Arguments<P>, budget: WorkBudget]
) => CelResult;

export const ANY = parameter('dyn', (_value): _value is CelValue => true);
export const BOOL = parameter('bool', (value) => typeof value === 'boolean');
export const INT = parameter('int', (value) => typeof value === 'bigint');
export const UINT = parameter('uint', (value) => value instanceof CelUint);
export const DOUBLE = parameter('double', (value) => typeof value === 'number');
export const STRING = parameter('string', (value) => typeof value === 'string');
export const BYTES = parameter('bytes', (value) => value instanceof Uint8Array);
export const LIST = parameter('list', (value) => value instanceof CelList);
export const MAP = parameter('map', (value) => value instanceof CelMap);
export const TIMESTAMP = parameter('google.protobuf.Timestamp', (value) => value instanceof CelTimestamp);
export const DURATION = parameter('google.protobuf.Duration', (value) => value instanceof CelDuration);
export const OPTIONAL = parameter('optional_type', (value) => value instanceof CelOptional);

/** States a parameter type. */
export function parameter<T extends CelValue>(name: string, accepts: (value: CelValue) => value is T): Parameter<T> {
  return { name, accepts };
}

/** States a function: `isIP(text)`. A name with a dot is a namespace, as in `sets.contains(a, b)`. */
export function celFunction<const P extends readonly Parameter<CelValue>[]>(
  name: string,
  parameters: P,
  implementation: Implementation<P>,
): CelFunction {
  return { name, isMethod: false, parameters, apply: bind(implementation) };
}

/** States a method, whose first parameter stands before the dot: `text.contains(part)`. */
export function celMethod<const P extends readonly [Parameter<CelValue>, ...Parameter<CelValue>[]]>(
  name: string,
  parameters: P,
  implementation: Implementation<P>,
): CelFunction {
  return { name, isMethod: true, parameters, apply: bind(implementation) };
}

/** The planner applies a function only to arguments that its parameters accept. */
function bind<P extends readonly Parameter<CelValue>[]>(implementation: Implementation<P>): CelFunction['apply'] {
  const apply = implementation as (...args: unknown[]) => CelResult;
  return (args, budget) => apply(...args, budget);
}

/** A function that reads its texts, bytes or lists from end to end pays for that. */
export function reading(overload: CelFunction): CelFunction {
  return {
    ...overload,
    apply: (args, budget) => {
      budget.charge(args.reduce<number>((sum, arg) => sum + lengthOf(arg), 0) * TRAVERSAL_COST);
      return overload.apply(args, budget);
    },
  };
}

function lengthOf(value: CelValue): number {
  if (typeof value === 'string' || value instanceof Uint8Array) {
    return value.length;
  }
  return value instanceof CelList || value instanceof CelMap ? value.size : 0;
}

import type { CallExpression, Evaluator, Expression, Frame, Planner, Scope } from './plan';
import {
  CelArray,
  CelDictionary,
  CelError,
  CelList,
  CelMap,
  CelOptional,
  type CelResult,
  type CelValue,
  typeNameOf,
} from './values';

/**
 * Plans `all`, `exists`, `exists_one`, `map`, `filter`, their forms with two variables, `transformList`,
 * `transformMap`, `transformMapEntry`, `optMap`, `optFlatMap` and `cel.bind`.
 *
 * @returns `undefined` when the call is none of them
 */
export function planMacro(call: CallExpression, scope: Scope, plan: Planner): Evaluator | undefined {
  if (call.target === undefined) {
    return undefined;
  }
  if (call.function === 'bind' && isIdentifier(call.target, 'cel')) {
    return planBind(call.args, scope, plan);
  }
  if (call.function === 'optMap' || call.function === 'optFlatMap') {
    return planOptionalMacro(call.function, call.target, call.args, scope, plan);
  }
  return planLoop(call.function, call.target, call.args, scope, plan);
}

/** `cel.bind(name, value, result)`. */
function planBind(args: readonly Expression[], scope: Scope, plan: Planner): Evaluator | undefined {
  const [variable, value, result] = args;
  const name = identifierOf(variable);
  if (name === undefined || value === undefined || result === undefined || args.length !== 3) {
    return undefined;
  }
  const inner = scope.with(name);
  const evaluateValue = plan(value, scope);
  const evaluateResult = plan(result, inner.scope);
  return (frame) => {
    frame.slots[inner.slot] = evaluateValue(frame);
    return evaluateResult(frame);
  };
}

/** `optional.optMap(name, value)` and `optional.optFlatMap(name, optional)`. */
function planOptionalMacro(
  macro: 'optMap' | 'optFlatMap',
  target: Expression,
  args: readonly Expression[],
  scope: Scope,
  plan: Planner,
): Evaluator | undefined {
  const [variable, result] = args;
  const name = identifierOf(variable);
  if (name === undefined || result === undefined || args.length !== 2) {
    return undefined;
  }
  const inner = scope.with(name);
  const evaluateTarget = plan(target, scope);
  const evaluateResult = plan(result, inner.scope);
  return (frame) => {
    const optional = evaluateTarget(frame);
    if (optional instanceof CelError) {
      return optional;
    }
    if (!(optional instanceof CelOptional)) {
      return new CelError(`no such overload: ${typeNameOf(optional)}.${macro}()`);
    }
    if (optional.value === undefined) {
      return CelOptional.NONE;
    }
    frame.slots[inner.slot] = optional.value;
    const mapped = evaluateResult(frame);
    return macro === 'optFlatMap' || mapped instanceof CelError ? mapped : CelOptional.of(mapped);
  };
}

/** The steps of a loop: what each turn comes to, by its first variable, and what the loop comes to in the end. */
interface Collector {
  /** @returns a result to end the loop with, or `undefined` to go on */
  readonly step: (frame: Frame, first: CelResult) => CelResult | undefined;
  readonly end: () => CelResult;
}

/** Makes the collector of one run from the planned arguments. */
type Loop = (args: readonly Evaluator[]) => () => Collector;

const ONE_VARIABLE_LOOPS: ReadonlyMap<string, Loop> = new Map([
  ['all/1', ([predicate]) => quantifier(predicate, false)],
  ['exists/1', ([predicate]) => quantifier(predicate, true)],
  ['exists_one/1', ([predicate]) => existsOne(predicate)],
  ['existsOne/1', ([predicate]) => existsOne(predicate)],
  ['filter/1', ([predicate]) => listCollector(undefined, predicate)],
  ['map/1', ([transform]) => listCollector(transform, undefined)],
  ['map/2', ([predicate, transform]) => listCollector(transform, predicate)],
]);
const TWO_VARIABLE_LOOPS: ReadonlyMap<string, Loop> = new Map([
  ['all/1', ([predicate]) => quantifier(predicate, false)],
  ['exists/1', ([predicate]) => quantifier(predicate, true)],
  ['exists_one/1', ([predicate]) => existsOne(predicate)],
  ['existsOne/1', ([predicate]) => existsOne(predicate)],
  ['transformList/1', ([transform]) => listCollector(transform, undefined)],
  ['transformList/2', ([predicate, transform]) => listCollector(transform, predicate)],
  ['transformMap/1', ([transform]) => mapCollector(transform, undefined, false)],
  ['transformMap/2', ([predicate, transform]) => mapCollector(transform, predicate, false)],
  ['transformMapEntry/1', ([transform]) => mapCollector(transform, undefined, true)],
  ['transformMapEntry/2', ([predicate, transform]) => mapCollector(transform, predicate, true)],
]);

function planLoop(
  macro: string,
  target: Expression,
  args: readonly Expression[],
  scope: Scope,
  plan: Planner,
): Evaluator | undefined {
  const first = identifierOf(args[0]);
  if (first === undefined) {
    return undefined;
  }
  const single = ONE_VARIABLE_LOOPS.get(`${macro}/${args.length - 1}`);
  if (single !== undefined) {
    const item = scope.with(first);
    const collector = single(args.slice(1).map((arg) => plan(arg, item.scope)));
    return runLoop(plan(target, scope), [item.slot], collector);
  }
  const second = identifierOf(args[1]);
  const double = TWO_VARIABLE_LOOPS.get(`${macro}/${args.length - 2}`);
  if (double === undefined || second === undefined) {
    return undefined;
  }
  const key = scope.with(first);
  const item = key.scope.with(second);
  const collector = double(args.slice(2).map((arg) => plan(arg, item.scope)));
  return runLoop(plan(target, scope), [key.slot, item.slot], collector);
}

function runLoop(
  target: Evaluator,
  [firstSlot = 0, secondSlot]: readonly number[],
  makeCollector: () => Collector,
): Evaluator {
  return (frame) => {
    const range = target(frame);
    if (range instanceof CelError) {
      return range;
    }
    if (!(range instanceof CelList || range instanceof CelMap)) {
      return new CelError(`no such overload: a loop over ${typeNameOf(range)}`);
    }
    const collector = makeCollector();
    const keys = range instanceof CelMap ? range.keys() : undefined;
    const size = keys?.length ?? range.size;
    for (let index = 0; index < size; index++) {
      frame.budget.charge(1);
      const first = secondSlot === undefined ? elementAt(range, keys, index) : keyAt(keys, index);
      frame.slots[firstSlot] = first;
      if (secondSlot !== undefined) {
        frame.slots[secondSlot] = valueAt(range, keys, index);
      }
      const result = collector.step(frame, first);
      if (result !== undefined) {
        return result;
      }
    }
    return collector.end();
  };
}

type Keys = readonly CelValue[] | undefined;

/** What a loop with one variable sees: the elements of a list, the keys of a map. */
function elementAt(range: CelList | CelMap, keys: Keys, index: number): CelResult {
  return range instanceof CelList ? range.at(index) : (keys?.[index] ?? null);
}

/** The first of two variables: the position in a list, the key in a map. */
function keyAt(keys: Keys, index: number): CelValue {
  return keys === undefined ? BigInt(index) : (keys[index] ?? null);
}

/** The second of two variables. */
function valueAt(range: CelList | CelMap, keys: Keys, index: number): CelResult {
  return range instanceof CelList ? range.at(index) : (range.find(keys?.[index] ?? null) ?? null);
}

/** `all` ends at the first `false`, `exists` at the first `true`; until then they put up with errors. */
function quantifier(predicate: Evaluator | undefined, ending: boolean): () => Collector {
  return () => {
    let error: CelError | undefined;
    return {
      step: (frame) => {
        const holds = conditionOf(predicate, frame);
        if (holds instanceof CelError) {
          error ??= holds;
        }
        return holds === ending ? ending : undefined;
      },
      end: () => error ?? !ending,
    };
  };
}

function existsOne(predicate: Evaluator | undefined): () => Collector {
  return () => {
    let count = 0;
    return {
      step: (frame) => {
        const holds = conditionOf(predicate, frame);
        if (holds instanceof CelError) {
          return holds;
        }
        count += holds ? 1 : 0;
        return undefined;
      },
      end: () => count === 1,
    };
  };
}

function listCollector(transform: Evaluator | undefined, predicate: Evaluator | undefined): () => Collector {
  return () => {
    const values: CelValue[] = [];
    return {
      step: (frame, first) => {
        const holds = predicate === undefined || conditionOf(predicate, frame);
        if (holds instanceof CelError || !holds) {
          return holds === false ? undefined : holds;
        }
        const value = transform === undefined ? first : transform(frame);
        if (value instanceof CelError) {
          return value;
        }
        values.push(value);
        return undefined;
      },
      end: () => new CelArray(values),
    };
  };
}

function mapCollector(
  transform: Evaluator | undefined,
  predicate: Evaluator | undefined,
  givesEntries: boolean,
): () => Collector {
  return () => {
    const pairs: [CelValue, CelValue][] = [];
    return {
      step: (frame, key) => {
        const holds = predicate === undefined || conditionOf(predicate, frame);
        if (holds instanceof CelError || !holds) {
          return holds === false ? undefined : holds;
        }
        const value = transform?.(frame) ?? null;
        if (value instanceof CelError || key instanceof CelError) {
          return value instanceof CelError ? value : key;
        }
        return givesEntries ? addEntries(pairs, value) : addPair(pairs, key, value);
      },
      end: () => CelDictionary.of(pairs),
    };
  };
}

function addPair(pairs: [CelValue, CelValue][], key: CelValue, value: CelValue): undefined {
  pairs.push([key, value]);
  return undefined;
}

function addEntries(pairs: [CelValue, CelValue][], entries: CelValue): CelError | undefined {
  if (!(entries instanceof CelMap)) {
    return new CelError(`no such overload: transformMapEntry() to ${typeNameOf(entries)}`);
  }
  for (const key of entries.keys()) {
    const value = entries.find(key) ?? null;
    if (value instanceof CelError) {
      return value;
    }
    pairs.push([key, value]);
  }
  return undefined;
}

function conditionOf(predicate: Evaluator | undefined, frame: Frame): boolean | CelError {
  const value = predicate?.(frame) ?? null;
  if (typeof value === 'boolean' || value instanceof CelError) {
    return value;
  }
  return new CelError(`no such overload: ${typeNameOf(value)} as a condition`);
}

function identifierOf(expression: Expression | undefined): string | undefined {
  return expression?.exprKind.case === 'identExpr' ? expression.exprKind.value.name : undefined;
}

function isIdentifier(expression: Expression, name: string): boolean {
  return identifierOf(expression) === name;
}

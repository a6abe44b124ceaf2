import { compare } from './ordering';
import type { Evaluator } from './plan';
import { durationResult, intResult, timestampResult, uintResult } from './range-checks';
import { selectIndex } from './selection';
import {
  CelDuration,
  CelError,
  CelList,
  CelMap,
  type CelResult,
  CelTimestamp,
  CelUint,
  type CelValue,
  resultsEqual,
  TRAVERSAL_COST,
  typeNameOf,
  valuesEqual,
} from './values';
import type { WorkBudget } from './work-budget';

/** Plans an operator from its planned operands. */
type OperatorPlan = (operands: readonly Evaluator[]) => Evaluator;
type Binary = (left: CelValue, right: CelValue, budget: WorkBudget) => CelResult;

/** The operators, by the names that the parser gives them. */
export const OPERATORS: ReadonlyMap<string, OperatorPlan> = new Map<string, OperatorPlan>([
  ['_&&_', (operands) => planLogic(operands, false)],
  ['_||_', (operands) => planLogic(operands, true)],
  ['_?_:_', planConditional],
  ['!_', (operands) => unary(operands, not)],
  ['-_', (operands) => unary(operands, negate)],
  ['_==_', (operands) => binary(operands, valuesEqual)],
  ['_!=_', (operands) => binary(operands, valuesDiffer)],
  [
    '_<_',
    (operands) =>
      binary(
        operands,
        comparison('<', (order) => order < 0),
      ),
  ],
  [
    '_<=_',
    (operands) =>
      binary(
        operands,
        comparison('<=', (order) => order <= 0),
      ),
  ],
  [
    '_>_',
    (operands) =>
      binary(
        operands,
        comparison('>', (order) => order > 0),
      ),
  ],
  [
    '_>=_',
    (operands) =>
      binary(
        operands,
        comparison('>=', (order) => order >= 0),
      ),
  ],
  ['_+_', (operands) => binary(operands, add)],
  ['_-_', (operands) => binary(operands, subtract)],
  [
    '_*_',
    (operands) =>
      binary(
        operands,
        arithmetic(
          '*',
          (left, right) => left * right,
          (left, right) => left * right,
        ),
      ),
  ],
  ['_/_', (operands) => binary(operands, divide)],
  ['_%_', (operands) => binary(operands, modulo)],
  ['_[_]', (operands) => binary(operands, selectIndex)],
  ['@in', (operands) => binary(operands, contains)],
]);

const NEVER: Evaluator = () => new CelError('an operand is missing');

function unary([operand = NEVER]: readonly Evaluator[], apply: (value: CelValue) => CelResult): Evaluator {
  return (frame) => {
    frame.budget.charge(1);
    const value = operand(frame);
    return value instanceof CelError ? value : apply(value);
  };
}

function binary([left = NEVER, right = NEVER]: readonly Evaluator[], apply: Binary): Evaluator {
  return (frame) => {
    frame.budget.charge(1);
    const leftValue = left(frame);
    if (leftValue instanceof CelError) {
      return leftValue;
    }
    const rightValue = right(frame);
    return rightValue instanceof CelError ? rightValue : apply(leftValue, rightValue, frame.budget);
  };
}

/** `&&` and `||`: one operand that settles the result makes up for errors in the others. */
function planLogic(operands: readonly Evaluator[], settling: boolean): Evaluator {
  return (frame) => {
    let error: CelError | undefined;
    for (const operand of operands) {
      const value = operand(frame);
      if (value === settling) {
        return settling;
      }
      if (typeof value !== 'boolean') {
        error ??= value instanceof CelError ? value : noSuchOverload(settling ? '||' : '&&', value);
      }
    }
    return error ?? !settling;
  };
}

function planConditional([condition = NEVER, whenTrue = NEVER, whenFalse = NEVER]: readonly Evaluator[]): Evaluator {
  return (frame) => {
    const holds = condition(frame);
    if (typeof holds === 'boolean') {
      return holds ? whenTrue(frame) : whenFalse(frame);
    }
    return holds instanceof CelError ? holds : noSuchOverload('?:', holds);
  };
}

function not(value: CelValue): CelResult {
  return typeof value === 'boolean' ? !value : noSuchOverload('!', value);
}

function negate(value: CelValue): CelResult {
  if (typeof value === 'bigint') {
    return intResult(-value);
  }
  return typeof value === 'number' ? -value : noSuchOverload('-', value);
}

function valuesDiffer(left: CelValue, right: CelValue, budget: WorkBudget): CelResult {
  const equal = valuesEqual(left, right, budget);
  return equal instanceof CelError ? equal : !equal;
}

function comparison(operator: string, holds: (order: number) => boolean): Binary {
  return (left, right, budget) => {
    const order = compare(left, right, budget);
    if (order === undefined) {
      return noSuchOverload(operator, left, right);
    }
    return !Number.isNaN(order) && holds(order);
  };
}

/** Arithmetic on two numbers of one kind. */
function arithmetic(
  operator: string,
  onIntegers: (left: bigint, right: bigint) => bigint,
  onDoubles: (left: number, right: number) => number,
): Binary {
  return (left, right) => {
    if (typeof left === 'bigint' && typeof right === 'bigint') {
      return intResult(onIntegers(left, right));
    }
    if (typeof left === 'number' && typeof right === 'number') {
      return onDoubles(left, right);
    }
    if (left instanceof CelUint && right instanceof CelUint) {
      return uintResult(onIntegers(left.value, right.value));
    }
    return noSuchOverload(operator, left, right);
  };
}

const addNumbers = arithmetic(
  '+',
  (left, right) => left + right,
  (left, right) => left + right,
);
const subtractNumbers = arithmetic(
  '-',
  (left, right) => left - right,
  (left, right) => left - right,
);
const divideNumbers = arithmetic(
  '/',
  (left, right) => left / right,
  (left, right) => left / right,
);

/** `left + right`. */
export function add(left: CelValue, right: CelValue, budget: WorkBudget): CelResult {
  if (typeof left === 'string' && typeof right === 'string') {
    budget.charge((left.length + right.length) * TRAVERSAL_COST);
    return left + right;
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    budget.charge((left.length + right.length) * TRAVERSAL_COST);
    return new Uint8Array(Buffer.concat([left, right]));
  }
  if (left instanceof CelList && right instanceof CelList) {
    budget.charge((left.size + right.size) * TRAVERSAL_COST);
    return left.concat(right);
  }
  if (left instanceof CelTimestamp && right instanceof CelDuration) {
    return timestampResult(left.nanoseconds + right.nanoseconds);
  }
  if (left instanceof CelDuration && right instanceof CelTimestamp) {
    return timestampResult(left.nanoseconds + right.nanoseconds);
  }
  if (left instanceof CelDuration && right instanceof CelDuration) {
    return durationResult(left.nanoseconds + right.nanoseconds);
  }
  return addNumbers(left, right, budget);
}

function subtract(left: CelValue, right: CelValue, budget: WorkBudget): CelResult {
  if (left instanceof CelTimestamp && right instanceof CelTimestamp) {
    return durationResult(left.nanoseconds - right.nanoseconds);
  }
  if (left instanceof CelTimestamp && right instanceof CelDuration) {
    return timestampResult(left.nanoseconds - right.nanoseconds);
  }
  if (left instanceof CelDuration && right instanceof CelDuration) {
    return durationResult(left.nanoseconds - right.nanoseconds);
  }
  return subtractNumbers(left, right, budget);
}

function divide(left: CelValue, right: CelValue, budget: WorkBudget): CelResult {
  return isIntegerZero(right) ? new CelError('division by zero') : divideNumbers(left, right, budget);
}

function modulo(left: CelValue, right: CelValue): CelResult {
  if (isIntegerZero(right)) {
    return new CelError('modulus by zero');
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return left % right;
  }
  if (left instanceof CelUint && right instanceof CelUint) {
    return new CelUint(left.value % right.value);
  }
  return noSuchOverload('%', left, right);
}

function isIntegerZero(value: CelValue): boolean {
  return value === 0n || (value instanceof CelUint && value.value === 0n);
}

/** `element in list` and `key in map`. */
function contains(element: CelValue, container: CelValue, budget: WorkBudget): CelResult {
  if (container instanceof CelMap) {
    const found = container.find(element);
    return found instanceof CelError && typeof element !== 'string' ? found : found !== undefined;
  }
  if (!(container instanceof CelList)) {
    return noSuchOverload('in', element, container);
  }
  let error: CelError | undefined;
  for (let index = 0; index < container.size; index++) {
    const equal = resultsEqual(container.at(index), element, budget);
    if (equal === true) {
      return true;
    }
    if (equal instanceof CelError) {
      error ??= equal;
    }
  }
  return error ?? false;
}

function noSuchOverload(operator: string, ...operands: readonly CelValue[]): CelError {
  return new CelError(`no such overload: ${operator} on ${operands.map(typeNameOf).join(' and ')}`);
}

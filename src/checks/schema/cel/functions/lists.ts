import { ANY, type CelFunction, celMethod, LIST, reading } from '../cel-function';
import { add } from '../operators';
import { compare } from '../ordering';
import {
  CelDuration,
  CelError,
  type CelList,
  type CelResult,
  type CelValue,
  isNumeric,
  resultsEqual,
  valuesOf,
} from '../values';
import type { WorkBudget } from '../work-budget';

/**
 * Kubernetes' list functions.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library
 */
export const LIST_FUNCTIONS: readonly CelFunction[] = [
  reading(celMethod('isSorted', [LIST], isSorted)),
  reading(celMethod('sum', [LIST], sum)),
  reading(celMethod('min', [LIST], (list, budget) => extreme(list, budget, (order) => order < 0, 'min'))),
  reading(celMethod('max', [LIST], (list, budget) => extreme(list, budget, (order) => order > 0, 'max'))),
  reading(celMethod('indexOf', [LIST, ANY], (list, value, budget) => indexOf(list, value, budget, false))),
  reading(celMethod('lastIndexOf', [LIST, ANY], (list, value, budget) => indexOf(list, value, budget, true))),
];

function isSorted(list: CelList, budget: WorkBudget): CelResult {
  const values = valuesOf(list);
  if (values instanceof CelError) {
    return values;
  }
  for (const [index, value] of values.entries()) {
    const next = values[index + 1];
    const order = next === undefined ? 0 : compare(value, next, budget);
    if (order === undefined) {
      return new CelError('no such overload: the elements of the list have no order');
    }
    if (order > 0) {
      return false;
    }
  }
  return true;
}

/** Without its type, an empty list sums up to the integer 0; a schema-typed one of doubles or durations would not. */
function sum(list: CelList, budget: WorkBudget): CelResult {
  const values = valuesOf(list);
  if (values instanceof CelError) {
    return values;
  }
  const [first = 0n, ...rest] = values;
  if (!isSummable(first)) {
    return new CelError('no such overload: the elements of the list cannot be summed up');
  }
  return rest.reduce<CelResult>(
    (total, value) => (total instanceof CelError ? total : add(total, value, budget)),
    first,
  );
}

function isSummable(value: CelValue): boolean {
  return isNumeric(value) || value instanceof CelDuration;
}

function extreme(
  list: CelList,
  budget: WorkBudget,
  isBetter: (order: number) => boolean,
  name: 'min' | 'max',
): CelResult {
  const values = valuesOf(list);
  if (values instanceof CelError) {
    return values;
  }
  const [first, ...rest] = values;
  if (first === undefined) {
    return new CelError(`${name} called on empty list`);
  }
  let best = first;
  for (const value of rest) {
    const order = compare(value, best, budget);
    if (order === undefined) {
      return new CelError('no such overload: the elements of the list have no order');
    }
    best = isBetter(order) ? value : best;
  }
  return best;
}

function indexOf(list: CelList, wanted: CelValue, budget: WorkBudget, fromEnd: boolean): CelResult {
  for (let step = 0; step < list.size; step++) {
    const index = fromEnd ? list.size - 1 - step : step;
    const equal = resultsEqual(list.at(index), wanted, budget);
    if (equal instanceof CelError) {
      return equal;
    }
    if (equal) {
      return BigInt(index);
    }
  }
  return -1n;
}

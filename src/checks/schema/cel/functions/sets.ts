import { celFunction, LIST } from '../cel-function';
import { CelError, type CelList, type CelResult, type CelValue, resultsEqual, valuesOf } from '../values';
import type { WorkBudget } from '../work-budget';

/**
 * Lists compared as sets.
 *
 * @see https://pkg.go.dev/github.com/google/cel-go/ext#Sets
 */
export const SET_FUNCTIONS = [
  celFunction('sets.contains', [LIST, LIST], containsAll),
  celFunction('sets.equivalent', [LIST, LIST], (left, right, budget) => {
    const contained = containsAll(left, right, budget);
    return contained === true ? containsAll(right, left, budget) : contained;
  }),
  celFunction('sets.intersects', [LIST, LIST], intersects),
];

function containsAll(list: CelList, wanted: CelList, budget: WorkBudget): CelResult {
  const values = valuesOf(wanted);
  if (values instanceof CelError) {
    return values;
  }
  for (const value of values) {
    const found = contains(list, value, budget);
    if (found !== true) {
      return found;
    }
  }
  return true;
}

function intersects(left: CelList, right: CelList, budget: WorkBudget): CelResult {
  const values = valuesOf(right);
  if (values instanceof CelError) {
    return values;
  }
  for (const value of values) {
    const found = contains(left, value, budget);
    if (found !== false) {
      return found;
    }
  }
  return false;
}

function contains(list: CelList, wanted: CelValue, budget: WorkBudget): boolean | CelError {
  for (let index = 0; index < list.size; index++) {
    const equal = resultsEqual(list.at(index), wanted, budget);
    if (equal !== false) {
      return equal;
    }
  }
  return false;
}

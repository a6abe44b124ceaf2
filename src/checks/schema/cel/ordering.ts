import { CelDuration, CelTimestamp, type CelValue, isNumeric, numericOf, TRAVERSAL_COST } from './values';
import type { WorkBudget } from './work-budget';

/**
 * Compares two values of one kind.
 *
 * @returns below, at or above zero; `NaN` where NaN is compared; `undefined` where the types have no order
 */
export function compare(left: CelValue, right: CelValue, budget: WorkBudget): number | undefined {
  if (isNumeric(left) && isNumeric(right)) {
    return compareNumbers(numericOf(left), numericOf(right));
  }
  if (typeof left === 'string' && typeof right === 'string') {
    budget.charge(Math.min(left.length, right.length) * TRAVERSAL_COST);
    return compareStrings(left, right);
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    budget.charge(Math.min(left.length, right.length) * TRAVERSAL_COST);
    return Buffer.compare(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    return Number(left) - Number(right);
  }
  if (left instanceof CelTimestamp && right instanceof CelTimestamp) {
    return compareNumbers(left.nanoseconds, right.nanoseconds);
  }
  if (left instanceof CelDuration && right instanceof CelDuration) {
    return compareNumbers(left.nanoseconds, right.nanoseconds);
  }
  return undefined;
}

/** An integer is compared with a double as a double, with the loss that this brings: cel-go does so. */
function compareNumbers(left: bigint | number, right: bigint | number): number {
  if (typeof left !== typeof right) {
    return compareNumbers(Number(left), Number(right));
  }
  if (left < right) {
    return -1;
  }
  if (left > right) {
    return 1;
  }
  return left === right ? 0 : Number.NaN;
}

/** Go orders strings by their UTF-8 bytes; JavaScript orders surrogates before other high characters. */
function compareStrings(left: string, right: string): number {
  if (/[\ud800-\udfff]/.test(left) || /[\ud800-\udfff]/.test(right)) {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

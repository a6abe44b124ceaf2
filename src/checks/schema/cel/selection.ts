import { CelError, CelList, CelMap, CelOptional, type CelResult, CelUint, type CelValue, typeNameOf } from './values';

/** `operand.field`. On an optional it gives an optional: a chain that began with `.?` stays one. */
export function selectField(operand: CelResult, field: string): CelResult {
  if (operand instanceof CelMap) {
    const found = operand.find(field);
    return found === undefined ? new CelError(`no such key: ${field}`) : found;
  }
  if (operand instanceof CelError) {
    return operand;
  }
  if (operand instanceof CelOptional) {
    return selectOptionally(operand, field);
  }
  return new CelError(`no such overload: ${typeNameOf(operand)} has no field ${field}`);
}

/** `has(operand.field)`. */
export function presenceOf(operand: CelResult, field: string): CelResult {
  if (operand instanceof CelMap) {
    return operand.find(field) !== undefined;
  }
  if (operand instanceof CelError) {
    return operand;
  }
  if (operand instanceof CelOptional) {
    return operand.value === undefined ? false : presenceOf(operand.value, field);
  }
  return new CelError(`no such overload: ${typeNameOf(operand)} has no field ${field}`);
}

/** `operand[index]`. */
export function selectIndex(operand: CelValue, index: CelValue): CelResult {
  if (operand instanceof CelOptional) {
    return selectOptionally(operand, index);
  }
  const found = findIndex(operand, index);
  if (found !== undefined) {
    return found;
  }
  return new CelError(operand instanceof CelMap ? 'no such key' : `index out of bounds: ${listPosition(index)}`);
}

/** `operand.?field` and `operand[?index]`: an optional, empty where nothing stands. */
export function selectOptionally(operand: CelValue, key: CelValue): CelResult {
  if (operand instanceof CelOptional) {
    return operand.value === undefined ? operand : selectOptionally(operand.value, key);
  }
  const found = findIndex(operand, key);
  if (found instanceof CelError) {
    return found;
  }
  return found === undefined ? CelOptional.NONE : CelOptional.of(found);
}

function findIndex(operand: CelValue, index: CelValue): CelResult | undefined {
  if (operand instanceof CelMap) {
    return operand.find(index);
  }
  if (!(operand instanceof CelList)) {
    return new CelError(`no such overload: ${typeNameOf(operand)}[${typeNameOf(index)}]`);
  }
  const position = listPosition(index);
  if (position === undefined) {
    return new CelError(`no such overload: list[${typeNameOf(index)}]`);
  }
  return position >= 0 && position < operand.size ? operand.at(position) : undefined;
}

/** Any number without a fraction is a position. */
function listPosition(index: CelValue): number | undefined {
  if (typeof index === 'bigint') {
    return Number(index);
  }
  if (index instanceof CelUint) {
    return Number(index.value);
  }
  return typeof index === 'number' && Number.isInteger(index) ? index : undefined;
}

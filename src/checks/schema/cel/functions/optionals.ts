import { ANY, celFunction, celMethod, OPTIONAL } from '../cel-function';
import { CelError, CelObjectValue, CelOptional, type CelValue } from '../values';

/**
 * Values that may be missing. `or`, `orValue`, `optMap` and `optFlatMap` are planned, since they do not always look at
 * their argument.
 *
 * @see https://pkg.go.dev/github.com/google/cel-go/cel#OptionalTypes
 */
export const OPTIONAL_FUNCTIONS = [
  celFunction('optional.of', [ANY], (value) => CelOptional.of(value)),
  celFunction('optional.none', [], () => CelOptional.NONE),
  celFunction('optional.ofNonZeroValue', [ANY], (value) => (isZero(value) ? CelOptional.NONE : CelOptional.of(value))),
  celMethod('hasValue', [OPTIONAL], (optional) => optional.value !== undefined),
  celMethod('value', [OPTIONAL], (optional) => optional.value ?? emptyOptional(optional)),
];

function emptyOptional(optional: CelOptional): CelValue | CelError {
  // null is a value that an optional can hold.
  return optional.value === null ? null : new CelError('optional.none() has no value');
}

function isZero(value: CelValue): boolean {
  if (value instanceof Uint8Array) {
    return value.length === 0;
  }
  if (value instanceof CelObjectValue) {
    return value.isZero();
  }
  return value === null || value === false || value === '' || value === 0 || value === 0n;
}

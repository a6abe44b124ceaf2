import { UnsupportedExpressionError } from './plan';
import { CelUint, type CelValue } from './values';

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** A literal as the parser gives it. */
interface Constant {
  readonly case: string | undefined;
  readonly value?: unknown;
}

/**
 * Reads a literal.
 *
 * @throws UnsupportedExpressionError for an integer that does not fit into 64 bits
 */
export function readConstant(constant: Constant): CelValue {
  const { value } = constant;
  switch (constant.case) {
    case 'nullValue':
      return null;
    case 'int64Value':
      if (typeof value === 'bigint' && value <= MAX_INT64 && value >= MIN_INT64) {
        return value;
      }
      throw new UnsupportedExpressionError('an integer literal does not fit into 64 bits');
    case 'uint64Value':
      if (typeof value === 'bigint' && value < 2n ** 64n) {
        return new CelUint(value);
      }
      throw new UnsupportedExpressionError('an integer literal does not fit into 64 bits');
    default:
      if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
        return value;
      }
      if (value instanceof Uint8Array) {
        return value;
      }
      throw new UnsupportedExpressionError(`a literal of this kind is not supported: ${constant.case}`);
  }
}

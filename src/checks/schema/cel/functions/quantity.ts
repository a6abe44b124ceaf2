import { celFunction, celMethod, INT, parameter, STRING } from '../cel-function';
import { CelError, CelObjectValue, type CelResult, type CelValue } from '../values';

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
/** Quantities are exact to a billionth; what is finer is rounded away from zero. */
const UNITS_PER_ONE = 1_000_000_000n;
const MAX_UNITS = MAX_INT64 * UNITS_PER_ONE;
const MAX_LENGTH = 256;

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;
const BINARY_SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

/** An amount of a resource: `100m`, `1.5Gi`, `2e3`. */
class Quantity extends CelObjectValue {
  readonly typeName = 'kubernetes.Quantity';

  /**
   * @param units billionths
   * @param isInt64 whether upstream holds it as a 64-bit integer; a written fraction and a capped amount are not
   */
  constructor(
    readonly units: bigint,
    readonly isInt64: boolean,
  ) {
    super();
  }

  static parse(text: string): Quantity | undefined {
    const match = text.length > MAX_LENGTH ? null : QUANTITY.exec(text);
    if (match === null) {
      return undefined;
    }
    const [, sign, whole = '', fraction = '', suffix = ''] = match;
    if (whole === '' && fraction === '') {
      return undefined;
    }
    const scale = scaleOf(suffix);
    if (scale === undefined) {
      return undefined;
    }
    const magnitude = scaled(BigInt(whole + fraction), fraction.length, scale);
    const capped = magnitude > MAX_UNITS ? MAX_UNITS : magnitude;
    const isInt64 = magnitude <= MAX_UNITS && magnitude % UNITS_PER_ONE === 0n && !isWrittenAsFraction(fraction, scale);
    return new Quantity(sign === '-' ? -capped : capped, isInt64);
  }

  static ofInteger(value: bigint): Quantity {
    return new Quantity(value * UNITS_PER_ONE, true);
  }

  /** @returns the sum, which is an integer where both are */
  plus(other: Quantity): Quantity {
    const units = this.units + other.units;
    const value = units / UNITS_PER_ONE;
    const isInt64 = units % UNITS_PER_ONE === 0n && value <= MAX_INT64 && value >= MIN_INT64;
    return new Quantity(units, isInt64 && this.isInt64 && other.isInt64);
  }

  negated(): Quantity {
    return new Quantity(-this.units, this.isInt64);
  }

  compareTo(other: Quantity): number {
    if (this.units === other.units) {
      return 0;
    }
    return this.units < other.units ? -1 : 1;
  }

  equals(other: CelValue): boolean {
    return other instanceof Quantity && other.units === this.units;
  }
}

/** A factor: a power of two or of ten. */
type Scale = { readonly base: 2n | 10n; readonly exponent: number };

function scaleOf(suffix: string): Scale | undefined {
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  if (binary >= 0) {
    return { base: 2n, exponent: (binary + 1) * 10 };
  }
  const decimal = DECIMAL_EXPONENTS.get(suffix);
  if (decimal !== undefined) {
    return { base: 10n, exponent: decimal };
  }
  const exponent = Number(suffix.slice(1));
  // Go reads the exponent into 32 bits; all beyond the limits below end at the cap or at the smallest amount anyway.
  return Math.abs(exponent) < 2 ** 31 ? { base: 10n, exponent: Math.max(-600, Math.min(600, exponent)) } : undefined;
}

/** The digits times the scale, in billionths, rounded up. */
function scaled(digits: bigint, fractionLength: number, scale: Scale): bigint {
  const factor = scale.base ** BigInt(Math.abs(scale.exponent));
  const numerator = digits * UNITS_PER_ONE * (scale.exponent >= 0 ? factor : 1n);
  const denominator = 10n ** BigInt(fractionLength) * (scale.exponent < 0 ? factor : 1n);
  return (numerator + denominator - 1n) / denominator;
}

function isWrittenAsFraction(fraction: string, scale: Scale): boolean {
  return scale.base === 10n && scale.exponent - fraction.length < 0;
}

const QUANTITY_TYPE = parameter('kubernetes.Quantity', (value) => value instanceof Quantity);

/**
 * Kubernetes' quantity functions.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library
 */
export const QUANTITY_FUNCTIONS = [
  celFunction('quantity', [STRING], (text) => Quantity.parse(text) ?? new CelError('the string is not a quantity')),
  celFunction('isQuantity', [STRING], (text) => Quantity.parse(text) !== undefined),
  // Documented as a method, declared as a function.
  celMethod('sign', [QUANTITY_TYPE], (quantity) => sign(quantity)),
  celFunction('sign', [QUANTITY_TYPE], (quantity) => sign(quantity)),
  celMethod('compareTo', [QUANTITY_TYPE, QUANTITY_TYPE], (left, right) => BigInt(left.compareTo(right))),
  celMethod('isGreaterThan', [QUANTITY_TYPE, QUANTITY_TYPE], (left, right) => left.compareTo(right) > 0),
  celMethod('isLessThan', [QUANTITY_TYPE, QUANTITY_TYPE], (left, right) => left.compareTo(right) < 0),
  celMethod('isInteger', [QUANTITY_TYPE], (quantity) => quantity.isInt64),
  celMethod('asInteger', [QUANTITY_TYPE], (quantity) => asInteger(quantity)),
  celMethod('asApproximateFloat', [QUANTITY_TYPE], (quantity) => asApproximateFloat(quantity)),
  celMethod('add', [QUANTITY_TYPE, QUANTITY_TYPE], (left, right) => left.plus(right)),
  celMethod('add', [QUANTITY_TYPE, INT], (left, right) => left.plus(Quantity.ofInteger(right))),
  celMethod('sub', [QUANTITY_TYPE, QUANTITY_TYPE], (left, right) => left.plus(right.negated())),
  celMethod('sub', [QUANTITY_TYPE, INT], (left, right) => left.plus(Quantity.ofInteger(-right))),
];

function sign(quantity: Quantity): bigint {
  if (quantity.units === 0n) {
    return 0n;
  }
  return quantity.units > 0n ? 1n : -1n;
}

function asInteger(quantity: Quantity): CelResult {
  return quantity.isInt64 ? quantity.units / UNITS_PER_ONE : new CelError('cannot convert value to integer');
}

function asApproximateFloat(quantity: Quantity): number {
  const whole = quantity.units / UNITS_PER_ONE;
  const rest = quantity.units % UNITS_PER_ONE;
  const digits = (rest < 0n ? -rest : rest).toString().padStart(9, '0');
  return Number(`${quantity.units < 0n && whole === 0n ? '-' : ''}${whole}.${digits}`);
}

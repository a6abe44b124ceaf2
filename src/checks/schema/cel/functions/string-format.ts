import { formatDuration, formatTimestamp } from '../time-formats';
import {
  CelDuration,
  CelError,
  CelList,
  CelMap,
  type CelResult,
  CelTimestamp,
  CelType,
  CelUint,
  type CelValue,
  typeNameOf,
  valuesOf,
} from '../values';
import { formatDouble } from './conversions';

const CLAUSE = /%(?:%|(?:\.(\d+))?([A-Za-z])|$|.)/gs;
const DEFAULT_PRECISION = 6;
/** What JavaScript can write, and a bound on the work. */
const MAX_PRECISION = 100;

/**
 * `template.format([values])`.
 *
 * @see https://pkg.go.dev/github.com/google/cel-go/ext#Strings
 */
export function formatString(template: string, args: CelList): CelResult {
  const values = valuesOf(args);
  if (values instanceof CelError) {
    return values;
  }
  const output: string[] = [];
  let position = 0;
  let used = 0;
  for (const match of template.matchAll(CLAUSE)) {
    output.push(template.slice(position, match.index));
    position = match.index + match[0].length;
    if (match[0] === '%%') {
      output.push('%');
      continue;
    }
    const value = values[used++];
    if (value === undefined) {
      return new CelError(`format has more clauses than its ${values.length} arguments`);
    }
    const text = formatClause(match[2] ?? '', match[1], value);
    if (text instanceof CelError) {
      return text;
    }
    output.push(text);
  }
  return used < values.length
    ? new CelError('format has fewer clauses than arguments')
    : output.join('') + template.slice(position);
}

function formatClause(clause: string, precision: string | undefined, value: CelValue): string | CelError {
  const digits = Math.min(precision === undefined ? DEFAULT_PRECISION : Number(precision), MAX_PRECISION);
  switch (clause) {
    case 's':
      return formatAny(value);
    case 'd':
      return formatInteger(value, 10) ?? (isSpecial(value) ? formatSpecial(value) : unfit(clause, value));
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : (formatInteger(value, 2) ?? unfit(clause, value));
    case 'o':
      return formatInteger(value, 8) ?? unfit(clause, value);
    case 'x':
      return formatHexadecimal(value) ?? unfit(clause, value);
    case 'X':
      return formatHexadecimal(value)?.toUpperCase() ?? unfit(clause, value);
    case 'f':
      return formatNumber(value, (number) => toFixed(number, digits)) ?? unfit(clause, value);
    case 'e':
      return formatNumber(value, (number) => padExponent(number.toExponential(digits))) ?? unfit(clause, value);
    default:
      return new CelError(`format has no clause %${clause}`);
  }
}

function unfit(clause: string, value: CelValue): CelError {
  return new CelError(`format cannot write ${typeNameOf(value)} as %${clause}`);
}

function isSpecial(value: CelValue): value is number {
  return typeof value === 'number' && !Number.isFinite(value);
}

function formatInteger(value: CelValue, radix: number): string | undefined {
  if (typeof value === 'bigint') {
    return value.toString(radix);
  }
  return value instanceof CelUint ? value.value.toString(radix) : undefined;
}

function formatHexadecimal(value: CelValue): string | undefined {
  if (typeof value === 'string') {
    return Buffer.from(value).toString('hex');
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : formatInteger(value, 16);
}

function formatNumber(value: CelValue, write: (number: number) => string): string | undefined {
  if (typeof value !== 'number') {
    return undefined;
  }
  return Number.isFinite(value) ? write(value) : formatSpecial(value);
}

/** `format` writes infinities in another way than `string()`. */
function formatSpecial(value: number): string {
  return String(value);
}

/** JavaScript rounds exact halves up and gives up on big numbers; Go rounds halves to even and writes all digits. */
function toFixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21) {
    return digits === 0 ? `${BigInt(value)}` : `${BigInt(value)}.${'0'.repeat(digits)}`;
  }
  const exact = value.toFixed(Math.min(MAX_PRECISION, digits + 30));
  const end = exact.indexOf('.') + (digits === 0 ? 0 : digits + 1);
  const kept = exact.slice(0, end);
  const isHalfAboveEven = /[02468]$/.test(kept) && /^\.?50*$/.test(exact.slice(end));
  return isHalfAboveEven ? kept : value.toFixed(digits);
}

/** Go writes at least two digits of the exponent. */
function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function formatAny(value: CelValue): string | CelError {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'number') {
    return isSpecial(value) ? formatSpecial(value) : formatDouble(value);
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('utf8');
  }
  if (value instanceof CelUint) {
    return value.value.toString();
  }
  if (value instanceof CelType) {
    return value.name;
  }
  if (value instanceof CelTimestamp) {
    return formatTimestamp(value.nanoseconds);
  }
  if (value instanceof CelDuration) {
    return formatDuration(value.nanoseconds);
  }
  if (value instanceof CelList) {
    return formatAll(valuesOf(value), (texts) => `[${texts.join(', ')}]`);
  }
  return value instanceof CelMap ? formatMap(value) : unfit('s', value);
}

function formatMap(map: CelMap): string | CelError {
  const entries: string[] = [];
  for (const key of map.keys()) {
    const value = map.find(key) ?? null;
    const text = value instanceof CelError ? value : formatAll([key, value], (pair) => pair.join(': '));
    if (text instanceof CelError) {
      return text;
    }
    entries.push(text);
  }
  return `{${entries.sort().join(', ')}}`;
}

function formatAll(
  values: readonly CelValue[] | CelError,
  write: (texts: readonly string[]) => string,
): string | CelError {
  if (values instanceof CelError) {
    return values;
  }
  const texts: string[] = [];
  for (const value of values) {
    const text = formatAny(value);
    if (text instanceof CelError) {
      return text;
    }
    texts.push(text);
  }
  return write(texts);
}

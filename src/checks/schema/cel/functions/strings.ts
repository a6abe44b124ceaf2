import { type CelFunction, celFunction, celMethod, INT, LIST, reading, STRING } from '../cel-function';
import { CelArray, CelError, type CelList, type CelResult, valuesOf } from '../values';
import { formatString } from './string-format';

/**
 * `contains`, `startsWith`, `endsWith` and the string extension in its version 2, which Kubernetes loads. Positions
 * count code points, as in Go.
 *
 * @see https://pkg.go.dev/github.com/google/cel-go/ext#Strings
 */
export const STRING_FUNCTIONS: readonly CelFunction[] = [
  celMethod('contains', [STRING, STRING], (text, part) => text.includes(part)),
  celMethod('startsWith', [STRING, STRING], (text, part) => text.startsWith(part)),
  celMethod('endsWith', [STRING, STRING], (text, part) => text.endsWith(part)),
  celMethod('charAt', [STRING, INT], charAt),
  celMethod('indexOf', [STRING, STRING], (text, part) => indexOf(text, part, 0n)),
  celMethod('indexOf', [STRING, STRING, INT], (text, part, from) => indexOf(text, part, from)),
  celMethod('lastIndexOf', [STRING, STRING], (text, part) => lastIndexOf(text, part, undefined)),
  celMethod('lastIndexOf', [STRING, STRING, INT], (text, part, from) => lastIndexOf(text, part, from)),
  celMethod('lowerAscii', [STRING], (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
  celMethod('upperAscii', [STRING], (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase())),
  celMethod('replace', [STRING, STRING, STRING], (text, part, by, budget) => {
    budget.charge(text.length * by.length * 0.1);
    return replace(text, part, by, -1n);
  }),
  celMethod('replace', [STRING, STRING, STRING, INT], (text, part, by, count, budget) => {
    budget.charge(text.length * by.length * 0.1);
    return replace(text, part, by, count);
  }),
  celMethod('split', [STRING, STRING], (text, separator) => new CelArray(split(text, separator, -1n))),
  celMethod('split', [STRING, STRING, INT], (text, separator, count) => new CelArray(split(text, separator, count))),
  celMethod('substring', [STRING, INT], (text, start) => substring(text, start, undefined)),
  celMethod('substring', [STRING, INT, INT], (text, start, end) => substring(text, start, end)),
  celMethod('trim', [STRING], (text) => trim(text)),
  celMethod('join', [LIST], (list, budget) => join(list, '', budget.charge.bind(budget))),
  celMethod('join', [LIST, STRING], (list, separator, budget) => join(list, separator, budget.charge.bind(budget))),
  celFunction('strings.quote', [STRING], (text) => quote(text)),
  celMethod('format', [STRING, LIST], (template, args) => formatString(template, args)),
].map(reading);

const NON_BMP = /[\ud800-\udfff]/;

/** The code points of a text. A text of ASCII and the like is its own list of them. */
function codePoints(text: string): string | readonly string[] {
  return NON_BMP.test(text) ? Array.from(text) : text;
}

function slice(text: string, start: number, end: number): string {
  const points = codePoints(text);
  return typeof points === 'string' ? points.slice(start, end) : points.slice(start, end).join('');
}

/** Turns a position in UTF-16 units into one in code points. */
function toCodePointPosition(text: string, position: number): bigint {
  return BigInt(position < 0 ? -1 : codePoints(text.slice(0, position)).length);
}

function charAt(text: string, position: bigint): CelResult {
  const points = codePoints(text);
  if (position < 0n || position > BigInt(points.length)) {
    return outOfRange(position);
  }
  return points[Number(position)] ?? '';
}

function indexOf(text: string, part: string, from: bigint): CelResult {
  if (from < 0n) {
    return outOfRange(from);
  }
  if (part === '') {
    return from;
  }
  const skipped = slice(text, 0, Number(from)).length;
  return toCodePointPosition(text, text.indexOf(part, skipped));
}

function lastIndexOf(text: string, part: string, from: bigint | undefined): CelResult {
  const length = codePoints(text).length;
  if (from !== undefined && from < 0n) {
    return outOfRange(from);
  }
  if (part === '') {
    return from ?? BigInt(length);
  }
  if (from !== undefined && from >= BigInt(length)) {
    return -1n;
  }
  const limit = from === undefined ? text.length : slice(text, 0, Number(from)).length;
  return toCodePointPosition(text, text.lastIndexOf(part, limit));
}

/** @param count how many at most; negative for all */
function replace(text: string, part: string, by: string, count: bigint): string {
  const pieces = split(text, part, count < 0n ? -1n : count + 1n);
  if (part !== '') {
    return pieces.join(by);
  }
  // An empty part stands before each character and at the end.
  const points = Array.from(text);
  const places = count < 0n || count > BigInt(points.length) ? points.length + 1 : Number(count);
  return (
    points.map((point, index) => (index < places ? by + point : point)).join('') + (places > points.length ? by : '')
  );
}

/** @param count how many pieces at most, the last one being all that is left; negative for all */
function split(text: string, separator: string, count: bigint): readonly string[] {
  if (count === 0n) {
    return [];
  }
  const pieces = separator === '' ? Array.from(text) : text.split(separator);
  if (count < 0n || BigInt(pieces.length) <= count) {
    return pieces;
  }
  const last = Number(count) - 1;
  return [...pieces.slice(0, last), pieces.slice(last).join(separator)];
}

function substring(text: string, start: bigint, end: bigint | undefined): CelResult {
  const length = BigInt(codePoints(text).length);
  const stop = end ?? length;
  if (start < 0n || start > length) {
    return outOfRange(start);
  }
  if (stop < start || stop > length) {
    return outOfRange(stop);
  }
  return slice(text, Number(start), Number(stop));
}

/** Unicode white space without the byte order mark, which JavaScript's `trim` takes along, and with U+0085. */
const WHITE_SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING_SPACE = new RegExp(`^${WHITE_SPACE}+`);
const SPACE = new RegExp(WHITE_SPACE);

function trim(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) {
    end--;
  }
  return text.slice(0, end).replace(LEADING_SPACE, '');
}

function join(list: CelList, separator: string, charge: (units: number) => void): CelResult {
  const values = valuesOf(list);
  if (values instanceof CelError) {
    return values;
  }
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length !== values.length) {
    return new CelError('no such overload: join() of a list that does not hold strings only');
  }
  charge((texts.reduce((sum, text) => sum + text.length, 0) + separator.length * texts.length) * 0.1);
  return texts.join(separator);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

function quote(text: string): string {
  return `"${Array.from(text, (character) => ESCAPES.get(character) ?? character).join('')}"`;
}

function outOfRange(position: bigint): CelError {
  return new CelError(`index out of range: ${position}`);
}

import { describeField, describeString, describeValue } from './describe-value';
import { stringFormat } from './formats';
import { repairFor, wordsOf } from './pattern-words';
import type { SchemaNode } from './schema-node';
import type { Place } from './validate-structure';
import type { Violation } from './violation';

/** Length, pattern and format of a string. */
export function lengthViolations(node: SchemaNode, value: string, place: Place): readonly Violation[] {
  const { minLength, maxLength, format } = node.schema;
  const violations: Violation[] = [];
  if (minLength !== undefined || maxLength !== undefined) {
    violations.push(...countViolations(codePoints(value), 'character', minLength, maxLength, place));
  }
  if (node.pattern !== undefined) {
    violations.push(...patternViolations(node, value, place));
  }
  const known =
    format === undefined || (node.type !== undefined && node.type !== 'string') ? undefined : stringFormat(format);
  if (known !== undefined && !known.test(value)) {
    violations.push(invalid(place, `${found(value, place)}; allowed is ${known.allowed}`, `give ${known.allowed}`));
  }
  return violations;
}

/** Bounds and step of a number. */
export function limitViolations(node: SchemaNode, value: number, place: Place): readonly Violation[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = node.schema;
  const violations: Violation[] = [];
  const limit = (bound: string) =>
    violations.push(invalid(place, `${found(value, place)}; allowed is ${bound}`, `give ${bound}`));
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    limit(exclusiveMinimum === true ? `a number above ${minimum}` : `a number from ${minimum} on`);
  }
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    limit(exclusiveMaximum === true ? `a number below ${maximum}` : `a number up to ${maximum}`);
  }
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
    limit(`a multiple of ${multipleOf}`);
  }
  if (node.schema.format === 'int32' && node.type === 'integer' && !isInt32(value)) {
    limit('an integer of 32 bits, -2147483648 to 2147483647');
  }
  return violations;
}

/** Number of properties of an object. */
export function sizeViolations(node: SchemaNode, count: number, place: Place): readonly Violation[] {
  const { minProperties, maxProperties } = node.schema;
  return minProperties === undefined && maxProperties === undefined
    ? []
    : countViolations(count, 'field', minProperties, maxProperties, place);
}

/** Violations of a lower and an upper bound on a count of characters, fields or entries. */
export function countViolations(
  count: number,
  unit: string,
  minimum: number | undefined,
  maximum: number | undefined,
  place: Place,
): readonly Violation[] {
  const has = () => `${describeField(place.path)} has ${plural(count, unit)}`;
  if (minimum !== undefined && count < minimum) {
    const least = `at least ${plural(minimum, unit)}`;
    return [invalid(place, `${has()}; allowed is ${least}`, `give ${least}`)];
  }
  if (maximum !== undefined && count > maximum) {
    const most = `at most ${plural(maximum, unit)}`;
    return [{ ...invalid(place, `${has()}; allowed is ${most}`, `give ${most}`), blocksRules: true }];
  }
  return [];
}

function patternViolations(node: SchemaNode, value: string, place: Place): readonly Violation[] {
  const { pattern } = node;
  if (pattern === undefined) {
    return [];
  }
  if (!pattern.isValid()) {
    const message = `${describeField(place.path)} cannot be checked: the schema's pattern ${describeString(pattern.source)} is not a regular expression`;
    return [invalid(place, message, 'mend the pattern in the CustomResourceDefinition')];
  }
  if (pattern.test(value)) {
    return [];
  }
  const shown = found(value, place);
  const fix = shown.endsWith('(not shown)') ? 'give a text of that form' : repairFor(value, pattern);
  return [invalid(place, `${shown}; allowed is ${wordsOf(pattern)}`, fix)];
}

/** Length as the API server counts it: code points, where JavaScript counts UTF-16 units. */
function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const isPair = (text.codePointAt(index) ?? 0) > 0xffff;
    index += isPair ? 1 : 0;
    count++;
  }
  return count;
}

/** Rounding that Go's validator forgives when a fraction is divided. */
const STEP_TOLERANCE = 1e-9;

function isMultiple(value: number, step: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(step)) {
    return value % step === 0;
  }
  const quotient = step < 1 ? (1 / step) * value : value / step;
  const distance = Math.abs(quotient - Math.round(quotient));
  return distance <= STEP_TOLERANCE * Math.max(1, Math.abs(quotient));
}

/**
 * API servers accept a larger number in an `int32` field, but no controller can read the object then: Go refuses to
 * decode it. For built-in kinds the API server is that reader.
 */
function isInt32(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

function found(value: string | number, place: Place): string {
  return `${describeField(place.path)} is ${describeValue(value, place.path, place.kind)}`;
}

function plural(count: number, unit: string): string {
  if (count === 1) {
    return `1 ${unit}`;
  }
  return `${count} ${unit === 'entry' ? 'entries' : `${unit}s`}`;
}

function invalid(place: Place, message: string, fix: string): Violation {
  return { rule: 'schema/invalid-value', path: [...place.path], message, fix };
}

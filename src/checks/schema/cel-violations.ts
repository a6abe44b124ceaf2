import type { JsonObject } from '../../manifests/manifest';
import { formatPath } from '../../manifests/manifest';
import type { CelValidator, CelViolation } from './cel/cel-validator';
import { describeField, describeString } from './describe-value';
import type { StructuralSchema } from './structural-schema';
import type { Violation } from './violation';

/**
 * Evaluates the CEL rules of a schema on an object.
 *
 * @param oldValue the object that is replaced, for rules that compare
 * @param structural what the structural check found; rules that would see a broken part are left out, as on the API server
 */
export function celViolations(
  schema: StructuralSchema,
  value: JsonObject,
  oldValue: JsonObject | undefined,
  structural: readonly Violation[],
): readonly Violation[] {
  const validator = validatorOf(schema);
  if (validator === undefined) {
    return [];
  }
  const blocked = blockedPaths(structural);
  const skip = blocked.size === 0 ? () => false : (path: CelViolation['path']) => blocked.has(formatPath(path));
  return validator.validate(value, { oldValue, skip }).map(toViolation);
}

const validators = new WeakMap<StructuralSchema, CelValidator | 'no rules'>();

function validatorOf(schema: StructuralSchema): CelValidator | undefined {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = hasRules(schema) ? createValidator(schema) : 'no rules';
    validators.set(schema, validator);
  }
  return validator === 'no rules' ? undefined : validator;
}

function createValidator(schema: StructuralSchema): CelValidator {
  // Loaded when the first schema with rules is met: the evaluator costs more to load than all the rest together.
  const { createCelValidator } = require('./cel/cel-validator') as typeof import('./cel/cel-validator');
  return createCelValidator(schema);
}

/** API servers run rules in the structural part only, never below `allOf`, `anyOf`, `oneOf` and `not`. */
function hasRules(schema: StructuralSchema): boolean {
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) {
    return true;
  }
  const { properties, items, additionalProperties } = schema;
  return (
    Object.values(properties ?? {}).some(hasRules) ||
    (items !== undefined && hasRules(items)) ||
    (typeof additionalProperties === 'object' && hasRules(additionalProperties))
  );
}

/** Each path from the root to a field that is missing, too large or of a wrong type. */
function blockedPaths(violations: readonly Violation[]): ReadonlySet<string> {
  const blocked = new Set<string>();
  for (const { path, blocksRules } of violations) {
    for (let length = 0; blocksRules === true && length <= path.length; length++) {
      blocked.add(formatPath(path.slice(0, length)));
    }
  }
  return blocked;
}

/** Longest rule or message that is repeated; both are written by the author of the CRD. */
const MAX_TEXT = 240;

function toViolation(violation: CelViolation): Violation {
  const { path, kind } = violation;
  const field = describeField(path);
  const rule = shortened(violation.rule);
  // A messageExpression may quote the object.
  const message = describeString(violation.message).endsWith('(not shown)')
    ? 'see the rule'
    : shortened(violation.message);
  if (kind === 'unsupported') {
    return {
      rule: 'schema/rule-violated',
      path,
      message: `a rule on ${field} cannot be evaluated: ${message}`,
      fix: `check by hand that this holds: ${rule}`,
      severity: 'warning',
    };
  }
  if (kind === 'unfinished') {
    return {
      rule: 'schema/rule-violated',
      path,
      message: `${field} cannot be judged by a rule of its kind: ${message}`,
      fix: `shorten the lists and texts in ${field}`,
    };
  }
  return {
    rule: 'schema/rule-violated',
    path,
    message: `${field} ${verdict(violation.reason)}: ${message}`,
    fix: `change it so that this holds: ${rule}`,
  };
}

/** The reasons that the API server has words of its own for. */
function verdict(reason: string | undefined): string {
  switch (reason) {
    case 'FieldValueForbidden':
      return 'is forbidden by a rule of its kind';
    case 'FieldValueRequired':
      return 'is required by a rule of its kind';
    case 'FieldValueDuplicate':
      return 'is a duplicate by a rule of its kind';
    default:
      return 'breaks a rule of its kind';
  }
}

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= MAX_TEXT ? line : `${line.slice(0, MAX_TEXT - 3)}...`;
}

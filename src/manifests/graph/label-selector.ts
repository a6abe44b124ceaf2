import { isJsonObject, type JsonValue } from '../manifest';
import { fieldOf, itemsOf, textOf } from './json-fields';
import type { Ternary } from './reference';

/** What is known of an object's labels. */
export interface KnownLabels {
  /** Labels that it has. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether it has no others. */
  readonly complete: boolean;
}

/** A label selector that was read once, to be asked often. */
export type LabelSelector = (labels: KnownLabels) => Ternary;

type Requirement = (value: string | undefined) => boolean;

/**
 * Reads a label selector with `matchLabels` and `matchExpressions`. An empty one selects everything. What an API server
 * would refuse selects nobody knows what.
 */
export function readLabelSelector(selector: JsonValue | undefined): LabelSelector {
  if (!isJsonObject(selector)) {
    return () => 'unknown';
  }
  const requirements = [...readMatchLabels(selector), ...readMatchExpressions(selector)];
  return (labels) => allOf(requirements.map((requirement) => requirement(labels)));
}

function readMatchLabels(selector: JsonValue): readonly LabelSelector[] {
  const matchLabels = fieldOf(selector, 'matchLabels');
  if (matchLabels === undefined || matchLabels === null) {
    return [];
  }
  if (!isJsonObject(matchLabels)) {
    return [() => 'unknown'];
  }
  return Object.entries(matchLabels).map(([key, wanted]) =>
    typeof wanted === 'string' ? judge(key, (value) => value === wanted) : () => 'unknown',
  );
}

function readMatchExpressions(selector: JsonValue): readonly LabelSelector[] {
  return itemsOf(fieldOf(selector, 'matchExpressions')).map((expression) => {
    const key = textOf(expression, 'key');
    const requirement = requirementOf(expression);
    return key === undefined || requirement === undefined ? () => 'unknown' : judge(key, requirement);
  });
}

function requirementOf(expression: JsonValue): Requirement | undefined {
  const values = new Set(itemsOf(fieldOf(expression, 'values')));
  switch (fieldOf(expression, 'operator')) {
    case 'In':
      return (value) => value !== undefined && values.has(value);
    // An object without the label is selected too.
    case 'NotIn':
      return (value) => value === undefined || !values.has(value);
    case 'Exists':
      return (value) => value !== undefined;
    case 'DoesNotExist':
      return (value) => value === undefined;
    default:
      return undefined;
  }
}

function judge(key: string, requirement: Requirement): LabelSelector {
  return ({ values, complete }) => {
    const value = values.get(key);
    if (value === undefined && !complete) {
      return 'unknown';
    }
    return requirement(value) ? 'yes' : 'no';
  };
}

/** `no` if any is, else `unknown` if any is. */
export function allOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes('no')) {
    return 'no';
  }
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

/** `yes` if any is, else `unknown` if any is. */
export function anyOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes('yes')) {
    return 'yes';
  }
  return answers.includes('unknown') ? 'unknown' : 'no';
}

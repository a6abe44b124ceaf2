import type { Duration } from 'cdk8s';
import { Refusal } from '../gateways/refusal';
import { findPromqlProblem } from '../promql/check-promql';
import type { AlertRule, AlertSeverity } from './_alert-rule';

/** An alert of your own. */
export interface CustomAlert {
  /** Name of the alert. */
  readonly alert: string;
  /** PromQL; its syntax is checked. */
  readonly expression: string;
  /**
   * How long the expression must hold.
   * @default - the alert fires at once
   */
  readonly holdsFor?: Duration;
  /** @default 'warning' */
  readonly severity?: AlertSeverity;
  /** What is the matter, in one line. */
  readonly summary: string;
  /**
   * What to do about it.
   * @default - none
   */
  readonly description?: string;
}

const MAX_SHOWN = 80;

/** @throws Refusal if the expression is no PromQL, or the alert has no name */
export function customAlert(custom: CustomAlert): AlertRule {
  const { alert, expression, holdsFor, severity = 'warning', summary, description } = custom;
  if (alert.trim() === '') {
    throw new Refusal({ rule: 'schema/invalid-value', message: 'an alert has no name', fix: 'name the alert' });
  }
  const problem = findPromqlProblem(expression);
  if (problem !== undefined) {
    const rest = expression.slice(problem.offset, problem.offset + MAX_SHOWN);
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `the expression of alert ${alert.slice(0, MAX_SHOWN)} has ${problem.message} after ${problem.offset} characters, at ${JSON.stringify(rest)}`,
      fix: 'mend the expression, as by trying it in Prometheus',
    });
  }
  return {
    alert,
    conditions: [expression],
    holdsFor: holdsFor?.toMilliseconds(),
    severity,
    summary,
    ...(description === undefined ? {} : { description }),
  };
}

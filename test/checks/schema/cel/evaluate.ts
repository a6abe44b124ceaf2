import { parseCel } from '../../../../src/checks/schema/cel/cel-parser';
import { rewriteOptionalSyntax } from '../../../../src/checks/schema/cel/optional-syntax';
import { planExpression } from '../../../../src/checks/schema/cel/planner';
import { CelError, type CelResult, valuesEqual } from '../../../../src/checks/schema/cel/values';
import { RULE_WORK_LIMIT, WorkBudget } from '../../../../src/checks/schema/cel/work-budget';

/** Evaluates any expression, with any variables. */
export function evaluate(source: string, variables: Readonly<Record<string, CelResult>> = {}): CelResult {
  const { evaluate: run } = planExpression(parseCel(rewriteOptionalSyntax(source)), Object.keys(variables));
  return run({ slots: Object.values(variables), budget: new WorkBudget(RULE_WORK_LIMIT) });
}

/** The message of the error that an expression comes to, or its value. */
export function outcome(source: string, variables: Readonly<Record<string, CelResult>> = {}): unknown {
  const result = evaluate(source, variables);
  return result instanceof CelError ? `error: ${result.message}` : result;
}

/** Whether two results are the same value of the same type; `NaN` is the same as itself. */
export function isSameResult(left: CelResult, right: CelResult): boolean {
  if (left instanceof CelError || right instanceof CelError) {
    return left instanceof CelError && right instanceof CelError;
  }
  const isSame = typeof left === typeof right && valuesEqual(left, right, new WorkBudget(RULE_WORK_LIMIT)) === true;
  return isSame || (Number.isNaN(left) && Number.isNaN(right));
}

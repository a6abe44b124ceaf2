import type { ValidationRule } from '../structural-schema';
import { compileRule } from './cel-program';
import type { CelResult } from './values';
import type { WorkBudget } from './work-budget';

/** The API server's limit for an evaluated message. */
const MAX_MESSAGE_BYTES = 5 * 1_024;
/** A message may quote the value; a value may hold a key. */
const PRIVATE_KEY = /PRIVATE KEY/;

/**
 * Evaluates the `messageExpression` of a rule that was violated.
 *
 * @returns `undefined` when there is none, or when it gives no usable text: `message` then takes its place
 * @throws WorkLimitError when the budget is used up
 */
export function evaluateMessage(
  rule: ValidationRule,
  self: CelResult,
  oldSelf: CelResult | undefined,
  budget: WorkBudget,
): string | undefined {
  if (rule.messageExpression === undefined || rule.messageExpression === '') {
    return undefined;
  }
  const program = compileRule(rule.messageExpression);
  const result = program.kind === 'program' ? program.evaluate(self, oldSelf, budget) : undefined;
  return typeof result === 'string' ? usableMessage(result.trim()) : undefined;
}

function usableMessage(message: string): string | undefined {
  const isUsable =
    message !== '' &&
    !message.includes('\n') &&
    Buffer.byteLength(message) <= MAX_MESSAGE_BYTES &&
    !PRIVATE_KEY.test(message);
  return isUsable ? message : undefined;
}

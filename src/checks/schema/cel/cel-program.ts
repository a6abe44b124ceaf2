import { parseCel } from './cel-parser';
import { CelSyntaxError, rewriteOptionalSyntax } from './optional-syntax';
import { type ParsedExpression, UnsupportedExpressionError } from './plan';
import { planExpression } from './planner';
import { CelError, type CelResult } from './values';
import type { WorkBudget } from './work-budget';

/** A rule that is ready to run. */
export interface CelProgram {
  readonly kind: 'program';
  /** Whether this is a transition rule. */
  readonly usesOldSelf: boolean;
  /**
   * @param oldSelf `undefined` where there is no old value: a rule that asks for it then comes to an error
   * @throws WorkLimitError when the budget is used up
   */
  readonly evaluate: (self: CelResult, oldSelf: CelResult | undefined, budget: WorkBudget) => CelResult;
}

/** A rule that cannot run here. */
export interface UnsupportedRule {
  readonly kind: 'unsupported';
  /** Why: what does not parse, or which function is not there. */
  readonly reason: string;
}

/** Longer rules are refused, as cel-go does. */
const MAX_SOURCE_LENGTH = 100_000;

const VARIABLES = ['self', 'oldSelf'] as const;
const NO_OLD_SELF = new CelError('no such attribute: oldSelf');

const compiled = new Map<string, CelProgram | UnsupportedRule>();

/**
 * Compiles a rule, once in the life of the process: big CRDs repeat a few rules a thousand times. The types of the
 * schema have no part in it, since values carry their types.
 */
export function compileRule(source: string): CelProgram | UnsupportedRule {
  const known = compiled.get(source);
  if (known !== undefined) {
    return known;
  }
  const result = compile(source);
  compiled.set(source, result);
  return result;
}

function compile(source: string): CelProgram | UnsupportedRule {
  try {
    return planProgram(parseSource(source));
  } catch (error) {
    if (error instanceof UnsupportedExpressionError || error instanceof CelSyntaxError) {
      return { kind: 'unsupported', reason: error.message };
    }
    throw error;
  }
}

function planProgram(parsed: ParsedExpression): CelProgram {
  const { evaluate, used } = planExpression(parsed, VARIABLES);
  return {
    kind: 'program',
    usesOldSelf: used.has('oldSelf'),
    evaluate: (self, oldSelf, budget) => evaluate({ slots: [self, oldSelf ?? NO_OLD_SELF], budget }),
  };
}

function parseSource(source: string): ParsedExpression {
  if (source.length > MAX_SOURCE_LENGTH) {
    throw new CelSyntaxError(`the rule is longer than ${MAX_SOURCE_LENGTH} characters`);
  }
  const rewritten = rewriteOptionalSyntax(source);
  try {
    return parseCel(rewritten);
  } catch (error) {
    // The parser throws its own errors, and RangeError for what is nested too deeply or is no character.
    throw new CelSyntaxError(error instanceof Error ? error.message : 'the rule is no CEL expression');
  }
}

import type { parse } from '@bufbuild/cel';
import type { CelResult } from './values';
import type { WorkBudget } from './work-budget';

/** What `parse` of `@bufbuild/cel` gives. */
export type ParsedExpression = ReturnType<typeof parse>;
/** A node of a parsed expression. */
export type Expression = ParsedExpression['expr'];
/** A call of a function, method, operator or macro. */
export type CallExpression = Extract<Expression['exprKind'], { case: 'callExpr' }>['value'];

/** The variables of one evaluation, each in the slot that planning gave it. */
export interface Frame {
  readonly slots: CelResult[];
  readonly budget: WorkBudget;
}

/** An expression that is ready to run. */
export type Evaluator = (frame: Frame) => CelResult;

/** The slot of each variable that can be seen. Variables of macros hide outer ones of the same name. */
export class Scope {
  private constructor(
    private readonly slots: ReadonlyMap<string, number>,
    private readonly depth: number,
  ) {}

  static of(names: readonly string[]): Scope {
    return new Scope(new Map(names.map((name, slot) => [name, slot])), names.length);
  }

  slotOf(name: string): number | undefined {
    return this.slots.get(name);
  }

  /** Adds a variable. Its slot is free again outside: no evaluator outlives its evaluation. */
  with(name: string): { readonly scope: Scope; readonly slot: number } {
    const slots = new Map(this.slots).set(name, this.depth);
    return { scope: new Scope(slots, this.depth + 1), slot: this.depth };
  }
}

/** Plans one node. */
export type Planner = (expression: Expression, scope: Scope) => Evaluator;

/** Thrown when an expression asks for something that is not there: it could never run. */
export class UnsupportedExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedExpressionError';
  }
}

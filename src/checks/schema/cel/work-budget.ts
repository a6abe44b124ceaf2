/**
 * What one rule may cost on one value, in the API server's units (`PerCallLimit`): about one unit for a call, a field
 * access or a step of a loop, a tenth for a character read. About a tenth of a second.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/#runtime-cost-budget
 */
export const RULE_WORK_LIMIT = 1_000_000;

/** What all rules together may cost on one object: the API server's `RuntimeCELCostBudget`. About a second. */
export const OBJECT_WORK_LIMIT = 10_000_000;

/**
 * Counts the work of an evaluation, so that a hostile rule or object ends in a finding and not in a hang.
 *
 * The units charged are at most those of the API server, apart from joining lists and comparing deep values, which it
 * undercounts: a rule that it finishes is finished here.
 */
export class WorkBudget {
  private remaining: number;

  constructor(private readonly limit: number) {
    this.remaining = limit;
  }

  /** @throws WorkLimitError when the budget is used up */
  charge(units: number): void {
    this.remaining -= units;
    if (this.remaining < 0) {
      throw new WorkLimitError();
    }
  }

  get spent(): number {
    return this.limit - this.remaining;
  }
}

/**
 * Thrown, unlike other CEL errors: `||`, `&&` and the macros absorb an error that is a value, and would go on working.
 */
export class WorkLimitError extends Error {
  constructor() {
    super('the work limit was reached');
    this.name = 'WorkLimitError';
  }
}

/** Why something cannot be done as asked, and the way out. */
export interface RefusalDetails {
  /** Id of the rule that forbids it, as in the rule catalog. */
  readonly rule: string;
  /** What was got and what is allowed: lower case, no final period. */
  readonly message: string;
  /** What to do instead: imperative, lower case, no final period. */
  readonly fix: string;
}

const REFUSAL = Symbol.for('cdk8s-upstream-tls.Refusal');

/**
 * Thrown where there is no construct to name: by data classes such as `Backend` and by gateway implementations.
 * Constructs catch it and throw it again with their path.
 */
export class Refusal extends Error {
  /** Tells a `Refusal` also where two copies of this library are installed. */
  static isRefusal(value: unknown): value is Refusal {
    return typeof value === 'object' && value !== null && REFUSAL in value;
  }

  readonly rule: string;
  readonly fix: string;

  constructor(readonly details: RefusalDetails) {
    super(`${details.message}; ${details.fix}`);
    this.name = 'Refusal';
    this.rule = details.rule;
    this.fix = details.fix;
    Object.defineProperty(this, REFUSAL, { value: true });
  }
}

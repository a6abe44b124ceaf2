import type { ObjectKey, Source } from './manifest';

/**
 * `error`: rejected, or TLS is lost, open or leaked; `warning`: risky or not portable; `info`: a remark, as on what could
 * not be judged.
 */
export type Severity = 'error' | 'warning' | 'info';

/** One thing that a rule found in one object. */
export interface Finding {
  /** Rule id, topic slash name: `kong/ca-missing-id`. Never renamed, never reused. */
  readonly rule: string;
  readonly severity: Severity;
  /**
   * The object at fault.
   * @default - the finding is about a file that holds no readable object
   */
  readonly object?: ObjectKey;
  /** The field at fault, as in `spec.targetRefs[0].name`; empty when the whole object is meant. */
  readonly path: string;
  /** What was found and what is allowed: lower case, no final period. */
  readonly message: string;
  /** What to do about it: imperative, lower case, no final period. */
  readonly fix: string;
  /** @default - the object does not come from a file */
  readonly source?: Source;
  /** @default - the object does not come from a construct tree */
  readonly constructPath?: string;
}

/** A finding that an annotation on its object silences. */
export interface SuppressedFinding extends Finding {
  /** The reason that the annotation gives. */
  readonly reason: string;
}

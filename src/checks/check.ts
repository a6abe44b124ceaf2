import type { Finding, SuppressedFinding } from '../manifests/finding';

/** What a check came to. */
export interface CheckResult {
  /** Ordered by file and line, or by construct path; then by path and rule. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly summary: CheckSummary;
}

/** Counts over one check. */
export interface CheckSummary {
  /** Objects looked at. */
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
}

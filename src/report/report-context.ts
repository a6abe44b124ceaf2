import type { Severity } from '../manifests/finding';
import type { Rule } from '../manifests/rule';

/** What is known of a rule beside what it found. */
export type RuleDocumentation = Pick<Rule, 'id' | 'severity' | 'title' | 'why' | 'fix'>;

/** What a report needs beside the result. */
export interface ReportContext {
  /** Version of this library. */
  readonly version: string;
  /** All rules that were run. */
  readonly rules: readonly RuleDocumentation[];
  /** The least severity that counts as a failure. */
  readonly failOn: Exclude<Severity, 'info'>;
  /** Whether to color text for a terminal. */
  readonly color: boolean;
  /**
   * Gives the text of a file that findings point into.
   * @default - the text report shows no source lines
   */
  readonly sourceText?: (file: string) => string | undefined;
}

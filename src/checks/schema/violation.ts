import type { Severity } from '../../manifests/finding';
import type { FieldPath } from '../../manifests/manifest';

/** The rules of the catalogue that the schema check feeds. */
export type ViolationRule =
  | 'schema/invalid-value'
  | 'schema/rule-violated'
  | 'schema/duplicate-list-entry'
  | 'schema/unknown-field'
  | 'schema/wrong-scope'
  | 'schema/invalid-metadata'
  | 'schema/unchecked-kind';

/** What is wrong with one field of one object. */
export interface Violation {
  readonly rule: ViolationRule;
  readonly path: FieldPath;
  readonly message: string;
  readonly fix: string;
  /** @default - the rule's */
  readonly severity?: Severity;
  /**
   * Whether a boolean or number stands where text is wanted: the fix is to quote what the file has, which may be more
   * than the value shows (`1.10` is 1.1).
   * @default false
   */
  readonly wantsQuotes?: boolean;
  /**
   * Whether CEL rules that can see the field must not run: its type is wrong, it is missing, or it is too large. The API
   * server draws the line there.
   * @default false
   */
  readonly blocksRules?: boolean;
}

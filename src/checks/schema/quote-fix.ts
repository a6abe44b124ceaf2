import type { JsonValue, Manifest } from '../../manifests/manifest';
import { describeString } from './describe-value';
import type { Violation } from './violation';

/** Whether YAML may have made the value of text that lacks quotes. */
export function isUnquoted(value: JsonValue): value is boolean | number {
  return typeof value === 'boolean' || typeof value === 'number';
}

/** What to do where a boolean or number stands in place of text; `shown` is left out where the value may be secret. */
export function quoteFix(shown: string | undefined): string {
  return shown === undefined ? 'quote it' : `quote it: "${shown}"`;
}

/**
 * Puts what the file has into the fix of a value that lacks quotes. Its value is not enough: quoted again, `1.10` would
 * turn into 1.1, `0755` into 493 and `yes` into true.
 */
export function withWrittenText(violation: Violation, manifest: Manifest): Violation {
  const written = violation.wantsQuotes === true ? manifest.written?.(violation.path) : undefined;
  return written === undefined ? violation : { ...violation, fix: `quote it: ${describeString(written)}` };
}

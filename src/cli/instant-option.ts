import { parseInstant } from '../checks/parse-instant';
import { UsageError } from './usage-error';

/**
 * Reads an option that is an instant, as `--now RFC3339`.
 *
 * @throws UsageError if the text is not an instant
 */
export function readInstant(text: string, option = '--now'): Date {
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new UsageError(`${option}: "${text}" is not an instant; write it as in 2026-01-31T12:00:00Z`);
  }
  return instant;
}

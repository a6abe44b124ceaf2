import { UsageError } from './usage-error';

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Reads an option that is an instant, as `--now RFC3339`.
 *
 * @throws UsageError if the text is not an instant
 */
export function readInstant(text: string, option = '--now'): Date {
  const match = RFC3339.exec(text);
  const instant = new Date(text.toUpperCase());
  if (match === null || Number.isNaN(instant.getTime()) || !isDay(match)) {
    throw new UsageError(`${option}: "${text}" is not an instant; write it as in 2026-01-31T12:00:00Z`);
  }
  return instant;
}

/** JavaScript reads the 31st of February as a day in March. */
function isDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

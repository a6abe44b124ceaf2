const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Writes a length of time for people, in hours, or in minutes below two hours. */
export function formatHours(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) {
    return 'no end of time';
  }
  const [amount, unit] = Math.abs(milliseconds) < 2 * HOUR ? [milliseconds / MINUTE, 'm'] : [milliseconds / HOUR, 'h'];
  return `${Number(amount.toFixed(1))}${unit}`;
}

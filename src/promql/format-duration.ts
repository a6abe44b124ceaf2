const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/**
 * Writes a duration as Prometheus reads it: whole units, the largest first, each once: `10d`, `1d12h`. Years are left out,
 * since Prometheus counts 365 days for one. Go durations are other ones: they have fractions and no days.
 *
 * @param milliseconds a whole number, not negative
 * @throws RangeError if it is anything else
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations
 */
export function formatPrometheusDuration(milliseconds: number): string {
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
    throw new RangeError(`${milliseconds} milliseconds: Prometheus has whole durations from 0 on`);
  }
  let rest = milliseconds;
  let text = '';
  for (const [unit, length] of UNITS) {
    const amount = Math.floor(rest / length);
    text += amount === 0 ? '' : `${amount}${unit}`;
    rest -= amount * length;
  }
  return text === '' ? '0s' : text;
}

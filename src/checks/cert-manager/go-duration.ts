const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

const GO_DURATION = /^([+-]?)(?:0|((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+))$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
/** No sensible duration is longer, and the pattern above takes quadratic time on a long run of digits. */
const MAX_LENGTH = 64;
/** Go counts nanoseconds in 63 bits, which is about 292 years. */
const MAX_MILLISECONDS = 2 ** 63 / 1e6;

/**
 * Reads a duration as Go's `time.ParseDuration` does: `720h`, `1h30m`, `1.5s`. There are no days in it.
 *
 * @returns milliseconds, or undefined if it is no duration
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseGoDuration(text: string): number | undefined {
  const match = text.length > MAX_LENGTH ? null : GO_DURATION.exec(text);
  if (match === null) {
    return undefined;
  }
  const parts = [...(match[2] ?? '').matchAll(PART)];
  const sum = parts.reduce((total, [, amount, unit]) => total + Number(amount) * (MILLISECONDS[unit ?? ''] ?? 0), 0);
  if (sum >= MAX_MILLISECONDS) {
    return undefined;
  }
  return match[1] === '-' ? 0 - sum : sum;
}

/**
 * Writes a duration in the largest unit that needs no fraction: `720h`, `90m`.
 *
 * @param milliseconds not negative
 */
export function formatGoDuration(milliseconds: number): string {
  for (const unit of ['h', 'm', 's'] as const) {
    const amount = milliseconds / (MILLISECONDS[unit] ?? 1);
    if (amount > 0 && Number.isInteger(amount)) {
      return `${amount}${unit}`;
    }
  }
  return milliseconds === 0 ? '0s' : `${milliseconds}ms`;
}

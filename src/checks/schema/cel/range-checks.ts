import { CelDuration, CelError, type CelResult, CelTimestamp, CelUint } from './values';

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;

/** @returns the integer, or an error when it does not fit into 64 bits */
export function intResult(value: bigint): CelResult {
  return value > MAX_INT64 || value < MIN_INT64 ? new CelError('integer overflow') : value;
}

/** @returns the unsigned integer, or an error when it does not fit into 64 bits */
export function uintResult(value: bigint): CelResult {
  return value > MAX_UINT64 || value < 0n ? new CelError('unsigned integer overflow') : new CelUint(value);
}

/** @returns the duration, or an error when its nanoseconds do not fit into 64 bits */
export function durationResult(nanoseconds: bigint): CelResult {
  const fits = nanoseconds <= MAX_INT64 && nanoseconds >= MIN_INT64;
  return fits ? new CelDuration(nanoseconds) : new CelError('duration overflow');
}

const MIN_TIMESTAMP = -62_135_596_800n * 1_000_000_000n;
const MAX_TIMESTAMP = 253_402_300_800n * 1_000_000_000n - 1n;

/** @returns the time, or an error when it is outside the years 1 to 9999 */
export function timestampResult(nanoseconds: bigint): CelResult {
  const fits = nanoseconds <= MAX_TIMESTAMP && nanoseconds >= MIN_TIMESTAMP;
  return fits ? new CelTimestamp(nanoseconds) : new CelError('timestamp overflow');
}

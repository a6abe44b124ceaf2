import { isJsonObject, type JsonValue, type Manifest } from '../manifests/manifest';
import type { CertificateLifetime } from './timing';

const UNITS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const DURATION = /^(?:\d{1,9}(?:\.\d{1,9})?(?:h|ms|m|s)){1,8}$/;
const PART = /(\d+(?:\.\d+)?)(h|ms|m|s)/g;

/** What cert-manager asks for where a Certificate states no duration. */
const DEFAULT_DURATION = 2160 * UNITS.h;

/**
 * The lifetime of a cert-manager Certificate as the controller computes it: renewal a third of the lifetime before its
 * end unless the Certificate states it, and where what it states is not within the lifetime.
 *
 * @returns undefined if a duration cannot be read
 * @see https://cert-manager.io/docs/usage/certificate/#renewal
 */
export function lifetimeOf({ body }: Manifest): CertificateLifetime | undefined {
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const duration = spec.duration === undefined ? DEFAULT_DURATION : parseDuration(spec.duration);
  const stated = spec.renewBefore === undefined ? undefined : parseDuration(spec.renewBefore);
  if (duration === undefined || duration <= 0 || (spec.renewBefore !== undefined && stated === undefined)) {
    return undefined;
  }
  const asked = stated ?? shareOf(duration, spec.renewBeforePercentage);
  const isUsable = asked !== undefined && asked > 0 && asked < duration;
  return { duration, renewBefore: isUsable ? asked : duration / 3 };
}

/** Whether cert-manager leaves the Certificate alone once it has been issued. */
export function isRenewalDisabled({ body }: Manifest): boolean {
  const spec = isJsonObject(body.spec) ? body.spec : {};
  return isJsonObject(spec.renewal) && spec.renewal.policy === 'Disabled';
}

/** Writes a length of time for people, in hours, or in minutes below two hours. */
export function formatHours(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) {
    return 'no end of time';
  }
  const [amount, unit] =
    Math.abs(milliseconds) < 2 * UNITS.h ? [milliseconds / UNITS.m, 'm'] : [milliseconds / UNITS.h, 'h'];
  return `${Number(amount.toFixed(1))}${unit}`;
}

function shareOf(duration: number, percentage: JsonValue | undefined): number | undefined {
  return typeof percentage === 'number' && percentage > 0 && percentage < 100
    ? (duration * percentage) / 100
    : undefined;
}

/** Reads a positive Go duration in milliseconds; undefined if it is none. */
export function parseDuration(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'string' || !DURATION.test(value)) {
    return undefined;
  }
  return [...value.matchAll(PART)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS],
    0,
  );
}

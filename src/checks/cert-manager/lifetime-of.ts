import { fieldAt } from '../../manifests/graph/json-fields';
import { isJsonObject, type JsonValue, type Manifest } from '../../manifests/manifest';
import type { CertificateLifetime } from '../../trust/rotation-timing';
import { UPSTREAM_DEFAULT_DURATION } from './certificate-lifetime';
import { parseGoDuration } from './go-duration';
import { longestWait } from './renewal-windows';

/**
 * The lifetime of a cert-manager Certificate as the controller computes it: renewal a third of the lifetime before its
 * end unless the Certificate states it, and where what it states is not within the lifetime.
 *
 * @returns undefined if a duration cannot be read
 * @see https://cert-manager.io/docs/usage/certificate/#renewal
 */
export function lifetimeOf({ body }: Manifest): CertificateLifetime | undefined {
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const duration = spec.duration === undefined ? UPSTREAM_DEFAULT_DURATION : readDuration(spec.duration);
  const stated = spec.renewBefore === undefined ? undefined : readDuration(spec.renewBefore);
  if (duration === undefined || duration <= 0 || (spec.renewBefore !== undefined && stated === undefined)) {
    return undefined;
  }
  const asked = stated ?? shareOf(duration, spec.renewBeforePercentage);
  const isUsable = asked !== undefined && asked > 0 && asked < duration;
  return { duration, renewBefore: isUsable ? asked : duration / 3 };
}

/**
 * The same, renewed as late as may be: the wait for a renewal window comes off. Where no window need open in time,
 * renewal may come at the very end.
 *
 * @returns undefined if a duration or a window cannot be read
 */
export function latestLifetimeOf(certificate: Manifest): CertificateLifetime | undefined {
  const lifetime = lifetimeOf(certificate);
  const wait = longestWait(fieldAt(certificate.body, 'spec', 'renewal', 'windows'));
  return lifetime === undefined || wait === undefined
    ? undefined
    : { ...lifetime, renewBefore: Math.max(0, lifetime.renewBefore - wait) };
}

/** Whether cert-manager leaves the Certificate alone once it has been issued. */
export function isRenewalDisabled({ body }: Manifest): boolean {
  const spec = isJsonObject(body.spec) ? body.spec : {};
  return isJsonObject(spec.renewal) && spec.renewal.policy === 'Disabled';
}

function shareOf(duration: number, percentage: JsonValue | undefined): number | undefined {
  return typeof percentage === 'number' && percentage > 0 && percentage < 100
    ? (duration * percentage) / 100
    : undefined;
}

function readDuration(value: JsonValue): number | undefined {
  return typeof value === 'string' ? parseGoDuration(value) : undefined;
}

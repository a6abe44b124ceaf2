import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type FoundLicense, licensesOf } from './_license-text';

const DAY = 86_400_000;
/** The last of the two marks at which Kong Gateway itself warns in its log. */
const WARNING_DAYS = 30;

/** A license in the manifests that ends soon. The only thing of it that is ever shown is its last day. */
export const expiring: Rule<CheckContext> = {
  id: 'license/expiring',
  severity: 'warning',
  title: `A license of Kong has expired, or expires within ${WARNING_DAYS} days`,
  why:
    'After its last day the configuration of Kong Gateway is read-only: traffic goes on, but nodes that start without ' +
    'a database, as they do under an ingress controller, do not come up.',
  fix: 'Renew the license and replace it in the Secret that it is delivered from.',
  check({ index, now }) {
    const licenses = licensesOf(index);
    if (licenses.length === 0) {
      return notApplicable('no manifest holds a license');
    }
    if (now === undefined) {
      return notApplicable('no instant is given to judge expiry at');
    }
    return resultOf(licenses.flatMap((license) => problem(license, now)));
  },
};

function problem({ manifest, path, expiration }: FoundLicense, now: Date): readonly RuleFinding[] {
  if (expiration === undefined) {
    return [];
  }
  // Whole days from the day of `now` (UTC) to the last day, itself included.
  const days = Math.floor(expiration.getTime() / DAY) - Math.floor(now.getTime() / DAY);
  if (days > WARNING_DAYS) {
    return [];
  }
  const day = expiration.toISOString().slice(0, 10);
  const message =
    days < 0 ? `the license expired after ${day}` : `the license expires after ${day}, ${countDays(days)} from now`;
  return [{ manifest, path, message, fix: 'renew the license, and deliver it in a Secret by reference' }];
}

function countDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

import { formatHours } from '../../checks/cert-manager/format-hours';
import { notApplicable, type Rule, resultOf } from '../../manifests/rule';
import type { StatedDelays } from '../../trust/rotation-timing';
import type { RotationContext } from '../rotation-report';
import { halfFindings } from './_half-findings';
import { anchorsInUse, type Phase, phaseOf } from './_schedule';

/** The old CA ends before the rotation away from it can be over (I3). */
export const oldCaEndsFirst: Rule<RotationContext> = {
  id: 'rotation/old-ca-ends-first',
  severity: 'error',
  title: 'The old CA ends before the rotation away from it can be over',
  why: 'Until the last endpoint presents a certificate under the new CA, the old one is needed, and must be valid.',
  fix: 'Start the rotation earlier, or renew the old CA with its key first.',
  check(context) {
    const { now, delays } = context;
    if (now === undefined) {
      return notApplicable('no instant is given to judge expiry at');
    }
    return resultOf(
      halfFindings(context, ({ change }) => {
        const phase = phaseOf(change);
        if (phase === undefined) {
          return undefined;
        }
        const needed = timeLeft(phase, delays);
        const ending = anchorsInUse(change).find(({ notAfter }) => notAfter.getTime() < now.getTime() + needed);
        return (
          ending && {
            about: 'trusts',
            message: `CA ${JSON.stringify(ending.subject.text)} ends at ${ending.notAfter.toISOString()}, and the rotation away from it takes ${formatHours(needed)} from now`,
            fix: 'renew the old CA with its key first, or shorten what the rotation waits for',
          }
        );
      }),
    );
  },
};

/** How long the old CA is needed from the beginning of a phase on, in milliseconds. */
function timeLeft(phase: Phase, { trustPickup, leafPickup, issuance, clockSkew }: StatedDelays): number {
  switch (phase) {
    case 'prepare':
      return trustPickup + leafPickup + issuance + 2 * clockSkew;
    case 'activate':
      return leafPickup + issuance + clockSkew;
    case 'retire':
      return clockSkew;
  }
}

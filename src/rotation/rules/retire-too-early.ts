import { formatHours } from '../../checks/cert-manager/format-hours';
import { notApplicable, type Rule, resultOf } from '../../manifests/rule';
import { earliestRetire } from '../../trust/rotation-timing';
import type { RotationContext } from '../rotation-report';
import { halfFindings } from './_half-findings';
import { phaseOf } from './_schedule';

/** The old CA goes before every leaf can have been replaced (I2). */
export const retireTooEarly: Rule<RotationContext> = {
  id: 'rotation/retire-too-early',
  severity: 'error',
  title: 'The old CA leaves the trust before every certificate under it can have been replaced',
  why: 'Issuance is retried at growing intervals, and endpoints take their time to present what has been issued.',
  fix: 'Wait until every endpoint presents a certificate under the new CA.',
  check(context) {
    const { now, beforeSince, delays } = context;
    if (now === undefined || beforeSince === undefined) {
      return notApplicable('it is not stated since when the manifests before have been applied, and when the step is');
    }
    const earliest = earliestRetire(beforeSince, delays, 'issuer-flip', 0);
    return resultOf(
      halfFindings(context, ({ change }) =>
        phaseOf(change) !== 'retire' || (earliest !== undefined && now >= earliest)
          ? undefined
          : {
              about: 'trusts',
              message: `certificates under the old CA may still be presented: new ones were asked for at ${beforeSince.toISOString()}, and take ${formatHours(delays.leafPickup + delays.issuance)}`,
              fix: earliest === undefined ? 'restart the endpoints first' : `wait until ${earliest.toISOString()}`,
            },
      ),
    );
  },
};

import { formatHours } from '../../checks/cert-manager/format-hours';
import { notApplicable, type Rule, resultOf } from '../../manifests/rule';
import { earliestIssue } from '../../trust/rotation-timing';
import type { RotationContext } from '../rotation-report';
import { halfFindings } from './_half-findings';
import { phaseOf } from './_schedule';

/** New certificates come before the trust can have reached everybody (I1). */
export const issueTooEarly: Rule<RotationContext> = {
  id: 'rotation/issue-too-early',
  severity: 'error',
  title: 'Certificates are issued from the new CA before its trust can have reached every verifier',
  why: 'Kubelets, controllers and proxies take their time to load what has been applied, and clocks differ.',
  fix: 'Wait until every verifier has loaded the trust.',
  check(context) {
    const { now, beforeSince, delays } = context;
    if (now === undefined || beforeSince === undefined) {
      return notApplicable('it is not stated since when the manifests before have been applied, and when the step is');
    }
    const earliest = earliestIssue(beforeSince, delays);
    return resultOf(
      halfFindings(context, ({ change }) =>
        phaseOf(change) !== 'activate' || (earliest !== undefined && now >= earliest)
          ? undefined
          : {
              about: 'presents',
              message: `the trust may not have reached every verifier: it was applied at ${beforeSince.toISOString()}, and takes ${formatHours(delays.trustPickup + delays.clockSkew)}`,
              fix:
                earliest === undefined
                  ? 'restart the verifiers that read their trust once, and wait until they are back'
                  : `wait until ${earliest.toISOString()}`,
            },
      ),
    );
  },
};

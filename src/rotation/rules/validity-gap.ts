import { formatHours } from '../../checks/cert-manager/format-hours';
import { notApplicable, resultOf } from '../../manifests/rule';
import { type Certificate, describeCertificate } from '../../trust';
import type { StatedDelays } from '../../trust/rotation-timing';
import type { HalfChange } from '../judge-edge';
import type { PresentedMaterial } from '../material';
import type { RotationContext } from '../rotation-report';
import { type FailureReport, failureFindings, failureRule } from './_failure-rule';
import { type HalfMessage, halfFindings } from './_half-findings';

const invalidNow = failureRule({
  id: 'rotation/validity-gap',
  severity: 'error',
  title: 'A certificate that is in use during the step is not valid for all of it',
  why:
    'Every verifier refuses a path with one certificate that has expired or is not valid yet, whatever else is right. A ' +
    'step takes as long as the slowest endpoint takes to load what changes, and clocks differ: until then, what was ' +
    'presented before may still be, and must be valid.',
  fix: 'Renew the certificate before the step, or choose a later instant for a certificate of the future.',
  adviceOn: () => 'renew the certificate first, as a step of its own',
});

/** A certificate of a path that is in use is not valid, or not for long enough (S3). */
export const validityGap: FailureReport = {
  ...invalidNow,
  check(context) {
    return context.report.judgments.length === 0
      ? notApplicable('no hop from a gateway to a backend goes over TLS')
      : resultOf([...failureFindings(invalidNow, context), ...endingFindings(context)]);
  },
};

function endingFindings(context: RotationContext) {
  const { now, delays } = context;
  return now === undefined
    ? []
    : halfFindings(context, ({ change }) => {
        const takes = lengthOf(change, delays);
        return takes === undefined ? undefined : endingWithin(change.presents, now, takes);
      });
}

/** How long a step takes for one half, in milliseconds; undefined where it changes nothing there. */
function lengthOf({ trusts, presents }: HalfChange, delays: StatedDelays): number | undefined {
  const waits = [
    ...(trusts.before === trusts.after ? [] : [delays.trustPickup]),
    ...(presents.before === presents.after ? [] : [delays.leafPickup + delays.issuance]),
  ];
  return waits.length === 0 ? undefined : Math.max(...waits) + delays.clockSkew;
}

function endingWithin({ before, after }: HalfChange['presents'], now: Date, takes: number): readonly HalfMessage[] {
  const certificates = [...certificatesOf(before), ...certificatesOf(after)];
  const known = new Map(certificates.map((certificate) => [certificate.fingerprint, certificate]));
  return [...known.values()]
    .filter(({ notAfter }) => notAfter >= now && notAfter.getTime() < now.getTime() + takes)
    .map((certificate) => ({
      about: 'presents',
      message: `${describeCertificate(certificate)} ends at ${certificate.notAfter.toISOString()}, and may be presented for as long as the step takes: ${formatHours(takes)}`,
      fix: 'renew the certificate first, as a step of its own',
    }));
}

function certificatesOf(presented: PresentedMaterial): readonly Certificate[] {
  switch (presented.type) {
    case 'chain':
      return [presented.leaf, ...presented.intermediates];
    case 'several':
      return presented.each.flatMap(certificatesOf);
    default:
      return [];
  }
}

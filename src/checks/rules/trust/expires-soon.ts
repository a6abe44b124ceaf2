import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { type Certificate, isValidAt } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { certificateFinding, NO_CERTIFICATES, NO_INSTANT } from './_certificate-finding';
import { certificatesIn, type PlacedCertificate } from './_pem-texts';

const DAY = 86_400_000;
const MARGIN = 30 * DAY;
/** Of the lifetime, for certificates that never have 30 days left. */
const SHARE = 5;
/** Clocks that are off by more are no longer kept by anything. */
const SKEW = 5 * 60_000;

/** cert-manager does not back-date certificates, so a clock that is behind sees one that is not valid yet. */
export const expiresSoon: Rule<CheckContext> = {
  id: 'trust/expires-soon',
  severity: 'warning',
  title: 'A certificate expires soon, or became valid only now',
  why:
    'What stands in a repository is not renewed by itself: there are 30 days, or a fifth of the lifetime where that is ' +
    'less, to replace it. Within five minutes after its first instant a verifier whose clock is behind refuses it.',
  fix: 'Renew it now; distribute a new certificate only when all clocks have reached its first instant.',
  check({ set, now }) {
    const certificates = certificatesIn(set);
    if (certificates.length === 0) {
      return notApplicable(NO_CERTIFICATES);
    }
    return now === undefined
      ? notApplicable(NO_INSTANT)
      : resultOf(certificates.flatMap((placed) => problem(placed, now)));
  },
};

function problem(placed: PlacedCertificate, now: Date): readonly RuleFinding[] {
  const { certificate } = placed;
  if (!isValidAt(certificate, now)) {
    return [];
  }
  if (certificate.notAfter.getTime() - now.getTime() < marginOf(certificate)) {
    const found = `expires at ${certificate.notAfter.toISOString()}, within ${describeMargin(marginOf(certificate))}`;
    return [certificateFinding(placed, found, 'renew it now')];
  }
  return now.getTime() - certificate.notBefore.getTime() < SKEW
    ? [
        certificateFinding(
          placed,
          `became valid at ${certificate.notBefore.toISOString()}, less than 5 minutes ago; clocks that are behind refuse it`,
          'wait 5 minutes before it is distributed, or back-date it',
        ),
      ]
    : [];
}

function marginOf({ notBefore, notAfter }: Certificate): number {
  return Math.min(MARGIN, (notAfter.getTime() - notBefore.getTime()) / SHARE);
}

function describeMargin(margin: number): string {
  return margin === MARGIN ? '30 days' : 'the last fifth of its lifetime';
}

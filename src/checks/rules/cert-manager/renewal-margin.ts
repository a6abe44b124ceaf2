import { fieldAt } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { DEFAULT_DELAYS } from '../../../trust/rotation-timing';
import { formatHours } from '../../cert-manager/format-hours';
import { isRenewalDisabled, lifetimeOf } from '../../cert-manager/lifetime-of';
import { longestWait } from '../../cert-manager/renewal-windows';
import type { CheckContext } from '../../check-context';
import { certificatesIn } from './_spec-problems';

const { issuance, leafPickup, clockSkew } = DEFAULT_DELAYS;
/** One failed attempt, after which cert-manager waits for an hour; then readers that take the new certificate late. */
const LEAST_MARGIN = issuance + leafPickup + clockSkew;

/** Renewals that leave no time for anything to go wrong. */
export const renewalMargin: Rule<CheckContext> = {
  id: 'cert-manager/renewal-margin',
  severity: 'warning',
  title: 'A certificate is renewed so late that one failed attempt lets it expire',
  why:
    'After a failed attempt cert-manager waits for an hour, then for twice as long each time, 32 hours at most. What reads the Secret ' +
    'takes the new certificate minutes later. Renewal windows come off the time that is left; where no window opens in it, ' +
    'cert-manager renews outside of them.',
  fix: 'Raise renewBefore, or open renewal windows more often.',
  check({ index }) {
    const renewed = certificatesIn(index).filter((certificate) => !isRenewalDisabled(certificate));
    return renewed.length === 0
      ? notApplicable('no Certificate is renewed')
      : resultOf(renewed.flatMap((certificate) => findingsFor(certificate)));
  },
};

function findingsFor(manifest: Manifest): readonly RuleFinding[] {
  const lifetime = lifetimeOf(manifest);
  const wait = longestWait(fieldAt(manifest.body, 'spec', 'renewal', 'windows'));
  // What cannot be read is the matter of cert-manager/spec-rejected.
  if (lifetime === undefined || wait === undefined || lifetime.renewBefore - wait >= LEAST_MARGIN) {
    return [];
  }
  const { duration, renewBefore } = lifetime;
  const least = wait + LEAST_MARGIN;
  const lead = `renewal begins ${formatHours(renewBefore)} before the certificate ends`;
  const need = `${formatHours(LEAST_MARGIN)} are needed for one failed attempt and for readers that are late`;
  const path = ['spec', 'renewBefore'];
  if (wait === 0) {
    const share = 'ask for a longer duration';
    return [{ manifest, path, message: `${lead}; ${need}`, fix: least < duration ? raise(least) : share }];
  }
  const windows = Number.isFinite(wait) ? `may wait ${formatHours(wait)} for a window` : 'no window ever opens';
  return [
    {
      manifest,
      path,
      message: `${lead}, and ${windows}; ${need}`,
      fix: `${least < duration ? `${raise(least)}, or ` : ''}open renewal windows more often`,
    },
  ];
}

function raise(least: number): string {
  return `raise renewBefore to ${formatHours(least)} or more`;
}

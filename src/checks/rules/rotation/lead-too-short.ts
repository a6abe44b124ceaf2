import { graphOf } from '../../../gateways/gateway-directory';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleContext, type RuleFinding, resultOf } from '../../../manifests/rule';
import { DEFAULT_DELAYS, judgeLead, leastLead, type StatedDelays } from '../../../trust/rotation-timing';
import { formatHours } from '../../cert-manager/format-hours';
import { isRenewalDisabled, latestLifetimeOf } from '../../cert-manager/lifetime-of';

/** What the rule needs: one set is enough, so that it can be asked of any. */
export interface LeadContext extends RuleContext {
  /** @default - made from the set */
  readonly graph?: ReferenceGraph;
  /** @default DEFAULT_DELAYS */
  readonly delays?: StatedDelays;
}

/** Leaves live on under a CA that has ended. */
export const leadTooShort: Rule<LeadContext> = {
  id: 'rotation/lead-too-short',
  severity: 'error',
  title: 'A leaf may still be in use when the CA above it ends',
  why:
    'cert-manager neither shortens a leaf to the life of its CA nor issues it anew when the CA is renewed. A leaf that is ' +
    'signed just before lives on under the old CA; the defaults leave a month in which every verifier refuses it (kedacore/charts#710).',
  fix: 'Renew the CA earlier, or the leaves more often: the lead of the CA must be longer than the cadence of its leaves.',
  check({ set, index, graph = graphOf(set, { index }), delays = DEFAULT_DELAYS }) {
    const pairs = graph.certificates.all().flatMap((leaf) => {
      const secret = graph.certificates.signingSecretOf(leaf);
      const ca = secret && graph.certificates.writtenTo(secret).find((candidate) => candidate !== leaf);
      return ca === undefined || isRenewalDisabled(ca) ? [] : [{ leaf, ca }];
    });
    return pairs.length === 0
      ? notApplicable('no Certificate is issued by a CA that another Certificate of the set renews')
      : resultOf(pairs.flatMap(({ leaf, ca }) => leadFindings(leaf, ca, delays)));
  },
};

/** What is to be said of a Certificate and the Certificate of the CA that issues it. */
export function leadFindings(leaf: Manifest, ca: Manifest, delays: StatedDelays): readonly RuleFinding[] {
  if (isRenewalDisabled(ca)) {
    return [];
  }
  const [ofCa, ofLeaf] = [latestLifetimeOf(ca), latestLifetimeOf(leaf)];
  // Durations and windows that cannot be read are the matter of the schema and of cert-manager's own rules.
  if (ofCa === undefined || ofLeaf === undefined) {
    return [];
  }
  const { lead, cadence, durationFits, worstGap } = judgeLead(ofCa, ofLeaf);
  const least = leastLead(delays, 'natural-renewal', cadence);
  const name = formatReference(referenceTo(ca));
  if (lead >= least) {
    return durationFits
      ? []
      : [
          {
            manifest: leaf,
            path: ['spec', 'duration'],
            severity: 'warning',
            message: `a certificate of ${formatHours(ofLeaf.duration)} that is not renewed in time outlives ${name}, which is renewed ${formatHours(lead)} before its end`,
            fix: `renew ${name} ${formatHours(ofLeaf.duration)} before its end, or shorten the duration to ${formatHours(lead)}`,
          },
        ];
  }
  const gap = worstGap === 0 ? '' : `: it may be in use for ${formatHours(worstGap)} under a CA that has ended`;
  return [
    {
      manifest: leaf,
      path: [],
      message: `the certificate is issued anew every ${formatHours(cadence)}, and ${name} is renewed ${formatHours(lead)} before its end, where ${formatHours(least)} are needed${gap}`,
      fix: `set renewBefore of ${name} to ${formatHours(least)} or more, or renew this certificate more often`,
    },
  ];
}

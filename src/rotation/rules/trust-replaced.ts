import { notApplicable, type Rule, resultOf } from '../../manifests/rule';
import { describeAuthority } from '../material';
import type { RotationContext } from '../rotation-report';
import { compareAnchors } from '../trust-changes';
import { halfFindings } from './_half-findings';

/** Old and new trust are not comparable by inclusion. */
export const trustReplaced: Rule<RotationContext> = {
  id: 'rotation/trust-replaced',
  severity: 'error',
  title: 'One step adds a CA to a trust and takes another away',
  why:
    'Who has the old trust refuses what who has the new one needs, so no certificate suits both while the step is under ' +
    'way. Istio refuses such a change of its own roots at run time.',
  fix: 'Add the new CA in one step and take the old one away in a later one.',
  check(context) {
    if (context.report.judgments.length === 0) {
      return notApplicable('no hop from a gateway to a backend goes over TLS');
    }
    return resultOf(
      halfFindings(context, ({ judgment, change: { verifier, trusts } }) => {
        const { added, removed } = compareAnchors(trusts.before, trusts.after);
        const [come, gone] = [added, removed].map((anchors) => anchors.map(describeAuthority).join(', '));
        return added.length === 0 || removed.length === 0
          ? undefined
          : {
              about: 'trusts',
              message: `the trust gains ${come} and loses ${gone} in one step`,
              // Where nothing that is presented depends on either of them, nothing breaks now.
              ...(judgment.failures.some((failure) => failure.verifier === verifier) ? {} : { severity: 'warning' }),
              fix: `trust ${gone} and ${come} side by side first, and drop ${gone} in a later step`,
            };
      }),
    );
  },
};

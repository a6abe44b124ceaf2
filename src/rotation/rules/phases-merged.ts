import { notApplicable, type Rule, resultOf } from '../../manifests/rule';
import type { RotationContext } from '../rotation-report';
import { halfFindings } from './_half-findings';

/** Trust and certificate change in one step that is safe only as several. */
export const phasesMerged: Rule<RotationContext> = {
  id: 'rotation/phases-merged',
  severity: 'error',
  title: 'A step changes trust and certificates at once, and is safe only as several steps',
  why:
    'Before the step and after it all goes well, so a look at either state finds nothing. In between, endpoints that are ' +
    'ahead meet endpoints that are behind. Without cross-signed CAs no sequence of fewer than three steps is safe.',
  fix: 'Make three steps of it: trust both CAs, issue from the new one, trust the new one only; wait after each.',
  check(context) {
    if (context.report.judgments.length === 0) {
      return notApplicable('no hop from a gateway to a backend goes over TLS');
    }
    return resultOf(
      halfFindings(context, ({ judgment, change: { verifier, trusts, presents } }) => {
        const fails = judgment.failures.some(
          (failure) => failure.verifier === verifier && failure.acceptance.verdict === 'refused',
        );
        const isMerged =
          fails &&
          !judgment.failsBefore &&
          !judgment.failsAfter &&
          trusts.before !== trusts.after &&
          presents.before !== presents.after;
        return isMerged
          ? {
              about: 'trusts',
              message: 'the certificate that is presented and the trust that it is verified by change in one step',
              fix: 'trust both CAs in a first step, change the certificate in a second, drop the old CA in a third',
            }
          : undefined;
      }),
    );
  },
};

import { notApplicable, type Rule, resultOf } from '../../manifests/rule';
import type { RotationContext } from '../rotation-report';
import { compareAnchors } from '../trust-changes';
import { halfFindings } from './_half-findings';

/** A CA is renewed with its key and name. */
export const sameKeyRenewal: Rule<RotationContext> = {
  id: 'rotation/same-key-renewal',
  severity: 'info',
  title: 'A trusted CA is renewed with the same key and name, which needs no phases',
  why: 'Either certificate validates the leaves of both. Only verifiers that keep the old one fail, and only once it has ended.',
  fix: 'Nothing needs to be done, as long as every verifier has the new certificate before the old one ends.',
  check(context) {
    if (context.report.judgments.length === 0) {
      return notApplicable('no hop from a gateway to a backend goes over TLS');
    }
    return resultOf(
      halfFindings(context, ({ change: { trusts } }) => {
        const [renewed] = compareAnchors(trusts.before, trusts.after).renewed;
        return (
          renewed && {
            about: 'trusts',
            message: `CA ${JSON.stringify(renewed.to.subject.text)} is renewed with its key: the old certificate ends ${day(renewed.from.notAfter)}, the new one ${day(renewed.to.notAfter)}`,
            fix: 'see that every verifier has loaded the new certificate before the old one ends',
          }
        );
      }),
    );
  },
};

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

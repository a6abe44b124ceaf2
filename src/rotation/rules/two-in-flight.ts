import { notApplicable, type Rule, resultOf } from '../../manifests/rule';
import { describeAuthority, identityOfAuthority } from '../material';
import type { RotationContext } from '../rotation-report';
import { anchorsOf, compareAnchors } from '../trust-changes';
import { type Half, halfFindings } from './_half-findings';

/** A second rotation starts before the first ends. */
export const twoInFlight: Rule<RotationContext> = {
  id: 'rotation/two-in-flight',
  severity: 'error',
  title: 'A further CA is added to a trust that holds several already, as in the overlap of a rotation',
  why:
    'While two CAs overlap, some endpoints still present under the first. A second rotation that starts then has three ' +
    'generations at once, and whoever retires one of them can no longer tell which of the others it stood for.',
  fix: 'Finish the first rotation: take the old CA out of the trust, and add the next one then.',
  check(context) {
    if (context.report.judgments.length === 0) {
      return notApplicable('no hop from a gateway to a backend goes over TLS');
    }
    return resultOf(halfFindings(context, judge));
  },
};

function judge({ change: { trusts, presents } }: Half): ReturnType<Parameters<typeof halfFindings>[1]> {
  const { added } = compareAnchors(trusts.before, trusts.after);
  const held = new Map(anchorsOf(trusts.before).map((anchor) => [identityOfAuthority(anchor), anchor]));
  if (added.length === 0 || held.size < 2) {
    return undefined;
  }
  const [present, come] = [[...held.values()], added].map((anchors) => anchors.map(describeAuthority).join(' and '));
  // Several CAs may also be trusted for good; where the certificate changes too, the first rotation is under way.
  const underWay = JSON.stringify(presents.before) !== JSON.stringify(presents.after);
  return {
    about: 'trusts',
    message: `the trust holds ${present} already, and gains ${come}`,
    fix: `if ${present} are the overlap of a rotation, finish that one first: drop the older CA in a step of its own`,
    ...(underWay ? {} : { severity: 'warning' }),
  };
}

import { fieldAt } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { certificatesIn, specFindings } from './_spec-problems';

/** Percentages that the webhook accepts because it tests the other part of the lifetime. */
export const renewPercentageTrap: Rule<CheckContext> = {
  id: 'cert-manager/renew-percentage-trap',
  severity: 'warning',
  title: 'A `renewBeforePercentage` means something else than the webhook of cert-manager tests',
  why:
    'The webhook computes with 100 minus the percentage, the controller with the percentage: of 1h, 5 percent is accepted and ' +
    'renews 3 minutes before expiry. Without a `duration` the percentage is not tested at all, and one out of range is taken ' +
    'for a third of the lifetime.',
  fix: 'Give `renewBefore` as a duration instead.',
  check(context) {
    const certificates = certificatesIn(context.index).filter(
      ({ body }) => fieldAt(body, 'spec', 'renewBeforePercentage') !== undefined,
    );
    return certificates.length === 0
      ? notApplicable('no Certificate has a renewBeforePercentage')
      : resultOf(certificates.flatMap((certificate) => specFindings(certificate, this.id, context)));
  },
};

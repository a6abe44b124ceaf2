import { notApplicable, type RuleFinding, resultOf } from '../../manifests/rule';
import { restorableBackups } from '../restorable-backups';
import type { RotationContext } from '../rotation-report';
import { adviceOnUnknown } from './_advice-on-unknown';
import { type FailureReport, failureFindings, failureRule } from './_failure-rule';
import { phaseOf } from './_schedule';

const aheadOfLeaves = failureRule({
  id: 'rotation/anchor-retired-early',
  severity: 'error',
  title: 'A CA may leave the trust while certificates under it are still presented',
  why:
    'A verifier that has loaded the new trust refuses every endpoint that still presents a certificate under the old CA: ' +
    'those that have not been re-issued, not restarted, restored from a backup or scaled up again.',
  fix: 'Drop the old CA only after every certificate under it has been replaced and nothing can bring one back.',
  adviceOn: (failure) =>
    adviceOnUnknown(failure) ??
    'keep the old CA in the trust until no endpoint presents a certificate under it, then drop it',
});

/** A CA leaves the trust while certificates under it are presented, or kept in backups. */
export const anchorRetiredEarly: FailureReport = {
  ...aheadOfLeaves,
  check(context) {
    return context.report.judgments.length === 0
      ? notApplicable('no hop from a gateway to a backend goes over TLS')
      : resultOf([...failureFindings(aheadOfLeaves, context), ...backupFindings(context)]);
  },
};

function backupFindings({ report, index, now, beforeSince }: RotationContext): readonly RuleFinding[] {
  if (!report.judgments.some(({ halves }) => halves.some((half) => phaseOf(half) === 'retire'))) {
    return [];
  }
  const elapsed = beforeSince !== undefined && now !== undefined ? now.getTime() - beforeSince.getTime() : 0;
  return restorableBackups(index)
    .filter(({ ttl }) => elapsed < ttl)
    .map(({ schedule, message }) => ({
      manifest: schedule,
      path: ['spec', 'template', 'ttl'],
      severity: 'warning',
      message,
      fix: 'drop the CA after that time, or leave Secrets out of the backup',
    }));
}

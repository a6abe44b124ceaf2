import { TTL_PATH } from '../../checks/velero/backup-schedule';
import type { DataObject } from '../../manifests/once-read';
import { notApplicable, type RuleFinding, resultOf } from '../../manifests/rule';
import { dataObjectsBehind } from '../data-objects-behind';
import { peerOf } from '../edge-state';
import { restorableBackups } from '../restorable-backups';
import type { RotationContext } from '../rotation-report';
import { describeEnd, describeTopAuthority, describeTrustObjects } from '../tell-failure';
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
  adviceOn: (failure, edge) =>
    adviceOnUnknown(failure) ??
    `leave ${describeTopAuthority(failure.presents)} among the roots of ${describeTrustObjects(edge, failure.verifier)} until ` +
      `${describeEnd(edge, peerOf(failure.verifier))} presents no certificate under it, then drop it`,
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

function backupFindings({ report, graphs, now, beforeSince }: RotationContext): readonly RuleFinding[] {
  const elapsed = beforeSince !== undefined && now !== undefined ? now.getTime() - beforeSince.getTime() : 0;
  return restorableBackups(graphs.after, secretsUnderRetired(report, graphs))
    .filter(({ ttl }) => elapsed < ttl)
    .map(({ schedule, message }) => ({
      manifest: schedule,
      path: TTL_PATH,
      severity: 'warning',
      message,
      fix: 'drop the CA after that time, or leave Secrets out of the backup',
    }));
}

/** The Secrets with what is presented to verifiers that a CA is taken from. */
function secretsUnderRetired(
  { judgments }: RotationContext['report'],
  { after }: RotationContext['graphs'],
): readonly DataObject[] {
  return judgments.flatMap(({ edgeStep: { edge }, halves }) =>
    halves
      .filter((half) => phaseOf(half) === 'retire')
      .flatMap(({ verifier }) => edge.after[verifier === 'client' ? 'server' : 'client'].presents.sources)
      .flatMap(({ object }) => dataObjectsBehind(after, object, edge.after.backend.namespace)),
  );
}

import { graphOf } from '../../../gateways/gateway-directory';
import { SECRET } from '../../../manifests/graph/object-kinds';
import { groupOf, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { describeCertificate } from '../../../trust';
import { formatGoDuration } from '../../cert-manager/go-duration';
import type { CheckContext } from '../../check-context';
import { type BackupSchedule, backupSchedules, TTL_PATH } from '../../velero/backup-schedule';
import type { PlacedCertificate } from '../trust/_pem-texts';
import { anchorsIn } from '../trust/_trust-stores';

/** A backup from before a rotation, restored after it. */
export const backupRetiredLeaf: Rule<CheckContext> = {
  id: 'gitops/backup-retired-leaf',
  severity: 'warning',
  title: 'Backups outlive a root that is retired',
  why:
    'Restoring a backup from before the retirement brings back certificates under the old root, and bundles without the ' +
    'new one: peers that trust the new root only refuse them.',
  fix: 'Shorten the ttl, leave the objects out of the backup, or re-issue all certificates after a restore.',
  check({ index, graph, before }) {
    if (before === undefined) {
      return notApplicable('there are no manifests that are to be replaced');
    }
    const schedules = backupSchedules(index);
    if (schedules.length === 0) {
      return notApplicable('there is no Schedule of Velero whose backups are kept');
    }
    const kept = new Set(anchorsIn(graph).map(({ certificate }) => certificate.fingerprint));
    const retired = anchorsIn(graphOf(before)).filter(({ certificate }) => !kept.has(certificate.fingerprint));
    return resultOf(
      schedules.flatMap((schedule) => {
        const held = retired.find(({ text }) => isBackedUp(schedule, text.manifest));
        return held === undefined ? [] : [finding(schedule, held)];
      }),
    );
  },
};

/** Whether backups hold the roots, or the Secrets beside them with the certificates under them. */
function isBackedUp({ holds }: BackupSchedule, { key }: Manifest): boolean {
  return [{ group: groupOf(key.apiVersion), kind: key.kind }, SECRET].some((kind) => holds(kind, key.namespace));
}

function finding({ manifest, ttl }: BackupSchedule, { certificate, text }: PlacedCertificate): RuleFinding {
  const { kind, namespace } = text.manifest.key;
  return {
    manifest,
    path: TTL_PATH,
    message: `backups live ${formatGoDuration(ttl)} and hold what belongs to ${describeCertificate(certificate)}, which this change retires (${kind} ${namespace === undefined ? '' : `${namespace}/`}${text.manifest.key.name})`,
    fix: `do not restore backups from before this change, or keep the old root trusted for ${formatGoDuration(ttl)} more`,
  };
}

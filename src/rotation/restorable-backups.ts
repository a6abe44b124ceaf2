import { formatHours } from '../checks/cert-manager/format-hours';
import { backupSchedules } from '../checks/velero/backup-schedule';
import { fieldAt, textOf } from '../manifests/graph/json-fields';
import { SECRET } from '../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { Manifest } from '../manifests/manifest';
import type { DataObject } from '../manifests/once-read';

/** A backup that may bring back certificates and trust of before a step. */
export interface RestorableBackup {
  readonly schedule: Manifest;
  /** How long it is kept, in milliseconds. */
  readonly ttl: number;
  /** Tells what the backup may bring back. */
  readonly message: string;
}

/** The Velero Schedules that back Secrets with certificates up and keep them. */
export function restorableBackups(graph: ReferenceGraph, secrets: readonly DataObject[]): readonly RestorableBackup[] {
  const namespaces = new Set(secrets.filter((secret) => !isLeftOut(graph, secret)).map(({ namespace }) => namespace));
  return backupSchedules(graph.index)
    .filter(({ holds }) => [...namespaces].some((namespace) => holds(SECRET, namespace)))
    .map(({ manifest: schedule, ttl }) => {
      const name = formatReference(referenceTo(schedule));
      const message = `${name} keeps backups for ${formatHours(ttl)}: until those from before are gone, a restore brings back certificates under the CA that is dropped`;
      return { schedule, ttl, message };
    });
}

/** The Secret says so itself, or the template by which cert-manager labels it. */
function isLeftOut(graph: ReferenceGraph, secret: DataObject): boolean {
  const reference = { group: '', ...secret };
  const own = graph.index.find(reference);
  const labels = [
    ...(own === undefined ? [] : [fieldAt(own.body, 'metadata', 'labels')]),
    ...graph.certificates.writtenTo(reference).map(({ body }) => fieldAt(body, 'spec', 'secretTemplate', 'labels')),
  ];
  return labels.some((each) => textOf(each, EXCLUDED) === 'true');
}

const EXCLUDED = 'velero.io/exclude-from-backup';

import { formatHours } from '../checks/cert-manager/format-hours';
import { parseGoDuration } from '../checks/cert-manager/go-duration';
import { fieldAt, itemsOf, nonEmpty } from '../manifests/graph/json-fields';
import { formatReference, referenceTo } from '../manifests/graph/reference';
import type { ManifestIndex } from '../manifests/index-set';
import type { Manifest } from '../manifests/manifest';

const HOUR = 3_600_000;
/** How long Velero keeps a backup where the Schedule states nothing, or zero, which Go cannot tell from nothing. */
const DEFAULT_TTL = 720 * HOUR;

/** A backup that may bring back certificates and trust of before a step. */
export interface RestorableBackup {
  readonly schedule: Manifest;
  /** How long it is kept, in milliseconds. */
  readonly ttl: number;
  /** Tells what the backup may bring back. */
  readonly message: string;
}

/**
 * The Velero Schedules that back Secrets up and keep them.
 *
 * @see https://velero.io/docs/main/api-types/schedule/
 */
export function restorableBackups(index: ManifestIndex): readonly RestorableBackup[] {
  return index.ofKind('velero.io', 'Schedule').flatMap((schedule) => {
    const template = fieldAt(schedule.body, 'spec', 'template');
    const ttl = readTtl(fieldAt(template, 'ttl'));
    if (!includesSecrets(template) || ttl <= 0) {
      return [];
    }
    const name = formatReference(referenceTo(schedule));
    const message = `${name} keeps backups for ${formatHours(ttl)}: until those from before are gone, a restore brings back certificates under the CA that is dropped`;
    return [{ schedule, ttl, message }];
  });
}

function readTtl(value: Parameters<typeof nonEmpty>[0]): number {
  return parseGoDuration(nonEmpty(value) ?? '') || DEFAULT_TTL;
}

function includesSecrets(template: Parameters<typeof fieldAt>[0]): boolean {
  const texts = (field: string) => itemsOf(fieldAt(template, field)).flatMap((item) => nonEmpty(item) ?? []);
  const [included, excluded] = [texts('includedResources'), texts('excludedResources')];
  return (included.length === 0 || included.some(meansSecrets)) && !excluded.some(meansSecrets);
}

function meansSecrets(resource: string): boolean {
  return ['*', 'secret', 'secrets'].includes(resource.toLowerCase());
}

import { fieldAt, itemsOf, nonEmpty } from '../../manifests/graph/json-fields';
import type { ObjectKind } from '../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../manifests/index-set';
import type { FieldPath, JsonValue, Manifest } from '../../manifests/manifest';
import { parseGoDuration } from '../cert-manager/go-duration';

/** Where a Schedule states how long its backups are kept. */
export const TTL_PATH: FieldPath = ['spec', 'template', 'ttl'];

/** How long Velero keeps a backup where the Schedule states nothing, or zero, which Go cannot tell from nothing. */
const DEFAULT_TTL = 720 * 3_600_000;

/** A Schedule of Velero whose backups are kept for a while. */
export interface BackupSchedule {
  readonly manifest: Manifest;
  /** How long a backup is kept, in milliseconds. */
  readonly ttl: number;
  /** Whether its backups hold the objects of a kind in a namespace, as far as the template tells. */
  holds(kind: ObjectKind, namespace: string | undefined): boolean;
}

/**
 * The Schedules whose backups can be restored. One that is paused makes no more backups, and those that there are can
 * still be restored.
 *
 * @see https://velero.io/docs/main/api-types/schedule/
 * @see https://velero.io/docs/main/resource-filtering/
 */
export function backupSchedules(index: ManifestIndex): readonly BackupSchedule[] {
  return index
    .ofKind('velero.io', 'Schedule')
    .map((manifest) => {
      const template = fieldAt(manifest.body, 'spec', 'template');
      return {
        manifest,
        ttl: parseGoDuration(nonEmpty(fieldAt(template, 'ttl')) ?? '') || DEFAULT_TTL,
        holds: (kind: ObjectKind, namespace: string | undefined) =>
          isChosen(template, 'Namespaces', (name) => name === '*' || name === (namespace ?? '')) &&
          isChosen(template, 'Resources', (resource) => meansKind(resource, kind)),
      };
    })
    .filter(({ ttl }) => ttl > 0);
}

function isChosen(template: JsonValue | undefined, suffix: string, means: (name: string) => boolean): boolean {
  const named = (field: string) => itemsOf(fieldAt(template, field)).flatMap((item) => nonEmpty(item) ?? []);
  const included = named(`included${suffix}`);
  return (included.length === 0 || included.some(means)) && !named(`excluded${suffix}`).some(means);
}

/** Resources go by plural, singular or kind, in whatever case, and may have their group behind a dot. */
function meansKind(resource: string, { group: ownGroup, kind }: ObjectKind): boolean {
  const [name = '', ...group] = resource.toLowerCase().split('.');
  const isName = name === kind.toLowerCase() || name === `${kind.toLowerCase()}s`;
  return name === '*' || (isName && (group.length === 0 || group.join('.') === ownGroup));
}

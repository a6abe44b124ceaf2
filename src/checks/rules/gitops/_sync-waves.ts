import { SYNC_WAVE_ANNOTATION } from '../../../gitops/argo-cd';
import { annotationOf, objectOf, textOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, Manifest, ManifestSet } from '../../../manifests/manifest';

export const SYNC_WAVE_PATH: FieldPath = ['metadata', 'annotations', SYNC_WAVE_ANNOTATION];

/** Waves are small numbers; Argo CD reads 0 where there is none or where it cannot read it. */
export function waveOf(manifest: Manifest): number {
  const text = annotationOf(manifest, SYNC_WAVE_ANNOTATION);
  return text !== undefined && /^[-+]?\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Whether an object states its wave, so that the order is meant. */
export function isInWave(manifest: Manifest): boolean {
  return annotationOf(manifest, SYNC_WAVE_ANNOTATION) !== undefined;
}

/** The waves of a set, found in one pass; each list sorted. */
export interface SyncWaves {
  /** Waves in which anything but a Job stands. */
  readonly waves: readonly number[];
  /** The waves of Jobs: Argo CD waits until a Job of a wave has succeeded, whatever the Job waits for. */
  readonly gates: readonly number[];
}

export function syncWavesOf(set: ManifestSet, index: ManifestIndex): SyncWaves {
  const jobs = new Set(index.ofKind('batch', 'Job'));
  return {
    waves: sorted(set.manifests.filter((manifest) => !jobs.has(manifest)).map(waveOf)),
    gates: sorted([...jobs].filter(isInSync).map(waveOf)),
  };
}

const HOOK = 'argocd.argoproj.io/hook';

/** Hooks of other phases run before the first wave or after the last one. */
function isInSync(job: Manifest): boolean {
  const phases = annotationOf(job, HOOK)?.split(',');
  return phases === undefined || phases.some((phase) => phase.trim() === 'Sync');
}

/** Whether something stands in a later wave and no Job holds it back. */
export function isFollowedUngated(manifest: Manifest, { waves, gates }: SyncWaves): boolean {
  const wave = waveOf(manifest);
  const next = firstFrom(waves, wave + 1);
  return next !== undefined && (firstFrom(gates, wave) ?? next) >= next;
}

function sorted(waves: readonly number[]): readonly number[] {
  return [...new Set(waves)].sort((left, right) => left - right);
}

/** The first of sorted numbers that is not below another, by bisection. */
function firstFrom(numbers: readonly number[], least: number): number | undefined {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return numbers[low];
}

/**
 * Whether the set configures Argo CD with a health check for a kind, in either of its two forms.
 *
 * @param text what the check must look at; any check will do where it is empty
 */
export function hasHealthCheck(index: ManifestIndex, group: string, kind: string, text = ''): boolean {
  return index
    .ofKind('', 'ConfigMap')
    .filter(({ key }) => key.name === 'argocd-cm')
    .some(({ body }) => {
      const data = objectOf(body, 'data');
      const own = textOf(data, `resource.customizations.health.${group}_${kind}`);
      const joined = textOf(data, 'resource.customizations');
      return own?.includes(text) || (joined?.includes(`${group}/${kind}`) && joined.includes(text));
    });
}

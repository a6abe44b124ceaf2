import { annotationOf, fieldAt, objectOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, Manifest, ManifestSet } from '../../../manifests/manifest';

/** The annotation that puts an object into a sync wave of Argo CD. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
export const SYNC_WAVE_PATH: FieldPath = ['metadata', 'annotations', SYNC_WAVE];

/** Waves are small numbers; Argo CD reads 0 where there is none or where it cannot read it. */
export function waveOf(manifest: Manifest): number {
  const text = annotationOf(manifest, SYNC_WAVE);
  return text !== undefined && /^[-+]?\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Whether an object states its wave, so that the order is meant. */
export function isInWave(manifest: Manifest): boolean {
  return annotationOf(manifest, SYNC_WAVE) !== undefined;
}

/** The last wave of a set and its gates, found in one pass. */
export interface SyncWaves {
  /** The last wave that any object is in. */
  readonly last: number;
  /** The waves of Jobs: Argo CD waits until a Job of a wave has succeeded, whatever the Job waits for. */
  readonly gates: readonly number[];
}

export function syncWavesOf(set: ManifestSet, index: ManifestIndex): SyncWaves {
  return {
    last: set.manifests.reduce((last, manifest) => Math.max(last, waveOf(manifest)), 0),
    gates: index.ofKind('batch', 'Job').map(waveOf),
  };
}

/** Whether something stands in a later wave and no Job holds it back. */
export function isFollowedUngated(manifest: Manifest, { last, gates }: SyncWaves): boolean {
  const wave = waveOf(manifest);
  return last > wave && !gates.some((gate) => gate >= wave && gate < last);
}

/** Whether the set configures Argo CD with a health check for a kind, in either of its two forms. */
export function hasHealthCheck(index: ManifestIndex, group: string, kind: string): boolean {
  return index
    .ofKind('', 'ConfigMap')
    .filter(({ key }) => key.name === 'argocd-cm')
    .some(({ body }) => {
      const data = objectOf(body, 'data');
      const joined = fieldAt(data, 'resource.customizations');
      return (
        Object.hasOwn(data, `resource.customizations.health.${group}_${kind}`) ||
        (typeof joined === 'string' && joined.includes(`${group}/${kind}`))
      );
    });
}

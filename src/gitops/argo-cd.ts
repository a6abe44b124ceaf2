import { groupOf, type JsonObject } from '../manifests/manifest';
import type { HealthCheck } from './health-check';

/**
 * The annotation that puts an object into a sync wave of Argo CD: a whole number, 0 where there is none. A wave begins
 * when all objects of the waves before it are healthy.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export const SYNC_WAVE_ANNOTATION = 'argocd.argoproj.io/sync-wave';

/** The annotation with options of a sync, between commas. */
export const SYNC_OPTIONS_ANNOTATION = 'argocd.argoproj.io/sync-options';

/** Has an object removed only after all others are applied and healthy; Argo CD would prune it before. */
export const PRUNE_LAST = 'PruneLast=true';

/** The annotations of an object in a wave. */
export function syncWave(wave: number): Readonly<Record<string, string>> {
  return { [SYNC_WAVE_ANNOTATION]: String(wave) };
}

/**
 * Health checks as Argo CD is told of them: keys and values of its ConfigMap `argocd-cm`.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export function healthCustomizations(checks: readonly HealthCheck[]): Readonly<Record<string, string>> {
  const entries = checks.map(({ apiVersion, kind, lua }): readonly [string, string] => [
    `resource.customizations.health.${groupOf(apiVersion)}_${kind}`,
    lua,
  ]);
  return Object.fromEntries(entries);
}

/** A manifest, whole. */
export interface GitOpsObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
}

/**
 * The part of the ConfigMap `argocd-cm` that adds health checks. It is to be applied server-side, beside what the
 * installation of Argo CD keeps there; pruning it would remove the configuration of Argo CD, hence the option.
 *
 * @param namespace where Argo CD is installed
 */
export function argoCdConfigMap(checks: readonly HealthCheck[], namespace: string): GitOpsObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace,
      // Argo CD reads no ConfigMap without this label.
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: { [SYNC_OPTIONS_ANNOTATION]: 'ServerSideApply=true,Prune=false' },
    },
    data: { ...healthCustomizations(checks) },
  };
}

import type { JsonObject } from '../manifests/manifest';
import type { GitOpsObject } from './argo-cd';
import type { HealthCheck } from './health-check';

/** Where Flux takes manifests from. */
export interface FluxSource {
  /** @default 'GitRepository' */
  readonly kind?: 'Bucket' | 'ExternalArtifact' | 'GitRepository' | 'OCIRepository';
  readonly name: string;
  /** @default - the namespace of the Kustomization */
  readonly namespace?: string;
}

/** What a Kustomization of Flux applies, after what, and when it counts as done. */
export interface FluxKustomizationOptions {
  readonly name: string;
  readonly namespace: string;
  readonly source: FluxSource;
  /** Folder in the source. */
  readonly path: string;
  /** Kustomizations of the same namespace that must be ready at the same revision before this one is applied. */
  readonly dependsOn: readonly string[];
  /** Checks for kinds that Flux knows nothing of. */
  readonly checks: readonly HealthCheck[];
  /** How often to look, as in `10m`. */
  readonly interval: string;
  /**
   * How long to wait until all is healthy, as in `5m`.
   * @default - Flux's own: the interval
   */
  readonly timeout?: string;
  /** Whether objects that are no longer in the folder are removed. */
  readonly prune: boolean;
}

/**
 * A Kustomization of Flux that is ready when all that it applies is healthy: `wait` has every object checked, which
 * makes `healthChecks` idle. Needs Flux 2.5, which brought `healthCheckExprs`.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export function fluxKustomization(options: FluxKustomizationOptions): GitOpsObject {
  const { name, namespace, source, path, dependsOn, checks, interval, timeout, prune } = options;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: {
      ...(dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map((dependency) => ({ name: dependency })) }),
      ...waitSpec(checks),
      interval,
      path,
      prune,
      sourceRef: {
        kind: source.kind ?? 'GitRepository',
        name: source.name,
        ...(source.namespace === undefined ? {} : { namespace: source.namespace }),
      },
      ...(timeout === undefined ? {} : { timeout }),
    },
  };
}

/** What a Kustomization that is there already lacks to wait for kinds that Flux knows nothing of; to be merged into it. */
export function fluxHealthPatch(checks: readonly HealthCheck[], name: string, namespace: string): GitOpsObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: waitSpec(checks),
  };
}

function waitSpec(checks: readonly HealthCheck[]): JsonObject {
  return { healthCheckExprs: checks.map(healthCheckExpression), wait: true };
}

function healthCheckExpression({ apiVersion, kind, cel }: HealthCheck): JsonObject {
  return { apiVersion, kind, current: cel.current, failed: cel.failed };
}

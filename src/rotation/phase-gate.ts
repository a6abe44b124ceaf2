import { argoCdConfigMap, type GitOpsObject } from '../gitops/argo-cd';
import { bundleHealth } from '../gitops/bundle-health';
import { certificateHealth } from '../gitops/certificate-health';
import { fluxHealthPatch } from '../gitops/flux';
import type { HealthCheck } from '../gitops/health-check';
import { groupOf, type Manifest } from '../manifests/manifest';
import type { PlannedPhase } from './plan-rotation';

/** A tool that applies manifests from Git. */
export type GitOpsTool = 'argo-cd' | 'flux';

/** What keeps a GitOps tool at a phase until it has come to pass. */
export interface PhaseGate {
  /** When the tool is done with the phase. */
  readonly barrier: string;
  /**
   * What to merge into the configuration of the tool, or else it does not wait.
   * @default - the phase changes nothing whose health could be told
   */
  readonly patch?: GitOpsObject;
}

const CHECKS: readonly HealthCheck[] = [bundleHealth, certificateHealth];

/** How a GitOps tool is made to wait for what a phase changes. Who has loaded a ConfigMap or Secret, no tool knows. */
export function phaseGate({ changed }: PlannedPhase, tool: GitOpsTool): PhaseGate {
  const checks = CHECKS.filter((check) => changed.some((manifest) => isOfKind(manifest, check)));
  const kinds = checks.map(({ kind }) => `${kind}s`).join(' and ');
  const waits = checks.length === 0 ? '' : `, which with the health checks for ${kinds} means that they are done`;
  return tool === 'argo-cd'
    ? {
        barrier: `Argo CD: the Application is Synced to this commit and Healthy${waits}`,
        ...(checks.length === 0 ? {} : { patch: argoCdConfigMap(checks, 'argocd') }),
      }
    : {
        barrier: `Flux: the Kustomization that applies this is Ready at this commit${waits}`,
        ...(checks.length === 0 ? {} : { patch: fluxHealthPatch(checks, 'flux-system', 'flux-system') }),
      };
}

function isOfKind({ key }: Manifest, { apiVersion, kind }: HealthCheck): boolean {
  return key.kind === kind && groupOf(key.apiVersion) === groupOf(apiVersion);
}

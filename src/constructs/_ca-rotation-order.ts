import { ApiObject, type Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { formatGoDuration } from '../checks/cert-manager/go-duration';
import { CERT_MANAGER_GROUP } from '../checks/cert-manager/issuer-ref';
import { argoCdConfigMap, PRUNE_LAST, SYNC_OPTIONS_ANNOTATION, syncWave } from '../gitops/argo-cd';
import { bundleHealth } from '../gitops/bundle-health';
import { certificateHealth } from '../gitops/certificate-health';
import { fluxKustomization } from '../gitops/flux';
import { addAnnotations } from './_apply-rendering';
import { CaRotationPhase } from './ca-rotation-phase';
import type { ArgoCdOrderingOptions, FluxOrderingOptions, GitOpsOrdering } from './git-ops-ordering';
import { UpstreamTls } from './upstream-tls';

const CHECKS = [bundleHealth, certificateHealth];
const DEFAULT_INTERVAL = 600_000;

/**
 * The order in which the objects of a rotation are applied within one sync. It is there for the case that the tool meets
 * several phases at once, as it applies the newest commit only: what is trusted grows before certificates change, and
 * shrinks after. It waits for what the controllers say, and cannot wait for what endpoints have loaded.
 */
export class CaRotationOrder {
  private readonly settings: GitOpsOrdering['settings'];

  constructor(
    private readonly rotation: Construct,
    ordering: GitOpsOrdering,
    phase: CaRotationPhase | undefined,
  ) {
    this.settings = ordering.settings;
    if (this.settings.tool === 'flux') {
      writeKustomizations(rotation, this.settings.options, phase);
    } else if (this.settings.options.healthChecks ?? true) {
      writeHealthChecks(rotation, this.settings.options);
    }
  }

  /**
   * Annotates an object for Argo CD. Flux is told by folders. Before the rotation there is nothing to wait for, and on a
   * new cluster a Gateway may wait for the very certificate that an order would keep back.
   */
  add(object: ApiObject, phase: CaRotationPhase | undefined, canary = false): void {
    if (this.settings.tool !== 'argo-cd' || phase === undefined) {
      return;
    }
    const wave = (this.settings.options.wave ?? 0) + positionOf(object, phase, canary);
    addAnnotations(this.rotation, `${object.kind} ${object.name}`, object.metadata, {
      ...syncWave(wave),
      // Else Argo CD removes the old root before the policy that names it has changed, and Kong then trusts nobody.
      ...(object.kind === 'ConfigMap' && object.apiVersion === 'v1' ? { [SYNC_OPTIONS_ANNOTATION]: PRUNE_LAST } : {}),
    });
  }
}

/** Issuers first. Trust, with that of canary namespaces before the rest, then certificates; to retire, the reverse. */
function positionOf(object: ApiObject, phase: CaRotationPhase, canary: boolean): number {
  const isOfCertManager = object.apiGroup === CERT_MANAGER_GROUP;
  const retires = phase === CaRotationPhase.RETIRE;
  if (isOfCertManager && object.kind === 'Certificate') {
    return retires ? 0 : 2;
  }
  if (isOfCertManager) {
    return 0;
  }
  return (retires ? 1 : 0) + (canary ? 0 : 1);
}

function writeHealthChecks(rotation: Construct, { namespace = 'argocd' }: ArgoCdOrderingOptions): void {
  const manifest = argoCdConfigMap(CHECKS, namespace);
  const checks = UpstreamTls.of(rotation);
  checks.share(
    rotation,
    `argocd-cm ${namespace}`,
    manifest,
    () => new ApiObject(rotation, 'HealthChecks', manifest),
    'let one of them write it: healthChecks: false',
  );
}

function writeKustomizations(
  rotation: Construct,
  options: FluxOrderingOptions,
  phase: CaRotationPhase | undefined,
): void {
  const { chart, source, namespace = 'flux-system', interval, timeout } = options;
  const trust = `${rotation.node.id}-trust`;
  const certificates = `${rotation.node.id}-certificates`;
  const retires = phase === CaRotationPhase.RETIRE;
  const grows = phase !== undefined && !retires;
  const write = (name: string, path: string, dependsOn: readonly string[]) => {
    const settings = {
      checks: CHECKS,
      interval: formatDuration(interval) ?? formatGoDuration(DEFAULT_INTERVAL),
      timeout: formatDuration(timeout),
      prune: true,
    };
    new ApiObject(chart, name, fluxKustomization({ name, namespace, source, path, dependsOn, ...settings }));
  };
  write(trust, options.trustPath, retires ? [certificates] : []);
  write(certificates, options.certificatesPath, grows ? [trust] : []);
}

function formatDuration(duration: Duration | undefined): string | undefined {
  return duration && formatGoDuration(duration.toMilliseconds());
}

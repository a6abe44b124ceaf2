import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { hasHealthCheck, isFollowedUngated, isInWave, SYNC_WAVE_PATH, syncWavesOf, waveOf } from './_sync-waves';

const GROUP = 'trust.cert-manager.io';

/** Argo CD has no health check of its own for Bundles. */
export const bundleWaveNoWait: Rule<CheckContext> = {
  id: 'gitops/bundle-wave-no-wait',
  severity: 'warning',
  title: 'A sync wave does not wait until a Bundle is distributed',
  why:
    'Argo CD goes on to the next wave when all objects of a wave are healthy, and takes objects without a health check ' +
    'for healthy at once. What the next wave starts may run before the new roots are everywhere.',
  fix: 'Add a health check for Bundles to argocd-cm, or a Job in the wave that waits for the condition Synced.',
  check({ set, index }) {
    const bundles = index.ofKind(GROUP, 'Bundle').filter(isInWave);
    if (bundles.length === 0) {
      return notApplicable('no Bundle states a sync wave of Argo CD');
    }
    if (hasHealthCheck(index, GROUP, 'Bundle')) {
      return resultOf([]);
    }
    const waves = syncWavesOf(set, index);
    return resultOf(
      bundles
        .filter((bundle) => isFollowedUngated(bundle, waves))
        .map((bundle) => ({
          manifest: bundle,
          path: SYNC_WAVE_PATH,
          message: `the waves after ${waveOf(bundle)} do not wait for this Bundle: Argo CD has no health check for it`,
          fix: `add resource.customizations.health.${GROUP}_Bundle to ConfigMap argocd-cm, or a Job in wave ${waveOf(bundle)} that waits for the condition Synced`,
        })),
    );
  },
};

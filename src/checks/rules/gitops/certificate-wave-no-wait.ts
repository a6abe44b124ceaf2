import { fieldAt } from '../../../manifests/graph/json-fields';
import { identityOf, referenceTo } from '../../../manifests/graph/reference';
import { indexManifests } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { hasHealthCheck, isFollowedUngated, isInWave, SYNC_WAVE_PATH, syncWavesOf, waveOf } from './_sync-waves';

const GROUP = 'cert-manager.io';

/** The health check of Argo CD takes Ready for true before cert-manager has looked at the change. */
export const certificateWaveNoWait: Rule<CheckContext> = {
  id: 'gitops/certificate-wave-no-wait',
  severity: 'warning',
  title: 'A sync wave does not wait until a Certificate is issued by its new issuer',
  why:
    'Right after a change of issuerRef the condition Ready is still true, of the old certificate. Argo CD looks at no ' +
    'generation, may take the Certificate for healthy and go on, and a later wave that retires the old root cuts off what ' +
    'still presents the old certificate.',
  fix: 'Give Argo CD a health check for Certificates that compares observedGeneration with the generation, or add a Job.',
  check({ set, index, before }) {
    if (before === undefined) {
      return notApplicable('there are no manifests that are to be replaced, so no issuer changes');
    }
    const waiting = index.ofKind(GROUP, 'Certificate').filter(isInWave);
    if (waiting.length === 0) {
      return notApplicable('no Certificate states a sync wave of Argo CD');
    }
    if (hasHealthCheck(index, GROUP, 'Certificate', 'observedGeneration')) {
      return resultOf([]);
    }
    const old = indexManifests(before);
    const waves = syncWavesOf(set, index);
    return resultOf(
      waiting
        .filter((certificate) => changesIssuer(old.find(referenceTo(certificate)), certificate))
        .filter((certificate) => isFollowedUngated(certificate, waves))
        .map((certificate) => ({
          manifest: certificate,
          path: SYNC_WAVE_PATH,
          message: `issuerRef changes, and the waves after ${waveOf(certificate)} may not wait for the new certificate: Ready is still true of the old one`,
          fix: `give argocd-cm resource.customizations.health.${GROUP}_Certificate that compares observedGeneration, or add a Job in wave ${waveOf(certificate)} that waits until condition Issuing is gone and status.revision has grown`,
        })),
    );
  },
};

function changesIssuer(before: Manifest | undefined, after: Manifest): boolean {
  return before !== undefined && issuerOf(before) !== issuerOf(after);
}

/** With the defaults that cert-manager fills in. */
function issuerOf({ body }: Manifest): string {
  const field = (name: string, byDefault: string) => {
    const value = fieldAt(body, 'spec', 'issuerRef', name);
    return typeof value === 'string' && value !== '' ? value : byDefault;
  };
  return identityOf({
    group: field('group', GROUP),
    kind: field('kind', 'Issuer'),
    name: field('name', ''),
  });
}

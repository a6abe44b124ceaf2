import { fieldAt } from '../../../manifests/graph/json-fields';
import { identityOf, referenceTo } from '../../../manifests/graph/reference';
import { indexManifests } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { isFollowedUngated, isInWave, SYNC_WAVE_PATH, syncWavesOf, waveOf } from './_sync-waves';

/** Ready says that there is a valid certificate, whichever issuer signed it. */
export const certificateWaveNoWait: Rule<CheckContext> = {
  id: 'gitops/certificate-wave-no-wait',
  severity: 'warning',
  title: 'A sync wave does not wait until a Certificate is issued by its new issuer',
  why:
    'After a change of issuerRef the condition Ready stays true for the old certificate. Argo CD takes the Certificate ' +
    'for healthy and goes on, and a later wave that retires the old root cuts off what still presents the old certificate.',
  fix: 'Add a Job in the wave that waits until Issuing is gone and the revision has grown.',
  check({ set, index, before }) {
    if (before === undefined) {
      return notApplicable('there are no manifests that are to be replaced, so no issuer changes');
    }
    const waiting = index.ofKind('cert-manager.io', 'Certificate').filter(isInWave);
    if (waiting.length === 0) {
      return notApplicable('no Certificate states a sync wave of Argo CD');
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
          message: `issuerRef changes, and the waves after ${waveOf(certificate)} do not wait for the new certificate: Ready stays true on the old one`,
          fix: `add a Job in wave ${waveOf(certificate)} that waits until condition Issuing is gone and status.revision has grown`,
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
    group: field('group', 'cert-manager.io'),
    kind: field('kind', 'Issuer'),
    name: field('name', ''),
  });
}

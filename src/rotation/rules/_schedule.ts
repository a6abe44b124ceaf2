import { type Certificate, validatePath } from '../../trust';
import type { HalfChange } from '../judge-edge';
import { isCertificate, keyOfMaterial } from '../material';
import { compareAnchors } from '../trust-changes';

/** What a step is in the rotation of one half: it adds trust, changes the certificate, or takes trust away. */
export type Phase = 'activate' | 'prepare' | 'retire';

/** The phase that a step is for one half; undefined where it is none, or several at once. */
export function phaseOf(change: HalfChange): Phase | undefined {
  const phases = phasesOf(change);
  return phases.length === 1 ? phases[0] : undefined;
}

/** All phases that a step is for one half, in their order. */
export function phasesOf({ trusts, presents }: HalfChange): readonly Phase[] {
  const { added, removed } = compareAnchors(trusts.before, trusts.after);
  const issuersChange = issuerOf(presents.before) !== issuerOf(presents.after);
  const phases: readonly (Phase | false)[] = [
    added.length > 0 && 'prepare',
    issuersChange && 'activate',
    removed.length > 0 && 'retire',
  ];
  return phases.filter((phase) => phase !== false);
}

/** The trusted CAs, as far as their certificates are known, that vouch for what was presented before the step. */
export function anchorsInUse({ trusts, presents }: HalfChange): readonly Certificate[] {
  const anchors = trusts.before.type === 'anchors' ? trusts.before.anchors.filter(isCertificate) : [];
  if (presents.before.type === 'issued') {
    const fingerprints = new Set(
      presents.before.authorities.filter(isCertificate).map(({ fingerprint }) => fingerprint),
    );
    return anchors.filter(({ fingerprint }) => fingerprints.has(fingerprint));
  }
  if (presents.before.type !== 'chain') {
    return [];
  }
  const { leaf, intermediates } = presents.before;
  const result = validatePath({ leaf, intermediates, anchors, at: leaf.notBefore, purpose: 'serverAuth' });
  return result.ok ? result.path.slice(-1) : [];
}

function issuerOf(presented: HalfChange['presents']['before']): string {
  switch (presented.type) {
    case 'chain':
      return JSON.stringify([presented.leaf.issuer.canonical, presented.leaf.authorityKeyId?.keyId ?? null]);
    case 'issued':
      return keyOfMaterial({ type: 'anchors', anchors: presented.authorities.slice(0, 1), opaque: [] });
    default:
      return keyOfMaterial(presented);
  }
}

import type { HalfFailure } from './judge-edge';
import { isCertificate } from './material';

/** The rules that failing mixes of old and new are reported by. */
export type FailureRule =
  | 'rotation/ambiguous-path'
  | 'rotation/anchor-not-distributed'
  | 'rotation/anchor-retired-early'
  | 'rotation/bad-new-ca'
  | 'rotation/dual-trust-shape'
  | 'rotation/no-barrier'
  | 'rotation/partial-chain-anchor'
  | 'rotation/role-lost'
  | 'rotation/validity-gap';

const BY_REASON: ReadonlyMap<string, FailureRule> = new Map([
  ['missing-object', 'rotation/no-barrier'],
  ['dual-trust-shape', 'rotation/dual-trust-shape'],
  ['expired', 'rotation/validity-gap'],
  ['not-yet-valid', 'rotation/validity-gap'],
  ['extended-key-usage', 'rotation/role-lost'],
  ['name-mismatch', 'rotation/role-lost'],
  ['no-certificate', 'rotation/role-lost'],
  ['anchor-not-self-signed', 'rotation/partial-chain-anchor'],
  ['not-a-ca', 'rotation/bad-new-ca'],
  ['path-too-long', 'rotation/bad-new-ca'],
  ['name-constraints', 'rotation/bad-new-ca'],
  ['unknown-critical-extension', 'rotation/bad-new-ca'],
]);

/** The rule that a failure goes by: its cause, or who is ahead of whom. */
export function ruleOfFailure(failure: HalfFailure): FailureRule {
  const { acceptance, isTrustNew, isCertificateNew } = failure;
  const byReason = BY_REASON.get(acceptance.reason);
  if (byReason !== undefined) {
    return byReason;
  }
  if (acceptance.reason === 'key-usage') {
    return isAboutLeaf(failure) ? 'rotation/role-lost' : 'rotation/bad-new-ca';
  }
  if (acceptance.reason === 'bad-signature' && hasNamesakes(failure)) {
    return 'rotation/ambiguous-path';
  }
  return isTrustNew && !isCertificateNew ? 'rotation/anchor-retired-early' : 'rotation/anchor-not-distributed';
}

function isAboutLeaf({ presents, acceptance }: HalfFailure): boolean {
  return presents.type === 'chain' && acceptance.message.includes(`(serial ${presents.leaf.serialNumber})`);
}

/** Whether two CAs of different keys share the name of the issuer. */
function hasNamesakes({ trusts, presents }: HalfFailure): boolean {
  if (trusts.type !== 'anchors' || presents.type !== 'chain') {
    return false;
  }
  const issuers = new Set([presents.leaf, ...presents.intermediates].map(({ issuer }) => issuer.canonical));
  const namesakes = trusts.anchors.filter(isCertificate).filter(({ subject }) => issuers.has(subject.canonical));
  return new Set(namesakes.map(({ spkiSha256 }) => spkiSha256)).size > 1;
}

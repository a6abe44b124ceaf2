import type { Certificate } from './certificate';
import type { PathParts } from './first-match-search';
import { isSame, isSignedBy } from './issuance';
import { type CandidatePath, checkCa, checkCriticalExtensions, checkPathLength, checkValidity } from './path-checks';
import { type PathFailure, pathFailure } from './path-failure';
import type { VerifierProfile } from './verifier';

/** The limit of Go on signature checks for one leaf; it keeps cross-signed CAs from costing exponential time. */
const MAX_CANDIDATES = 100;

interface Search {
  readonly parts: PathParts;
  readonly at: Date;
  readonly profile: VerifierProfile;
  readonly accept: (path: CandidatePath) => PathFailure | undefined;
  /** Candidates that may still be tried. */
  budget: number;
  /** What stood in the way of the first path that failed for more than a wrong or missing issuer. */
  failure: PathFailure | undefined;
}

/**
 * Tries every issuer of the right name, as Go does: anchors first, then the certificates of the peer, the ones with a
 * matching key identifier first. Returns the first path that `accept` does not refuse.
 *
 * @see https://pkg.go.dev/crypto/x509#Certificate.Verify
 */
export function searchExhaustively(
  parts: PathParts,
  at: Date,
  profile: VerifierProfile,
  accept: (path: CandidatePath) => PathFailure | undefined,
): CandidatePath | PathFailure {
  const { leaf } = parts;
  const broken = checkCriticalExtensions(leaf, profile) ?? checkValidity(leaf, at);
  if (broken !== undefined) {
    return broken;
  }
  if (parts.anchors.some((anchor) => isSame(anchor, leaf))) {
    const path = { certificates: [leaf], untrusted: 0 };
    return accept(path) ?? path;
  }
  const search: Search = { parts, at, profile, accept, budget: MAX_CANDIDATES, failure: undefined };
  return extend([leaf], leaf, search) ?? search.failure ?? noIssuer(leaf);
}

function extend(path: readonly Certificate[], top: Certificate, search: Search): CandidatePath | undefined {
  for (const anchor of issuersOf(top, search.parts.anchors)) {
    if (isUsable(anchor, true, path, top, search)) {
      const complete = { certificates: [...path, anchor], untrusted: path.length };
      const refusal = search.accept(complete);
      if (refusal === undefined) {
        return complete;
      }
      remember(search, refusal);
    }
  }
  for (const issuer of issuersOf(top, search.parts.intermediates)) {
    if (isUsable(issuer, false, path, top, search)) {
      const found = extend([...path, issuer], issuer, search);
      if (found !== undefined) {
        return found;
      }
    }
  }
  if (path.length > 1) {
    remember(search, noIssuer(top));
  }
  return undefined;
}

function isUsable(
  candidate: Certificate,
  isAnchor: boolean,
  path: readonly Certificate[],
  top: Certificate,
  search: Search,
): boolean {
  search.budget -= 1;
  if (search.budget < 0) {
    search.failure = pathFailure('too-many-certificates', top, `has more than ${MAX_CANDIDATES} possible issuers`);
    return false;
  }
  if (path.some((certificate) => isSameEntity(certificate, candidate))) {
    return false;
  }
  const failure =
    checkCa(candidate, isAnchor, search.profile) ??
    (isSignedBy(top, candidate) ? undefined : wrongKey(top)) ??
    checkCriticalExtensions(candidate, search.profile) ??
    checkValidity(candidate, search.at) ??
    checkPathLength(candidate, path, search.profile);
  if (failure !== undefined) {
    remember(search, failure);
  }
  return failure === undefined;
}

// Every other issuer of the same name fails by its signature, which explains nothing.
function remember(search: Search, failure: PathFailure): void {
  const isVague = search.failure?.reason === 'bad-signature' || search.failure?.reason === 'no-issuer';
  if (search.failure === undefined || isVague) {
    search.failure = failure;
  }
}

function issuersOf(subject: Certificate, candidates: readonly Certificate[]): readonly Certificate[] {
  const named = candidates.filter((candidate) => candidate.subject.der === subject.issuer.der);
  return [0, 1, 2].flatMap((rank) => named.filter((candidate) => keyIdRank(subject, candidate) === rank));
}

function keyIdRank(subject: Certificate, issuer: Certificate): number {
  const [wanted, found] = [subject.authorityKeyId?.keyId, issuer.subjectKeyId];
  if (wanted === found) {
    return 0;
  }
  return wanted === undefined || found === undefined ? 1 : 2;
}

/** Go takes two certificates of one name, key and set of alternative names for the same step of a path. */
function isSameEntity(left: Certificate, right: Certificate): boolean {
  return (
    left.subject.der === right.subject.der &&
    left.spkiSha256 === right.spkiSha256 &&
    JSON.stringify(left.subjectAltNames) === JSON.stringify(right.subjectAltNames)
  );
}

function wrongKey(subject: Certificate): PathFailure {
  return pathFailure('bad-signature', subject, 'is signed by none of the CAs with the name of its issuer');
}

function noIssuer(top: Certificate): PathFailure {
  const issuer = JSON.stringify(top.issuer.text);
  return pathFailure('no-issuer', top, `is issued by ${issuer}, which neither the anchors nor the chain hold`);
}

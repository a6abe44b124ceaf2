import type { Certificate } from './certificate';
import { isSame, isValidAt, looksIssuedBy, looksSelfSigned, mayCertSign } from './issuance';
import type { CandidatePath } from './path-checks';
import { type PathFailure, pathFailure } from './path-failure';
import type { VerifierProfile } from './verifier';

/** What a path is built from. */
export interface PathParts {
  readonly leaf: Certificate;
  readonly intermediates: readonly Certificate[];
  /** In the order of the bundle, without repetitions. */
  readonly anchors: readonly Certificate[];
}

/** The limit of OpenSSL (`X509_VERIFY_MAX_CHAIN_CERTS` and the default depth) on CAs in a path. */
const MAX_DEPTH = 100;

/**
 * Builds the one path that OpenSSL and BoringSSL build: anchors first, then the certificates of the peer, one issuer
 * at each step by name and key identifiers. Signatures and extensions are looked at only when the path is complete,
 * and no other issuer is tried then.
 *
 * @see https://docs.openssl.org/3.0/man1/openssl-verification-options/#certification-path-building
 */
export function findFirstPath(parts: PathParts, at: Date, profile: VerifierProfile): CandidatePath | PathFailure {
  const untrusted = climbUntrusted(parts, at, profile);
  const top = untrusted.at(-1) ?? parts.leaf;
  if (endsPath(top, profile)) {
    return endSelfSigned(untrusted, top, parts, at, profile);
  }
  const trusted = climbTrusted(untrusted, parts, at, profile);
  const anchor = trusted.at(-1);
  if (anchor !== undefined && (profile.partialChain || endsPath(anchor, profile))) {
    return { certificates: [...untrusted, ...trusted], untrusted: untrusted.length };
  }
  if (profile.partialChain && parts.anchors.some((candidate) => isSame(candidate, parts.leaf))) {
    return { certificates: untrusted, untrusted: 0 };
  }
  return explainGap(untrusted, anchor);
}

/** The certificates of the peer, from the leaf up to the first one whose issuer is an anchor, or is not found. */
function climbUntrusted(parts: PathParts, at: Date, profile: VerifierProfile): readonly Certificate[] {
  const path = [parts.leaf];
  for (let top = parts.leaf; path.length <= MAX_DEPTH && !endsPath(top, profile); ) {
    if (chooseIssuer(top, parts.anchors, at, profile) !== undefined) {
      break;
    }
    const issuer = chooseIssuer(top, unused(parts.intermediates, path), at, profile);
    if (issuer === undefined) {
      break;
    }
    path.push(issuer);
    top = issuer;
  }
  return path;
}

function climbTrusted(
  untrusted: readonly Certificate[],
  parts: PathParts,
  at: Date,
  profile: VerifierProfile,
): readonly Certificate[] {
  const trusted: Certificate[] = [];
  let top = untrusted.at(-1) ?? parts.leaf;
  while (untrusted.length + trusted.length <= MAX_DEPTH) {
    const issuer = endsPath(top, profile) ? undefined : chooseIssuer(top, parts.anchors, at, profile);
    if (issuer === undefined) {
      break;
    }
    trusted.push(issuer);
    top = issuer;
    if (profile.partialChain && profile.stopsAtFirstAnchor) {
      break;
    }
  }
  return trusted;
}

/** A self-signed certificate of the peer counts only if the very same one is the anchor found for its name. */
function endSelfSigned(
  untrusted: readonly Certificate[],
  top: Certificate,
  parts: PathParts,
  at: Date,
  profile: VerifierProfile,
): CandidatePath | PathFailure {
  const anchor = chooseIssuer(top, parts.anchors, at, profile);
  if (anchor !== undefined && isSame(anchor, top)) {
    return { certificates: untrusted, untrusted: untrusted.length - 1 };
  }
  if (profile.partialChain && parts.anchors.some((candidate) => isSame(candidate, parts.leaf))) {
    return { certificates: untrusted, untrusted: 0 };
  }
  return pathFailure('self-signed-not-trusted', top, 'is self-signed or looks it, and is none of the anchors');
}

function chooseIssuer(
  subject: Certificate,
  candidates: readonly Certificate[],
  at: Date,
  profile: VerifierProfile,
): Certificate | undefined {
  const matching = candidates.filter(
    (candidate) =>
      looksIssuedBy(subject, candidate) && (!profile.skipsIssuersWithoutCertSign || mayCertSign(candidate)),
  );
  if (!profile.prefersValidIssuers) {
    return matching[0];
  }
  return matching.find((candidate) => isValidAt(candidate, at)) ?? latestExpiring(matching);
}

/** BoringSSL, unlike OpenSSL, does not mistake a leaf that may not sign for a self-signed CA. */
function endsPath(certificate: Certificate, profile: VerifierProfile): boolean {
  return looksSelfSigned(certificate) && (!profile.skipsIssuersWithoutCertSign || mayCertSign(certificate));
}

function latestExpiring(candidates: readonly Certificate[]): Certificate | undefined {
  return candidates.reduce<Certificate | undefined>(
    (latest, candidate) => (latest === undefined || candidate.notAfter > latest.notAfter ? candidate : latest),
    undefined,
  );
}

function unused(intermediates: readonly Certificate[], path: readonly Certificate[]): readonly Certificate[] {
  return intermediates.filter((candidate) => !path.some((certificate) => isSame(certificate, candidate)));
}

function explainGap(untrusted: readonly Certificate[], anchor: Certificate | undefined): PathFailure {
  const top = anchor ?? untrusted.at(-1);
  if (top === undefined) {
    throw new Error('a path holds at least its leaf');
  }
  if (untrusted.length > MAX_DEPTH) {
    return pathFailure('too-many-certificates', top, `has ${MAX_DEPTH} CAs below it, and still no anchor`);
  }
  return anchor === undefined
    ? pathFailure(
        'no-issuer',
        top,
        `is issued by ${JSON.stringify(top.issuer.text)}, which neither the anchors nor the chain hold`,
      )
    : pathFailure('anchor-not-self-signed', top, 'is an anchor, but this verifier wants the self-signed root above it');
}

import type { Certificate } from './certificate';
import type { Crl } from './crl';
import { searchExhaustively } from './exhaustive-search';
import { findFirstPath } from './first-match-search';
import { coversName, type ExpectedName } from './names';
import {
  type CandidatePath,
  checkExtendedKeyUsage,
  checkNameConstraints,
  checkPath,
  type Purpose,
} from './path-checks';
import { type PathFailure, pathFailure } from './path-failure';
import { checkRevocation } from './revocation';
import { VERIFIERS, type Verifier, type VerifierProfile } from './verifier';

/** A question to the path validation. */
export interface PathQuery {
  /** The certificate that the peer shows for itself: the first one in its `tls.crt`. */
  readonly leaf: Certificate;
  /** The other certificates that the peer sends, in their order. */
  readonly intermediates: readonly Certificate[];
  /** The certificates that are trusted, in the order of the bundle: order may decide. */
  readonly anchors: readonly Certificate[];
  /** The instant to judge validity at; its ends are valid. OpenSSL refuses the very last second. */
  readonly at: Date;
  readonly purpose: Purpose;
  /**
   * At least one of these must be covered by a subject alternative name.
   * @default - no name is checked
   */
  readonly names?: readonly ExpectedName[];
  /**
   * Revocation lists that the verifier is given.
   * @default - revocation is not checked
   */
  readonly crls?: readonly Crl[];
  /**
   * Whether every certificate of the path needs a list by its issuer, as OpenSSL and Envoy want once they have one.
   * @default - false: a certificate without a list counts as not revoked
   */
  readonly requireCrls?: boolean;
  /**
   * Whose way of validating is meant.
   * @default 'openssl', which is the strictest on order and on anchors
   */
  readonly verifier?: Verifier;
  /**
   * Whether an anchor need not be self-signed (`allowPartialTrustChain` in Node, `proxy_ssl_partial_chain` in NGINX).
   * @default - false for `openssl`, true for `go` and `envoy`
   */
  readonly partialChain?: boolean;
}

/** A valid path. */
export interface ValidPath {
  readonly ok: true;
  /** From the leaf to the anchor. */
  readonly path: readonly Certificate[];
}

/**
 * Validates a certificate as RFC 5280 section 6 has it, in the way of one verifier: its choice among several issuers,
 * its idea of an anchor, its leniency. Weak keys and signatures are not looked at, see `weaknesses`.
 */
export function validatePath(query: PathQuery): PathFailure | ValidPath {
  const profile = profileOf(query);
  const parts = { ...query, anchors: withoutRepetitions(query.anchors) };
  const found =
    profile.search === 'exhaustive'
      ? searchExhaustively(parts, query.at, profile, (path) => checkGoPath(path, query, profile))
      : checked(findFirstPath(parts, query.at, profile), query, profile);
  if ('ok' in found) {
    return found;
  }
  return checkNames(query) ?? { ok: true, path: found.certificates };
}

function profileOf(query: PathQuery): VerifierProfile {
  const profile = VERIFIERS[query.verifier ?? 'openssl'];
  return query.partialChain === undefined ? profile : { ...profile, partialChain: query.partialChain };
}

function checked(
  found: CandidatePath | PathFailure,
  query: PathQuery,
  profile: VerifierProfile,
): CandidatePath | PathFailure {
  if ('ok' in found) {
    return found;
  }
  return checkPath(found, query.at, query.purpose, profile) ?? checkRevocation(found.certificates, query) ?? found;
}

// Extensions, signatures and validity were checked issuer by issuer while the path was built.
function checkGoPath(path: CandidatePath, query: PathQuery, profile: VerifierProfile): PathFailure | undefined {
  return (
    checkExtendedKeyUsage(path.certificates, query.purpose, profile) ??
    checkNameConstraints(path.certificates, profile) ??
    checkRevocation(path.certificates, query)
  );
}

function checkNames({ leaf, names }: PathQuery): PathFailure | undefined {
  if (names === undefined || names.some((name) => coversName(leaf, name))) {
    return undefined;
  }
  const wanted = names.map((name) => JSON.stringify(name.type === 'URI' ? name.uri : name.hostname)).join(' or ');
  return pathFailure('name-mismatch', leaf, `has ${listNames(leaf)}, but ${wanted} is needed`);
}

function listNames(leaf: Certificate): string {
  const names = [...(leaf.subjectAltNames?.dns ?? []), ...(leaf.subjectAltNames?.uri ?? [])];
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return names.length === 0 ? 'no hostname and no URI among its names' : `the names ${shown.join(', ')}${more}`;
}

function withoutRepetitions(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];
}

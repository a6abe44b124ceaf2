import type { Certificate } from './certificate';
import { isSelfIssued, isSignedBy, isValidAt, looksSelfSigned, mayCertSign } from './issuance';
import { findNameViolation } from './name-constraints';
import { type PathFailure, pathFailure } from './path-failure';
import type { VerifierProfile } from './verifier';

/** What a certificate is shown for: `serverAuth` by a backend, `clientAuth` by a gateway. */
export type Purpose = 'clientAuth' | 'serverAuth';

/** A path that is complete, from the leaf to the anchor. */
export interface CandidatePath {
  readonly certificates: readonly Certificate[];
  /** How many of them, from the leaf on, come from the peer and not from the anchors. */
  readonly untrusted: number;
}

const NAME_CONSTRAINTS_OID = '2.5.29.30';

const LEAF_KEY_USAGES = {
  serverAuth: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
  clientAuth: ['digitalSignature', 'keyAgreement'],
} as const;

// OpenSSL wants a dot in a common name before it takes it for a hostname, BoringSSL does not.
const DOTTED_HOSTNAME = /^[A-Za-z0-9_]([-A-Za-z0-9_]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([-A-Za-z0-9_]*[A-Za-z0-9_])?)+$/;
const ANY_HOSTNAME = /^(\*\.)?[A-Za-z0-9_:-]+(\.[A-Za-z0-9_:-]+)*\.?$/;

/** Checks extensions, signatures, validity and name constraints along a path; finds the first failure. */
export function checkPath(
  path: CandidatePath,
  at: Date,
  purpose: Purpose,
  profile: VerifierProfile,
): PathFailure | undefined {
  return (
    checkExtensions(path, purpose, profile) ??
    checkSignatures(path.certificates) ??
    firstFailure(path.certificates, (certificate) => checkValidity(certificate, at)) ??
    checkNameConstraints(path.certificates, profile)
  );
}

/** Checks the validity of one certificate, both ends included. */
export function checkValidity(certificate: Certificate, at: Date): PathFailure | undefined {
  if (isValidAt(certificate, at)) {
    return undefined;
  }
  return at < certificate.notBefore
    ? pathFailure('not-yet-valid', certificate, `is valid from ${certificate.notBefore.toISOString()} on`)
    : pathFailure('expired', certificate, `expired at ${certificate.notAfter.toISOString()}`);
}

/** Finds a critical extension that verifiers refuse. */
export function checkCriticalExtensions(certificate: Certificate, profile: VerifierProfile): PathFailure | undefined {
  const [oid] = [...certificate.unknownCriticalExtensions, ...unknownConstraints(certificate, profile)];
  return oid === undefined
    ? undefined
    : pathFailure(
        'unknown-critical-extension',
        certificate,
        `has the critical extension ${oid}, which verifiers refuse`,
      );
}

function unknownConstraints(certificate: Certificate, profile: VerifierProfile): readonly string[] {
  const { permitted = [], excluded = [] } = certificate.nameConstraints ?? {};
  const hasDirectory = [...permitted, ...excluded].some(({ type }) => type === 'directory' || type === 'other');
  return hasDirectory && !profile.knowsDirectoryConstraints ? [NAME_CONSTRAINTS_OID] : [];
}

/** Whether an issuer is a CA and may sign certificates. */
export function checkCa(
  certificate: Certificate,
  isAnchor: boolean,
  profile: VerifierProfile,
): PathFailure | undefined {
  if (!mayCertSign(certificate)) {
    return pathFailure('not-a-ca', certificate, 'issues a certificate, but its keyUsage lacks keyCertSign');
  }
  if (certificate.basicConstraints !== undefined) {
    return certificate.isCa ? undefined : pathFailure('not-a-ca', certificate, 'issues a certificate, but is CA:FALSE');
  }
  const isVersion1Root = certificate.version === 1 && looksSelfSigned(certificate);
  const isCaByKeyUsage = profile.acceptsKeyUsageAsCa && certificate.keyUsage !== undefined;
  return isAnchor && (isVersion1Root || isCaByKeyUsage)
    ? undefined
    : pathFailure('not-a-ca', certificate, 'issues a certificate, but has no basicConstraints with CA:TRUE');
}

/** Checks the path length of one CA; `below` are the certificates from the leaf up to the one it issued. */
export function checkPathLength(
  certificate: Certificate,
  below: readonly Certificate[],
  profile: VerifierProfile,
): PathFailure | undefined {
  const limit = certificate.basicConstraints?.pathLength;
  const intermediates = below.slice(1).filter((ca) => profile.countsSelfIssued || !isSelfIssued(ca)).length;
  return limit === undefined || intermediates <= limit
    ? undefined
    : pathFailure('path-too-long', certificate, `allows ${limit} CAs below it (pathLen), but ${intermediates} follow`);
}

/** Checks that every certificate of a path is good for the purpose. */
export function checkExtendedKeyUsage(
  certificates: readonly Certificate[],
  purpose: Purpose,
  profile: VerifierProfile,
): PathFailure | undefined {
  return firstFailure(certificates, (certificate) => {
    const { extendedKeyUsage } = certificate;
    const allowed =
      extendedKeyUsage === undefined ||
      extendedKeyUsage.includes(purpose) ||
      (profile.acceptsAnyExtendedKeyUsage && extendedKeyUsage.includes('any'));
    return allowed
      ? undefined
      : pathFailure(
          'extended-key-usage',
          certificate,
          `is for ${listUsages(extendedKeyUsage)} only, not for ${purpose}`,
        );
  });
}

/** Checks that the names below each CA obey its constraints; those of the anchor bind too. */
export function checkNameConstraints(
  certificates: readonly Certificate[],
  profile: VerifierProfile,
): PathFailure | undefined {
  return firstFailure(certificates, (certificate, index) => {
    if (index > 0 && isSelfIssued(certificate)) {
      return undefined;
    }
    const cas = certificates.slice(index + 1).filter((ca) => ca.nameConstraints !== undefined);
    return firstFailure(cas, (ca) => checkNames(certificate, ca, index === 0, profile));
  });
}

function checkExtensions(path: CandidatePath, purpose: Purpose, profile: VerifierProfile): PathFailure | undefined {
  const bound = profile.checksAnchorExtensions ? path.certificates : path.certificates.slice(0, path.untrusted);
  const failure = firstFailure(bound, (certificate, index) => {
    const isAnchor = index === path.certificates.length - 1;
    const failures =
      index === 0
        ? [checkCriticalExtensions(certificate, profile), checkLeafKeyUsage(certificate, purpose, profile)]
        : [
            checkCriticalExtensions(certificate, profile),
            checkCa(certificate, isAnchor, profile),
            checkPathLength(certificate, path.certificates.slice(0, index), profile),
          ];
    return failures.find((result) => result !== undefined);
  });
  return failure ?? checkExtendedKeyUsage(bound, purpose, profile);
}

function checkLeafKeyUsage(leaf: Certificate, purpose: Purpose, profile: VerifierProfile): PathFailure | undefined {
  const needed: readonly string[] = LEAF_KEY_USAGES[purpose];
  const { keyUsage } = leaf;
  return !profile.checksLeafKeyUsage || keyUsage === undefined || keyUsage.some((usage) => needed.includes(usage))
    ? undefined
    : pathFailure('key-usage', leaf, `has keyUsage ${listUsages(keyUsage)}; TLS needs one of ${needed.join(', ')}`);
}

function checkSignatures(certificates: readonly Certificate[]): PathFailure | undefined {
  return firstFailure(certificates, (certificate, index) => {
    const issuer = certificates[index + 1];
    return issuer === undefined || isSignedBy(certificate, issuer)
      ? undefined
      : pathFailure(
          'bad-signature',
          certificate,
          'is not signed by the CA of the name of its issuer that is found first',
        );
  });
}

function checkNames(
  certificate: Certificate,
  ca: Certificate,
  isLeaf: boolean,
  profile: VerifierProfile,
): PathFailure | undefined {
  const commonNames = isLeaf ? commonNamesAsHostnames(certificate, profile) : [];
  if (commonNames.length > 0 && profile.constrainedCommonName === 'refuse') {
    return pathFailure(
      'name-constraints',
      certificate,
      `has a hostname as common name only, below the constraints by ${JSON.stringify(ca.subject.text)}`,
    );
  }
  const violation = findNameViolation(certificate, ca.nameConstraints ?? { permitted: [], excluded: [] }, commonNames);
  if (violation === undefined) {
    return undefined;
  }
  const { type, value, subtree } = violation;
  const verdict = subtree === 'excluded' ? 'is excluded' : 'is not permitted';
  const issuer = JSON.stringify(ca.subject.text);
  return pathFailure(
    'name-constraints',
    certificate,
    `has the ${type} name ${JSON.stringify(value)}, which ${verdict} by ${issuer}`,
  );
}

function commonNamesAsHostnames(leaf: Certificate, profile: VerifierProfile): readonly string[] {
  const { commonNames } = leaf.subject;
  switch (profile.constrainedCommonName) {
    case 'ignore':
      return [];
    case 'as-dns':
      return leaf.subjectAltNames?.dns.length ? [] : commonNames.filter((name) => DOTTED_HOSTNAME.test(name));
    case 'refuse':
      return leaf.subjectAltNames === undefined ? commonNames.filter((name) => ANY_HOSTNAME.test(name)) : [];
  }
}

function listUsages(usages: readonly string[]): string {
  return usages.length === 0 ? 'nothing' : usages.join(', ');
}

function firstFailure(
  certificates: readonly Certificate[],
  check: (certificate: Certificate, index: number) => PathFailure | undefined,
): PathFailure | undefined {
  for (const [index, certificate] of certificates.entries()) {
    const failure = check(certificate, index);
    if (failure !== undefined) {
      return failure;
    }
  }
  return undefined;
}

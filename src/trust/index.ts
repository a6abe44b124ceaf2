export {
  type Certificate,
  CertificateError,
  type CertificateReading,
  type LocatedCertificate,
  type PublicKey,
  parseCertificate,
  parseCertificates,
  readCertificates,
} from './certificate';
export { type Crl, CrlError, isCrlOf, parseCrl, parseCrls } from './crl';
export type { DistinguishedName } from './distinguished-name';
export type { AuthorityKeyId, CertificateExtensions, KeyUsage, NameConstraints, SubjectAltNames } from './extensions';
export { formatFingerprint, sameKey, stableUuid } from './fingerprint';
export type { NameType, TypedName } from './general-name';
export { isSame, isSelfIssued, isSignedBy, isValidAt } from './issuance';
export { coversName, dnsNameCovers, type ExpectedName, isPreciseHostname, isWildcardHostname } from './names';
export { type PathQuery, type ValidPath, validatePath } from './path';
export type { Purpose } from './path-checks';
export { describeCertificate, type PathFailure, type PathFailureReason } from './path-failure';
export { MAX_PEM_BLOCKS, MAX_PEM_LENGTH, type PemBlock, type PemOptions, type PemReading, readPem } from './pem';
export { PemError, type PemProblem, type PemProblemCode, type PemProblemEffect } from './pem-problem';
export type { SignatureAlgorithm } from './signature-algorithm';
export { VERIFIERS, type Verifier, type VerifierProfile } from './verifier';
export { CRYPTOGRAPHY_LIMITS, type Weakness, weaknesses } from './weaknesses';

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
export type { DistinguishedName } from './distinguished-name';
export type { AuthorityKeyId, CertificateExtensions, KeyUsage, NameConstraints, SubjectAltNames } from './extensions';
export { formatFingerprint, sameKey, stableUuid } from './fingerprint';
export type { NameType, TypedName } from './general-name';
export { MAX_PEM_BLOCKS, MAX_PEM_LENGTH, type PemBlock, type PemOptions, type PemReading, readPem } from './pem';
export { PemError, type PemProblem, type PemProblemCode, type PemProblemEffect } from './pem-problem';
export type { SignatureAlgorithm } from './signature-algorithm';

import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate } from './certificate';
import { couldBeMadeBy } from './signature-algorithm';

// Both caches hold what follows from immutable values, so they change no result; keys are dropped with their values.
const parsed = new WeakMap<Certificate, X509Certificate>();
const signatures = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/** Whether the key of `issuer` made the signature of `subject`; nothing else is checked. */
export function isSignedBy(subject: Certificate, issuer: Certificate): boolean {
  if (!couldBeMadeBy(subject.signatureAlgorithm, issuer.publicKey.type)) {
    return false;
  }
  const known = signatures.get(subject) ?? new WeakMap<Certificate, boolean>();
  signatures.set(subject, known);
  const verified = known.get(issuer) ?? load(subject).verify(publicKey(issuer));
  known.set(issuer, verified);
  return verified;
}

/** The key of a certificate for `node:crypto`; the certificate must have one that is supported. */
export function publicKey(certificate: Certificate): KeyObject {
  return load(certificate).publicKey;
}

/**
 * Whether OpenSSL would take `issuer` for the issuer of `subject` before it looks at the signature: same name,
 * matching key identifiers where both are there, and a key that can make such a signature.
 */
export function looksIssuedBy(subject: Certificate, issuer: Certificate): boolean {
  return (
    subject.issuer.canonical === issuer.subject.canonical &&
    matchesAuthorityKeyId(subject, issuer) &&
    couldBeMadeBy(subject.signatureAlgorithm, issuer.publicKey.type)
  );
}

/**
 * Whether OpenSSL takes the certificate for self-signed, without looking at the signature. A leaf with the name of its
 * issuer and without key identifiers is mistaken for self-signed.
 */
export function looksSelfSigned(certificate: Certificate): boolean {
  return looksIssuedBy(certificate, certificate);
}

/** Whether subject and issuer are the same name. */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.subject.canonical === certificate.issuer.canonical;
}

/** Whether a keyUsage, if there is one, lets the key sign certificates. */
export function mayCertSign(certificate: Certificate): boolean {
  return certificate.keyUsage?.includes('keyCertSign') ?? true;
}

/** Whether both are the same certificate, byte for byte. */
export function isSame(left: Certificate, right: Certificate): boolean {
  return left.fingerprint === right.fingerprint;
}

/** Whether the instant lies within the validity, both ends included (RFC 5280 section 4.1.2.5). */
export function isValidAt(certificate: Certificate, at: Date): boolean {
  return at >= certificate.notBefore && at <= certificate.notAfter;
}

function matchesAuthorityKeyId(subject: Certificate, issuer: Certificate): boolean {
  const { keyId, issuer: issuerOfIssuer, serialNumber } = subject.authorityKeyId ?? {};
  return (
    isAbsentOrEqual(keyId, issuer.subjectKeyId ?? keyId) &&
    isAbsentOrEqual(serialNumber, issuer.serialNumber) &&
    isAbsentOrEqual(issuerOfIssuer, issuer.issuer.canonical)
  );
}

function isAbsentOrEqual(expected: string | undefined, actual: string | undefined): boolean {
  return expected === undefined || expected === actual;
}

function load(certificate: Certificate): X509Certificate {
  const known = parsed.get(certificate) ?? new X509Certificate(certificate.pem);
  parsed.set(certificate, known);
  return known;
}

import { createHash } from 'node:crypto';
import type { Certificate } from './certificate';

// The UUID (version 5) of the URL https://upstream-tls.dev/certificate in the URL namespace. It must never change:
// the identifiers below it are the identity of CA certificates in the database of Kong.
const NAMESPACE = Buffer.from('1fbe3580110156c9ab35800c1d4f4265', 'hex');

/** Whether one certificate renews the other: same public key under the same name, so that either validates the leaves of both. */
export function sameKey(left: Certificate, right: Certificate): boolean {
  return left.spkiSha256 === right.spkiSha256 && left.subject.canonical === right.subject.canonical;
}

/**
 * A UUID that belongs to the certificate and to no other: RFC 4122 version 5, with the SHA-256 fingerprint (64
 * lower-case hexadecimal digits) as the name. The same certificate has the same UUID on every machine.
 */
export function stableUuid(certificate: Certificate): string {
  const digest = createHash('sha1').update(NAMESPACE).update(certificate.fingerprint).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Writes a fingerprint as OpenSSL does: `AB:CD:EF...`. */
export function formatFingerprint(certificate: Certificate): string {
  return (certificate.fingerprint.toUpperCase().match(/../g) ?? []).join(':');
}

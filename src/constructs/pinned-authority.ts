import { Refusal } from '../gateways/refusal';
import { type Certificate, describeCertificate, formatFingerprint } from '../trust';
import type { IIssuerRef } from './issuer-ref';
import { TrustAnchors } from './trust-anchors';

/** A CA whose root is known at synthesis, and pinned: another certificate in the same file is refused. */
export interface PinnedAuthority {
  /** Certificate of the root: one, as PEM text. Never its key. */
  readonly certificate: string;
  /**
   * SHA-256 fingerprint of that certificate, with or without colons, as
   * `openssl x509 -in root.pem -noout -fingerprint -sha256` prints it.
   */
  readonly sha256: string;
  /** What issues under this root: an `Issuer`, a `ClusterIssuer`, or a reference to one. */
  readonly issuer: IIssuerRef;
}

/**
 * Reads the certificate of a root and holds it against its fingerprint.
 *
 * @param role for messages: `the old CA`
 * @param rule id of the rule that another certificate goes by
 * @throws Refusal if the text is not one certificate of a CA, holds a key, or is not the certificate that is pinned
 */
export function readPinnedAuthority(authority: PinnedAuthority, role: string, rule: string): Certificate {
  const certificate = readOneCertificate(authority.certificate, role);
  const pinned = authority.sha256.replaceAll(':', '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(pinned)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `sha256 of ${role} is no SHA-256 fingerprint: 64 hexadecimal digits, with or without colons, are allowed; got ${authority.sha256.length} characters`,
      fix: 'give what openssl x509 -noout -fingerprint -sha256 prints after the equals sign',
    });
  }
  if (pinned !== certificate.fingerprint) {
    throw new Refusal({
      rule,
      message: `${role} is ${describeCertificate(certificate)} with the fingerprint ${formatFingerprint(certificate)}, which is not the one that is pinned`,
      fix: 'make sure of which certificate is meant, and give its text and its fingerprint',
    });
  }
  return certificate;
}

/**
 * Reads exactly one certificate of a CA.
 * @throws Refusal if the text is something else
 */
export function readOneCertificate(pem: string, role: string): Certificate {
  const [certificate, ...others] = TrustAnchors.pem(pem).intent.certificates;
  if (certificate === undefined || others.length > 0) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `the text of ${role} has ${others.length + 1} certificates; exactly one is allowed`,
      fix: 'give one certificate alone; others that stay trusted are added by TrustAnchors.anyOf(rotation.trust, ...)',
    });
  }
  return certificate;
}

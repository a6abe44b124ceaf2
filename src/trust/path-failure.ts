import type { Certificate } from './certificate';

/** Why no path is valid. */
export type PathFailureReason =
  | 'anchor-not-self-signed'
  | 'bad-signature'
  | 'crl-missing'
  | 'crl-unusable'
  | 'expired'
  | 'extended-key-usage'
  | 'key-usage'
  | 'name-constraints'
  | 'name-mismatch'
  | 'no-issuer'
  | 'not-a-ca'
  | 'not-yet-valid'
  | 'path-too-long'
  | 'revoked'
  | 'self-signed-not-trusted'
  | 'too-many-certificates'
  | 'unknown-critical-extension';

/** What stands in the way of a valid path. */
export interface PathFailure {
  readonly ok: false;
  readonly reason: PathFailureReason;
  /** The certificate at fault. */
  readonly certificate: Certificate;
  /** Names the certificate and says what was found and what is needed: lower case, no final period. */
  readonly message: string;
}

/** Describes a failure; `found` follows the name of the certificate. */
export function pathFailure(reason: PathFailureReason, certificate: Certificate, found: string): PathFailure {
  return { ok: false, reason, certificate, message: `${describeCertificate(certificate)} ${found}` };
}

/** Names a certificate in a message. Names in certificates are hostile text, hence the quotes and escapes. */
export function describeCertificate(certificate: Certificate): string {
  const name = certificate.subject.text === '' ? 'without a subject' : JSON.stringify(certificate.subject.text);
  return `certificate ${name} (serial ${certificate.serialNumber})`;
}

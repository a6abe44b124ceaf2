import { type Certificate, type Crl, type ExpectedName, type Verifier, validatePath } from '../trust';
import { ACCEPTED, type Acceptance, type Side, type Verification } from './edge-state';

/** A certificate with what is sent along. */
export interface CertificateChain {
  readonly leaf: Certificate;
  /** The other certificates, in the order in which they are sent. */
  readonly intermediates: readonly Certificate[];
}

/** What an endpoint verifies its peer against. */
export interface CertificateTrust {
  /** In the order of the bundle: order may decide. */
  readonly anchors: readonly Certificate[];
  /**
   * At least one of these must be covered by the peer's certificate.
   * @default - no name is checked
   */
  readonly names?: readonly ExpectedName[];
}

/** How the certificates of a hop are verified. */
export interface CertificateVerificationOptions {
  /** The instant to judge validity at. */
  readonly at: Date;
  /**
   * Whose way of validating each end has.
   * @default - `openssl`, which is the strictest on order and on anchors
   */
  readonly verifiers?: { readonly [side in Side]?: Verifier };
  /**
   * Whether each end takes an anchor that is not self-signed.
   * @default - as the verifier does by itself
   */
  readonly partialChain?: { readonly [side in Side]?: boolean };
  /** @default - revocation is not judged */
  readonly crls?: readonly Crl[];
}

/** Verification of real certificates, by the path validation of each end's verifier. */
export function certificateVerification(
  options: CertificateVerificationOptions,
): Verification<CertificateChain, CertificateTrust> {
  return (side, trusted, presented) => verifyCertificate(side, trusted, presented, options);
}

function verifyCertificate(
  side: Side,
  trusted: CertificateTrust,
  { leaf, intermediates }: CertificateChain,
  { at, verifiers, partialChain, crls }: CertificateVerificationOptions,
): Acceptance {
  const result = validatePath({
    leaf,
    intermediates,
    anchors: trusted.anchors,
    at,
    // The client verifies a server and the other way round.
    purpose: side === 'client' ? 'serverAuth' : 'clientAuth',
    names: trusted.names,
    crls,
    verifier: verifiers?.[side],
    partialChain: partialChain?.[side],
  });
  return result.ok ? ACCEPTED : { verdict: 'refused', reason: result.reason, message: result.message };
}

/**
 * Whose way of validating a path is meant:
 * `openssl` is NGINX, Kong, HAProxy and Node; `go` is Traefik; `envoy` is BoringSSL as Envoy sets it up, and with it
 * Envoy Gateway, kgateway, Istio, Cilium and Contour.
 */
export type Verifier = 'envoy' | 'go' | 'openssl';

/** In what the validation of one verifier differs from that of another. */
export interface VerifierProfile {
  /**
   * `first-match` follows one issuer and never goes back: of two CAs with the same name the wrong one may be taken.
   * `exhaustive` tries every issuer, and compares names byte for byte.
   */
  readonly search: 'exhaustive' | 'first-match';
  /** Whether an anchor need not be self-signed. */
  readonly partialChain: boolean;
  /** Whether a partial chain ends at its first anchor, although an issuer of it may be an anchor too. */
  readonly stopsAtFirstAnchor: boolean;
  /** Whether, of several possible issuers, one that is within its validity goes first. */
  readonly prefersValidIssuers: boolean;
  /** Whether a CA that may not sign certificates is passed over when looking for the issuer. */
  readonly skipsIssuersWithoutCertSign: boolean;
  /** Whether the extensions of the anchor bind: CA bit, path length, extended key usage, unknown critical ones. */
  readonly checksAnchorExtensions: boolean;
  /** Whether an anchor without basicConstraints is a CA if its keyUsage has keyCertSign. */
  readonly acceptsKeyUsageAsCa: boolean;
  /** Whether a leaf must have a keyUsage that suits TLS, if it has one. */
  readonly checksLeafKeyUsage: boolean;
  /** Whether anyExtendedKeyUsage stands for every purpose. */
  readonly acceptsAnyExtendedKeyUsage: boolean;
  /** Whether self-issued intermediates count towards the path length; RFC 5280 says no. */
  readonly countsSelfIssued: boolean;
  /** Whether name constraints on directory names are understood; if not, the whole certificate is refused. */
  readonly knowsDirectoryConstraints: boolean;
  /**
   * What name constraints make of a common name that looks like a hostname, where there is no subject alternative
   * name: take it for a DNS name, refuse it, or ignore it.
   */
  readonly constrainedCommonName: 'as-dns' | 'ignore' | 'refuse';
}

/**
 * The verifiers. `openssl` and `go` are proven by generated chains against handshakes with OpenSSL 3.0 and
 * against Go 1.26; `envoy` is read in the source of BoringSSL (`crypto/x509/x509_vfy.cc`) and not run.
 */
export const VERIFIERS: Readonly<Record<Verifier, VerifierProfile>> = {
  openssl: {
    search: 'first-match',
    partialChain: false,
    stopsAtFirstAnchor: true,
    prefersValidIssuers: true,
    skipsIssuersWithoutCertSign: false,
    checksAnchorExtensions: true,
    acceptsKeyUsageAsCa: true,
    checksLeafKeyUsage: true,
    acceptsAnyExtendedKeyUsage: false,
    countsSelfIssued: false,
    knowsDirectoryConstraints: true,
    constrainedCommonName: 'as-dns',
  },
  go: {
    search: 'exhaustive',
    partialChain: true,
    stopsAtFirstAnchor: true,
    prefersValidIssuers: false,
    skipsIssuersWithoutCertSign: false,
    checksAnchorExtensions: true,
    acceptsKeyUsageAsCa: false,
    checksLeafKeyUsage: false,
    acceptsAnyExtendedKeyUsage: true,
    countsSelfIssued: true,
    knowsDirectoryConstraints: false,
    constrainedCommonName: 'ignore',
  },
  envoy: {
    search: 'first-match',
    partialChain: true,
    stopsAtFirstAnchor: false,
    prefersValidIssuers: false,
    skipsIssuersWithoutCertSign: true,
    checksAnchorExtensions: false,
    acceptsKeyUsageAsCa: false,
    checksLeafKeyUsage: true,
    acceptsAnyExtendedKeyUsage: false,
    countsSelfIssued: false,
    knowsDirectoryConstraints: true,
    constrainedCommonName: 'refuse',
  },
};

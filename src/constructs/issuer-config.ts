import type { JsonObject } from '../manifests/manifest';
import type { AcmeSolver } from './acme-solver';
import type { ISecretKeyRef } from './secret-key-ref';
import { TrustAnchors } from './trust-anchors';
import type { VaultAuth } from './vault-auth';

/** A CA whose key pair is in a Secret. */
export interface CaIssuerOptions {
  /**
   * Secret with `tls.crt` and `tls.key` of the CA, such as `secretName` of a `CertRotation` with `isCa`. It stands in
   * the namespace of an Issuer; for a ClusterIssuer in cert-manager's cluster resource namespace (`cert-manager`).
   */
  readonly secretName: string;
  /**
   * Where verifiers find revocation lists. cert-manager writes the addresses into certificates, and makes no lists.
   * @default - none
   */
  readonly crlDistributionPoints?: readonly string[];
  /** @default - none */
  readonly ocspServers?: readonly string[];
  /** @default - none */
  readonly issuingCertificateUrls?: readonly string[];
}

/** Each certificate signs itself: for roots only. */
export interface SelfSignedIssuerOptions {
  /** @default - none */
  readonly crlDistributionPoints?: readonly string[];
}

/** The PKI engine of a HashiCorp Vault server. */
export interface VaultIssuerOptions {
  /** Address of the server, as in `https://vault.example.com`. */
  readonly server: string;
  /** Sign endpoint, as in `pki_int/sign/payments`. */
  readonly path: string;
  readonly auth: VaultAuth;
  /**
   * Vault namespace.
   * @default - the root namespace
   */
  readonly namespace?: string;
  /**
   * Name that is sent and verified in place of the server's.
   * @default - the host of `server`
   */
  readonly serverName?: string;
  /**
   * Roots that vouch for the server, as PEM text. This or `caBundleSecretRef`.
   * @default - the roots of cert-manager's image
   */
  readonly caBundle?: string;
  /**
   * Secret with the roots that vouch for the server. This or `caBundle`.
   * @default - the roots of cert-manager's image
   */
  readonly caBundleSecretRef?: ISecretKeyRef;
  /**
   * Secret with the certificate that cert-manager presents to Vault; needs `clientKeySecretRef`.
   * @default - none is presented
   */
  readonly clientCertSecretRef?: ISecretKeyRef;
  /**
   * Secret with the key of that certificate; needs `clientCertSecretRef`.
   * @default - none
   */
  readonly clientKeySecretRef?: ISecretKeyRef;
}

/** Ties an ACME account to one that the CA knows. */
export interface AcmeExternalAccountBinding {
  readonly keyId: string;
  /** Secret with the MAC key, and the key in it. */
  readonly keySecretRef: Required<ISecretKeyRef>;
}

/** An ACME server, public or private. */
export interface AcmeIssuerOptions {
  /** URL of the directory. */
  readonly server: string;
  /** Secret in which cert-manager keeps the account key; it makes the key itself. */
  readonly privateKeySecretRef: ISecretKeyRef;
  /**
   * Address for notices of the CA.
   * @default - none
   */
  readonly email?: string;
  /**
   * How challenges are answered.
   * @default - not at all: the server must ask for none
   */
  readonly solvers?: readonly AcmeSolver[];
  /** @default - none */
  readonly externalAccountBinding?: AcmeExternalAccountBinding;
  /**
   * Roots that vouch for the server, as PEM text. There is no prop to leave the server unverified.
   * @default - the roots of cert-manager's image
   */
  readonly caBundle?: string;
  /**
   * Common name of the root or intermediate that the chain should end in.
   * @default - the server's own choice
   */
  readonly preferredChain?: string;
  /**
   * Certificate profile of the server.
   * @default - the server's own choice
   */
  readonly profile?: string;
  /**
   * Whether the account key must exist already.
   * @default false
   */
  readonly disableAccountKeyGeneration?: boolean;
  /**
   * Whether `duration` of Certificates is asked for; some servers refuse the request.
   * @default false
   */
  readonly enableDurationFeature?: boolean;
}

/** What issues the certificates: exactly one of the types that cert-manager comes with. */
export class IssuerConfig {
  static ca(options: CaIssuerOptions): IssuerConfig {
    const { issuingCertificateUrls: issuingCertificateURLs, ...rest } = options;
    return new IssuerConfig({ ca: { ...rest, issuingCertificateURLs } });
  }

  static selfSigned(options: SelfSignedIssuerOptions = {}): IssuerConfig {
    return new IssuerConfig({ selfSigned: { ...options } });
  }

  /** @throws Refusal if `caBundle` is not PEM, or holds a private key */
  static vault(options: VaultIssuerOptions): IssuerConfig {
    const { server, path, namespace, serverName, auth } = options;
    return new IssuerConfig({
      vault: {
        server,
        path,
        namespace,
        serverName,
        auth: auth.spec,
        caBundle: encodeBundle(options.caBundle),
        caBundleSecretRef: copy(options.caBundleSecretRef),
        clientCertSecretRef: copy(options.clientCertSecretRef),
        clientKeySecretRef: copy(options.clientKeySecretRef),
      },
    });
  }

  /** @throws Refusal if `caBundle` is not PEM, or holds a private key */
  static acme(options: AcmeIssuerOptions): IssuerConfig {
    const { privateKeySecretRef, solvers, externalAccountBinding: binding, caBundle, ...rest } = options;
    return new IssuerConfig({
      acme: {
        ...rest,
        privateKeySecretRef: copy(privateKeySecretRef),
        solvers: solvers?.map((solver) => solver.spec),
        externalAccountBinding:
          binding === undefined ? undefined : { keyID: binding.keyId, keySecretRef: copy(binding.keySecretRef) },
        caBundle: encodeBundle(caBundle),
      },
    });
  }

  /**
   * A Venafi (CyberArk) service.
   * @param venafi as in the manifest; secrets by reference only
   */
  static venafi(venafi: JsonObject): IssuerConfig {
    return new IssuerConfig({ venafi });
  }

  private constructor(
    /** @internal */
    readonly spec: JsonObject,
  ) {}
}

function copy(reference: ISecretKeyRef | undefined): JsonObject | undefined {
  return reference === undefined ? undefined : { ...reference };
}

/** The API holds the PEM text as bytes. Read strictly first: cert-manager skips what it cannot read without a word. */
function encodeBundle(pem: string | undefined): string | undefined {
  const certificates = pem === undefined ? undefined : TrustAnchors.pem(pem).intent.certificates;
  return certificates && Buffer.from(certificates.map((certificate) => certificate.pem).join('')).toString('base64');
}

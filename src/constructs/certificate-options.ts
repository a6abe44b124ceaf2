import type { Duration } from 'cdk8s';
import type { ISecretKeyRef } from './secret-key-ref';

/** Subject of a certificate beside its common name. */
export interface CertificateSubject {
  /** @default - none */
  readonly organizations?: readonly string[];
  /** @default - none */
  readonly countries?: readonly string[];
  /** @default - none */
  readonly organizationalUnits?: readonly string[];
  /** @default - none */
  readonly localities?: readonly string[];
  /** @default - none */
  readonly provinces?: readonly string[];
  /** @default - none */
  readonly streetAddresses?: readonly string[];
  /** @default - none */
  readonly postalCodes?: readonly string[];
  /** @default - none */
  readonly serialNumber?: string;
}

/** A subject alternative name of another type, such as a user principal name. */
export interface OtherName {
  /** Object identifier of the type, such as `1.3.6.1.4.1.311.20.2.3`. */
  readonly oid: string;
  readonly utf8Value: string;
}

/** Whether cert-manager renews. Needs cert-manager 1.21.1: the field is new in 1.21, and `Disabled` crashes 1.21.0. */
export enum RenewalPolicy {
  RENEW_BEFORE = 'RenewBefore',
  DISABLED = 'Disabled',
}

/**
 * A time in which renewals may happen. Not a hard bound: where no window fits before expiry, cert-manager renews at the
 * time it would have renewed without windows. Needs cert-manager 1.21.
 */
export interface RenewalWindow {
  /** Start of the window: five fields, or a descriptor such as `@daily`. */
  readonly cron: string;
  /** Length of the window, in whole seconds at least. */
  readonly windowDuration: Duration;
  /**
   * Time zone of the IANA database.
   * @default - UTC
   */
  readonly timezone?: string;
}

/** A form of key and certificate that is added to the Secret. */
export enum CertificateOutputFormat {
  /** The key under `key.der`. */
  DER = 'DER',
  /** The key, then the chain, under `tls-combined.pem`. */
  COMBINED_PEM = 'CombinedPEM',
}

/** A Java key store under `keystore.jks`, and a trust store under `truststore.jks`. */
export interface JksKeystore {
  /** Secret with the password, and the key in it. */
  readonly passwordSecretRef: Required<ISecretKeyRef>;
  /** @default 'certificate' */
  readonly alias?: string;
}

/** Algorithms of a PKCS #12 store. */
export enum Pkcs12Profile {
  LEGACY_RC2 = 'LegacyRC2',
  LEGACY_DES = 'LegacyDES',
  MODERN_2023 = 'Modern2023',
  MODERN_2026 = 'Modern2026',
}

/** A PKCS #12 store under `keystore.p12`, and a trust store under `truststore.p12`. */
export interface Pkcs12Keystore {
  /** Secret with the password, and the key in it. */
  readonly passwordSecretRef: Required<ISecretKeyRef>;
  /** @default Pkcs12Profile.MODERN_2023 */
  readonly profile?: Pkcs12Profile;
}

/** Stores that are added to the Secret. Passwords by reference only: there is no prop that takes one. */
export interface CertificateKeystores {
  /** @default - none */
  readonly jks?: JksKeystore;
  /** @default - none */
  readonly pkcs12?: Pkcs12Keystore;
}

/** Names of one side of name constraints. */
export interface ConstrainedNames {
  /** @default - none */
  readonly dnsDomains?: readonly string[];
  /**
   * In CIDR form, such as `10.0.0.0/8`.
   * @default - none
   */
  readonly ipRanges?: readonly string[];
  /** @default - none */
  readonly emailAddresses?: readonly string[];
  /** @default - none */
  readonly uriDomains?: readonly string[];
}

/** The names that a CA may sign for. */
export interface NameConstraints {
  /**
   * Whether verifiers that do not know the extension must refuse the certificate.
   * @default false
   */
  readonly critical?: boolean;
  /** @default - all names */
  readonly permitted?: ConstrainedNames;
  /** @default - none */
  readonly excluded?: ConstrainedNames;
}

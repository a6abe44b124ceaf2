import type { Duration } from 'cdk8s';

/** What a revocation check does where it gets no answer. */
export enum KongRevocationCheckMode {
  SKIP = 'SKIP',
  /** A certificate counts as good where neither OCSP nor a revocation list can be reached. */
  IGNORE_CA_ERROR = 'IGNORE_CA_ERROR',
  STRICT = 'STRICT',
}

/** By what a consumer is found for a certificate. */
export enum KongConsumerBy {
  USERNAME = 'username',
  CUSTOM_ID = 'custom_id',
}

/** What of a certificate names the group of its holder. */
export enum KongAuthenticatedGroupBy {
  CN = 'CN',
  DN = 'DN',
}

/** How a proxy before Kong Gateway writes a certificate into a header. */
export enum KongCertificateHeaderFormat {
  BASE64_ENCODED = 'base64_encoded',
  URL_ENCODED = 'url_encoded',
}

/** What `mtls-auth` and `header-cert-auth` have in common. Both are about clients of the gateway, not about backends. */
export interface KongClientCertificateConfig {
  /** Ids of CA objects, which are UUIDs: the value of the key `id` of a ConfigMap or Secret with `konghq.com/ca-cert`. */
  readonly caCertificates: readonly string[];
  /**
   * Whether an intermediate without its root is trusted.
   * @default false
   */
  readonly allowPartialChain?: boolean;
  /**
   * Consumer of requests without a valid certificate, by id or username.
   * @default - such requests are refused
   */
  readonly anonymous?: string;
  /** @default KongAuthenticatedGroupBy.CN */
  readonly authenticatedGroupBy?: KongAuthenticatedGroupBy;
  /**
   * How long what was looked up is kept, in whole seconds.
   * @default - 60 seconds
   */
  readonly cacheTtl?: Duration;
  /**
   * An empty list turns the lookup off.
   * @default - both
   */
  readonly consumerBy?: readonly KongConsumerBy[];
  /**
   * Consumer of trusted certificates that no consumer matches, by id or username.
   * @default - none
   */
  readonly defaultConsumer?: string;
  /**
   * Time for an answer about revocation.
   * @default - 30 seconds
   */
  readonly httpTimeout?: Duration;
  /** @default KongRevocationCheckMode.IGNORE_CA_ERROR */
  readonly revocationCheckMode?: KongRevocationCheckMode;
  /**
   * Whether any trusted certificate will do, without a consumer.
   * @default false
   */
  readonly skipConsumerLookup?: boolean;
  /**
   * Whether the servers of OCSP and of revocation lists are verified. Since Kong Gateway 3.13; from 3.14 on it cannot be
   * turned off unless the gateway's own tls_certificate_verify is.
   * @default - true from 3.14 on, before false
   */
  readonly sslVerify?: boolean;
}

/** Configuration of `mtls-auth`: clients of the gateway must present a certificate. */
export interface KongMtlsAuthConfig extends KongClientCertificateConfig {
  /**
   * Whether clients are told the names of the accepted authorities.
   * @default false
   */
  readonly sendCaDn?: boolean;
  /**
   * Attributes of a DirectoryName among the alternative names by which a consumer is found. Since Kong Gateway 3.14.
   * @default - all attributes
   */
  readonly sanDirnameMatcher?: readonly string[];
}

/** Configuration of `header-cert-auth`: a proxy before the gateway hands over the client's certificate in a header. */
export interface KongHeaderCertAuthConfig extends KongClientCertificateConfig {
  readonly certificateHeaderName: string;
  readonly certificateHeaderFormat: KongCertificateHeaderFormat;
  /**
   * Whether the header is believed only of the addresses in the gateway's trusted_ips. Without, anyone who reaches the
   * gateway can present any certificate.
   * @default true
   */
  readonly secureSource?: boolean;
}

/** Configuration of `tls-metadata-headers`: the client's certificate as headers for the backend. */
export interface KongTlsMetadataHeadersConfig {
  /**
   * Whether the headers are set. Kong Gateway's own default is false, with which the plugin does nothing.
   * @default true
   */
  readonly injectClientCertDetails?: boolean;
  /** @default 'X-Client-Cert' */
  readonly clientCertHeaderName?: string;
  /** @default 'X-Client-Cert-Serial' */
  readonly clientSerialHeaderName?: string;
  /** @default 'X-Client-Cert-Issuer-DN' */
  readonly clientCertIssuerDnHeaderName?: string;
  /** @default 'X-Client-Cert-Subject-DN' */
  readonly clientCertSubjectDnHeaderName?: string;
  /** @default 'X-Client-Cert-Fingerprint' */
  readonly clientCertFingerprintHeaderName?: string;
}

/** Configuration of `prometheus`: which metrics are counted. */
export interface KongPrometheusConfig {
  /** @default false */
  readonly perConsumer?: boolean;
  /** @default false */
  readonly statusCodeMetrics?: boolean;
  /** @default false */
  readonly latencyMetrics?: boolean;
  /** @default false */
  readonly bandwidthMetrics?: boolean;
  /** @default false */
  readonly upstreamHealthMetrics?: boolean;
}

/** Metrics of one program that begin alike, all of them. */
export interface MetricFamily {
  readonly prefix: string;
  readonly names: readonly string[];
  readonly evidence: string;
}

/** Families of which every name is known, so that another name under their prefix is a mistake. */
export const METRIC_FAMILIES: readonly MetricFamily[] = [
  {
    prefix: 'kong_enterprise_license_',
    names: [
      'kong_enterprise_license_expiration',
      'kong_enterprise_license_features',
      'kong_enterprise_license_signature',
      'kong_enterprise_license_errors',
    ],
    evidence: 'Kong/kong-plugin-prometheus#110',
  },
  {
    prefix: 'kong_data_plane_cluster_cert_',
    names: ['kong_data_plane_cluster_cert_expiry_timestamp'],
    evidence: 'source of the prometheus plugin, 3.9',
  },
  {
    prefix: 'certmanager_certificate_',
    names: [
      'certmanager_certificate_ready_status',
      'certmanager_certificate_expiration_timestamp_seconds',
      'certmanager_certificate_not_after_timestamp_seconds',
      'certmanager_certificate_not_before_timestamp_seconds',
      'certmanager_certificate_renewal_timestamp_seconds',
      'certmanager_certificate_challenge_status',
    ],
    evidence: 'source of cert-manager 1.21',
  },
];

/** Not exported since Kong Gateway 3.8 by nodes that get their configuration from Konnect. */
export const NOT_UNDER_KONNECT = 'kong_enterprise_license_';

/** What Kong Gateway exports of its license: Unix seconds, a day early. */
export const LICENSE_EXPIRATION = 'kong_enterprise_license_expiration';

/** Metrics of which Kong Gateway's license alerts are thought to be made, and the one that exists. */
export const MISTAKEN_METRICS: Readonly<Record<string, string>> = {
  kong_enterprise_license_expiry_timestamp: LICENSE_EXPIRATION,
};

/** Exports every certificate of Secrets and ConfigMaps, the roots in bundles too. */
export const CERTIFICATE_EXPORTER_PREFIX = 'x509_cert_';

/** Envoy exports the end of the certificates that it was given, its own and the roots it trusts. */
export const ENVOY_EXPIRATION_METRICS: ReadonlySet<string> = new Set([
  'envoy_server_days_until_first_cert_expiring',
  'envoy_cluster_ssl_certificate_expiration_unix_time_seconds',
  'envoy_listener_ssl_certificate_expiration_unix_time_seconds',
]);

import type { GatewayMetric } from '../metrics';

const STATISTICS = "Envoy's documentation of cluster and server statistics";

/**
 * What Envoy tells of the TLS to its clusters.
 *
 * `connection_error` does not count failed verification, so it and the counters `fail_verify_*` never move for one and the
 * same connection: it is what the other side refused, with TLS 1.3 also after the handshake.
 *
 * @param clusterLabel the label that holds the name of the cluster
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats#tls-statistics
 */
export function envoyMetrics(clusterLabel = 'envoy_cluster_name'): readonly GatewayMetric[] {
  const by = ['namespace', clusterLabel];
  const counters = [
    ['server-untrusted', 'envoy_cluster_ssl_fail_verify_error'],
    ['server-name-mismatch', 'envoy_cluster_ssl_fail_verify_san'],
    ['handshake-failed', 'envoy_cluster_ssl_connection_error'],
    ['certificates-missing', 'envoy_cluster_client_ssl_socket_factory_upstream_context_secrets_not_ready'],
  ] as const;
  return [
    ...counters.map(([signal, name]) => ({ signal, name, type: 'counter', by, evidence: STATISTICS }) as const),
    {
      signal: 'days-until-expiry',
      name: 'envoy_server_days_until_first_cert_expiring',
      type: 'gauge',
      evidence: STATISTICS,
    },
  ];
}

/** Exported, with 0, for each cluster with TLS. */
export const ENVOY_SIGNS_OF_LIFE: readonly string[] = ['envoy_cluster_ssl_fail_verify_error'];

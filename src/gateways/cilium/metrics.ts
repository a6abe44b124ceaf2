import { ENVOY_SIGNS_OF_LIFE, envoyMetrics } from '../envoy/envoy-metrics';
import type { GatewayMetrics } from '../metrics';

/**
 * What the Envoys of Cilium tell Prometheus, one on each node for all Gateways.
 *
 * @see https://docs.cilium.io/en/stable/observability/metrics/
 */
export const ciliumMetrics: GatewayMetrics = {
  versions: '>=1.19.0 <1.21.0',
  metrics: envoyMetrics(),
  signsOfLife: ENVOY_SIGNS_OF_LIFE,
  scrape: {
    kind: 'PodMonitor',
    namespace: 'kube-system',
    labels: { 'k8s-app': 'cilium-envoy' },
    // The name of the port differs by release.
    port: 9964,
    path: '/metrics',
    evidence: 'source: the DaemonSet of Envoy in the Helm chart, where Envoy runs in Pods of its own',
  },
};

import { ENVOY_SIGNS_OF_LIFE, envoyMetrics } from '../envoy/envoy-metrics';
import type { GatewayMetrics } from '../metrics';

/**
 * What the Envoys of Contour tell Prometheus.
 *
 * @see https://projectcontour.io/docs/main/guides/prometheus/
 */
export const contourMetrics: GatewayMetrics = {
  versions: '>=1.28.0 <=1.33.6',
  metrics: envoyMetrics(),
  signsOfLife: ENVOY_SIGNS_OF_LIFE,
  scrape: {
    kind: 'PodMonitor',
    namespace: 'projectcontour',
    labels: { app: 'envoy' },
    port: 'metrics',
    path: '/stats/prometheus',
    evidence: 'documentation, Collecting Metrics with Prometheus; source: the DaemonSet of Envoy',
  },
};

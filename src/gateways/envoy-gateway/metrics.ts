import { ENVOY_SIGNS_OF_LIFE, envoyMetrics } from '../envoy/envoy-metrics';
import type { GatewayMetrics } from '../metrics';

/**
 * What proxies of Envoy Gateway tell Prometheus.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/observability/proxy-metric/
 */
export const envoyGatewayMetrics: GatewayMetrics = {
  versions: '>=1.0.0 <1.10.0',
  metrics: envoyMetrics(),
  signsOfLife: ENVOY_SIGNS_OF_LIFE,
  scrape: {
    kind: 'PodMonitor',
    namespace: 'envoy-gateway-system',
    gatewayNameLabel: 'gateway.envoyproxy.io/owning-gateway-name',
    gatewayNamespaceLabel: 'gateway.envoyproxy.io/owning-gateway-namespace',
    port: 'metrics',
    path: '/stats/prometheus',
    evidence: 'source: the Deployment of a proxy; documentation of 1.9, Proxy Metrics',
  },
};

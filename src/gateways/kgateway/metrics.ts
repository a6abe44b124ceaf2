import { ENVOY_SIGNS_OF_LIFE, envoyMetrics } from '../envoy/envoy-metrics';
import type { GatewayMetrics } from '../metrics';

/** What proxies of kgateway tell Prometheus. */
export const kgatewayMetrics: GatewayMetrics = {
  versions: '>=2.0.0 <2.5.0',
  metrics: envoyMetrics(),
  signsOfLife: ENVOY_SIGNS_OF_LIFE,
  scrape: {
    kind: 'PodMonitor',
    gatewayNameLabel: 'gateway.networking.k8s.io/gateway-name',
    port: 'http-monitoring',
    path: '/metrics',
    evidence: 'source: the chart of a proxy',
  },
};

import { ENVOY_SIGNS_OF_LIFE, envoyMetrics } from '../envoy/envoy-metrics';
import type { GatewayMetrics } from '../metrics';

/** What proxies of Gloo Gateway tell Prometheus. */
export const glooMetrics: GatewayMetrics = {
  versions: '>=1.22.0 <1.23.0',
  metrics: envoyMetrics(),
  signsOfLife: ENVOY_SIGNS_OF_LIFE,
};

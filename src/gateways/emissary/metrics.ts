import { ENVOY_SIGNS_OF_LIFE, envoyMetrics } from '../envoy/envoy-metrics';
import type { GatewayMetrics } from '../metrics';

/** What Emissary-ingress tells Prometheus of its Envoy. */
export const emissaryMetrics: GatewayMetrics = {
  versions: '>=4.0.0 <4.2.0',
  metrics: envoyMetrics(),
  signsOfLife: ENVOY_SIGNS_OF_LIFE,
  scrape: {
    kind: 'ServiceMonitor',
    namespace: 'emissary',
    labels: { service: 'ambassador-admin' },
    port: 'ambassador-admin',
    path: '/metrics',
    evidence: 'source: the ServiceMonitor of the Helm chart',
  },
};

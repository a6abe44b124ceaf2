import { ENVOY_SIGNS_OF_LIFE, envoyMetrics } from '../envoy/envoy-metrics';
import type { GatewayMetrics } from '../metrics';

/**
 * What gateways of Istio tell Prometheus. The statistics have tags of Istio's own, and most are left out by default.
 *
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 */
export const istioMetrics: GatewayMetrics = {
  versions: '>=1.26.0 <=1.31.0-rc.0',
  metrics: envoyMetrics('cluster_name'),
  signsOfLife: ENVOY_SIGNS_OF_LIFE,
  conditions: [
    {
      message: 'the proxies leave out the statistics of TLS to backends, so that alerts on them never fire',
      fix: "set proxyStatsMatcher.inclusionRegexps to ['cluster\\..*ssl.*'] for the gateway: in meshConfig.defaultConfig, or in the annotation proxy.istio.io/config of its Pods",
      evidence: "source: the bootstrap configuration; Istio's documentation of Envoy statistics",
    },
  ],
  scrape: {
    kind: 'PodMonitor',
    gatewayNameLabel: 'gateway.networking.k8s.io/gateway-name',
    port: 'http-envoy-prom',
    path: '/stats/prometheus',
    evidence: 'documentation: port 15090',
  },
};

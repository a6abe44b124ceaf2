import type { GatewayMetrics } from '../metrics';

const CONTROLLER = 'source of Kong Ingress Controller and of Kong Operator, which contains it';

/**
 * What the controllers of Kong and Kong Gateway tell Prometheus. Kong Gateway has no metric of TLS to its upstreams: a failed
 * handshake is a 502 that Kong makes itself, as other failures are.
 *
 * @param versions the releases of one of the two controllers
 * @see https://developer.konghq.com/kubernetes-ingress-controller/observability/prometheus/
 */
export function kongMetrics(versions: string): GatewayMetrics {
  return {
    versions,
    metrics: [
      {
        signal: 'objects-dropped',
        name: 'ingress_controller_translation_broken_resource_count',
        type: 'gauge',
        evidence: `${CONTROLLER}; Kong/kubernetes-ingress-controller#7763 drops authorities that it cannot read`,
      },
      {
        signal: 'objects-refused',
        name: 'ingress_controller_configuration_push_broken_resource_count',
        type: 'gauge',
        evidence: CONTROLLER,
      },
      {
        signal: 'requests-failed',
        name: 'kong_http_requests_total',
        type: 'counter',
        by: ['namespace', 'service'],
        where: { code: '502', source: 'kong' },
        evidence: 'source of the prometheus plugin, 3.9',
      },
    ],
    signsOfLife: ['ingress_controller_translation_broken_resource_count', 'kong_http_requests_total'],
    conditions: [
      {
        message:
          'requests are counted by the plugin prometheus only, and only where config.status_code_metrics is true',
        fix: 'enable the plugin for all routes, with status_code_metrics: true',
        evidence: 'source of the prometheus plugin, 3.9',
      },
    ],
  };
}

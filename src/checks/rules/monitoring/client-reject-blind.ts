import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { alertedMetrics, type MetricRule, metricRulesOf } from './_prometheus-rules';

const VERIFY_PREFIX = 'envoy_cluster_ssl_fail_verify_';
const CONNECTION_ERROR = 'envoy_cluster_ssl_connection_error';

/** With TLS 1.3 the side that connects is done before the other side has looked at its certificate. */
export const clientRejectBlind: Rule<CheckContext> = {
  id: 'monitoring/client-reject-blind',
  severity: 'warning',
  title: 'Alerts see that Envoy refuses a backend, but not that a backend refuses Envoy',
  why:
    'The counters envoy_cluster_ssl_fail_verify_* count certificates of backends that Envoy refuses. When a backend ' +
    'refuses the client certificate, Envoy counts envoy_cluster_ssl_connection_error only.',
  fix: 'Alert on envoy_cluster_ssl_connection_error too.',
  check({ index }) {
    const rules = metricRulesOf(index);
    const verifying = rules.filter(({ isAlert, metrics }) => isAlert && [...metrics].some(isVerifyCounter));
    if (verifying.length === 0) {
      return notApplicable(`no alert reads ${VERIFY_PREFIX}*`);
    }
    return resultOf(alertedMetrics(rules).has(CONNECTION_ERROR) ? [] : verifying.slice(0, 1).map(finding));
  },
};

function isVerifyCounter(metric: string): boolean {
  return metric.startsWith(VERIFY_PREFIX);
}

function finding({ manifest, path }: MetricRule): RuleFinding {
  return {
    manifest,
    path,
    message: `no alert reads ${CONNECTION_ERROR}, the only counter that shows refused client certificates`,
    fix: `add an alert on rate(${CONNECTION_ERROR}[5m]) > 0`,
  };
}

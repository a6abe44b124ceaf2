import { clientRejectBlind } from '../../../../src/checks/rules/monitoring/client-reject-blind';
import { findingsOf, verdictOf } from '../_rule';
import { alertsYaml, EXPRESSION } from './_yaml';

const VERIFY = 'rate(envoy_cluster_ssl_fail_verify_error[5m]) > 0';

test('finds alerts on one side only, once', () => {
  expect(findingsOf(clientRejectBlind, alertsYaml(VERIFY, 'rate(envoy_cluster_ssl_fail_verify_san[5m]) > 0'))).toEqual([
    {
      severity: 'warning',
      object: 'PrometheusRule monitoring/tls',
      path: EXPRESSION,
      message:
        'no alert reads envoy_cluster_ssl_connection_error, the only counter that shows refused client certificates',
      fix: 'add an alert on rate(envoy_cluster_ssl_connection_error[5m]) > 0',
    },
  ]);
});

test('passes alerts on both sides', () => {
  const both = alertsYaml(VERIFY, 'rate(envoy_cluster_ssl_connection_error[5m]) > 0');
  expect(verdictOf(clientRejectBlind, both)).toBe('pass');
});

test('does not apply to listeners, which are the other hop', () => {
  expect(verdictOf(clientRejectBlind, alertsYaml('envoy_listener_ssl_fail_verify_error > 0'))).toBe(
    'not applicable: no alert reads envoy_cluster_ssl_fail_verify_*',
  );
});

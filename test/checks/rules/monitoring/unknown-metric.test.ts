import { unknownMetric } from '../../../../src/checks/rules/monitoring/unknown-metric';
import { findingsOf, verdictOf } from '../_rule';
import { alertsYaml, EXPRESSION, recordedYaml } from './_yaml';

const LICENSE_METRICS =
  'kong_enterprise_license_expiration, kong_enterprise_license_features, kong_enterprise_license_signature, kong_enterprise_license_errors';

const KONNECT_NODE = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec:
  selector: { matchLabels: { app: kong } }
  template:
    metadata: { labels: { app: kong } }
    spec:
      containers: [{ name: proxy, image: kong/kong-gateway:3.9, env: [{ name: KONG_KONNECT_MODE, value: "on" }] }]
`;

test.each([
  [
    'a metric that was never exported',
    alertsYaml('kong_enterprise_license_expiry_timestamp - time() < 86400'),
    `nothing exports kong_enterprise_license_expiry_timestamp; there are ${LICENSE_METRICS}`,
    'read kong_enterprise_license_expiration, Unix seconds of the end minus 86400',
  ],
  [
    'a misspelled metric',
    alertsYaml('certmanager_certificate_expiry_timestamp_seconds > 0'),
    'nothing exports certmanager_certificate_expiry_timestamp_seconds; there are certmanager_certificate_ready_status, certmanager_certificate_expiration_timestamp_seconds, certmanager_certificate_not_after_timestamp_seconds, certmanager_certificate_not_before_timestamp_seconds, certmanager_certificate_renewal_timestamp_seconds, certmanager_certificate_challenge_status',
    'read certmanager_certificate_expiration_timestamp_seconds',
  ],
  [
    'a metric that is not there under Konnect',
    alertsYaml('kong_enterprise_license_expiration < time()') + KONNECT_NODE,
    'kong_enterprise_license_expiration is not exported by nodes of Kong Gateway that get their configuration from Konnect',
    'remove the rule, and watch the license in Konnect',
  ],
])('finds %s', (_name, yaml, message, fix) => {
  expect(findingsOf(unknownMetric, yaml)).toEqual([
    { severity: 'error', object: 'PrometheusRule monitoring/tls', path: EXPRESSION, message, fix },
  ]);
});

test.each([
  ['kong_enterprise_license_expiration - time() < 86400'],
  ['rate(kong_enterprise_license_errors[5m]) > 0'],
  ['rate(kong_enterprise_license_errors_total[5m]) > 0'],
  ['certmanager_certificate_ready_status{condition!="True"} == 1'],
])('passes %s', (expression) => {
  expect(verdictOf(unknownMetric, alertsYaml(expression))).toBe('pass');
});

test.each(['certmanager_certificate_days_left', 'certmanager_certificate_expiration_days:min'])(
  'passes %s, which a rule records',
  (record) => {
    const expression = 'certmanager_certificate_expiration_timestamp_seconds > 0';
    expect(verdictOf(unknownMetric, recordedYaml(record, expression, `${record} < 14`))).toBe('pass');
  },
);

test('does not judge what a rule elsewhere records', () => {
  expect(verdictOf(unknownMetric, alertsYaml('namespace:kong_enterprise_license_left:min < 14'))).toBe(
    'not applicable: no PrometheusRule reads a metric of a family of which all names are known',
  );
  expect(verdictOf(unknownMetric, alertsYaml('kong_enterprise_license_left:min < 14'))).toBe(
    'not applicable: no PrometheusRule reads a metric of a family of which all names are known',
  );
});

test('does not judge families of which not all names are known', () => {
  expect(verdictOf(unknownMetric, alertsYaml('kong_anything > 0'))).toBe(
    'not applicable: no PrometheusRule reads a metric of a family of which all names are known',
  );
});

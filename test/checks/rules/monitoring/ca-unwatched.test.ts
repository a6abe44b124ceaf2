import { caUnwatched } from '../../../../src/checks/rules/monitoring/ca-unwatched';
import { findingsOf, verdictOf } from '../_rule';
import { alertsYaml, KONG_CA, recordedYaml } from './_yaml';

const LEAVES = 'certmanager_certificate_ready_status{condition!="True"} == 1';
const MESSAGE = 'no alert reads the end of roots; cert-manager and trust-manager export none';
const FIX = 'run x509-certificate-exporter over the objects that hold roots, and alert on x509_cert_not_after - time()';

test('finds alerts that see certificates only', () => {
  expect(findingsOf(caUnwatched, alertsYaml(LEAVES) + KONG_CA)).toEqual([
    { severity: 'warning', object: 'PrometheusRule monitoring/tls', path: 'spec.groups', message: MESSAGE, fix: FIX },
  ]);
});

test('of a complete set it is known that there are no alerts', () => {
  expect(findingsOf(caUnwatched, KONG_CA, { closedWorld: true })).toEqual([
    { severity: 'warning', object: 'ConfigMap payments/root', path: '', message: MESSAGE, fix: FIX },
  ]);
});

test.each([
  ['x509-certificate-exporter', alertsYaml(LEAVES, 'x509_cert_not_after - time() < 86400')],
  ['Envoy', alertsYaml(LEAVES, 'envoy_server_days_until_first_cert_expiring < 7')],
  [
    'a recorded metric',
    alertsYaml(LEAVES) + recordedYaml('roots:left', 'x509_cert_not_after - time()', 'roots:left < 9'),
  ],
])('passes alerts on the metrics of %s', (_name, yaml) => {
  expect(verdictOf(caUnwatched, yaml + KONG_CA)).toBe('pass');
});

test('does not apply without roots, or without alerts on certificates', () => {
  expect(verdictOf(caUnwatched, alertsYaml(LEAVES))).toBe(
    'not applicable: no object of the set holds or distributes roots',
  );
  expect(verdictOf(caUnwatched, alertsYaml('up == 0') + KONG_CA)).toBe(
    'not applicable: no PrometheusRule of the set watches certificates, and others may be outside it',
  );
});

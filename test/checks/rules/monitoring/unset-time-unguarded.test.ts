import { unsetTimeUnguarded } from '../../../../src/checks/rules/monitoring/unset-time-unguarded';
import { findingsOf, verdictOf } from '../_rule';
import { alertsYaml, EXPRESSION } from './_yaml';

const EXPIRATION = 'certmanager_certificate_expiration_timestamp_seconds';
const RENEWAL = 'certmanager_certificate_renewal_timestamp_seconds';
const READY = 'certmanager_certificate_ready_status{condition="True"} == 1';

test.each([
  ['time left without a guard', `${EXPIRATION} - time() < 86400`, EXPIRATION],
  ['a comparison with another metric that is 0', `(${EXPIRATION} unless up == 0) - time() < 0`, EXPIRATION],
  ['a comparison of what is left with 0', `(${EXPIRATION} - time()) > 0`, EXPIRATION],
  ['renewal of certificates that are ready', `time() > ${RENEWAL}{name="a"} and ${READY}`, RENEWAL],
])('finds %s', (_name, expression, metric) => {
  expect(findingsOf(unsetTimeUnguarded, alertsYaml(expression))).toEqual([
    {
      severity: 'warning',
      object: 'PrometheusRule monitoring/tls',
      path: EXPRESSION,
      message: `${metric} is 0 while the time is not set, and the expression does not leave 0 out`,
      fix: `write (${metric} > 0) in its place`,
    },
  ]);
});

test.each([
  [`(${EXPIRATION}{namespace="a"} > 0) - time() < 86400`],
  [`${EXPIRATION} - time() < 86400 and on (name, namespace) ${READY}`],
  [`time() > (${RENEWAL} != 0)`],
  [`(((${EXPIRATION}{namespace="a"})) > 0) - time() < 86400`],
  [`(${RENEWAL} unless ${RENEWAL} == 0) < time()`],
  [`time() > (${RENEWAL} unless on (name, namespace) (${RENEWAL}{name="a"} == 0))`],
])('passes %s', (expression) => {
  expect(verdictOf(unsetTimeUnguarded, alertsYaml(expression))).toBe('pass');
});

test('does not apply to other metrics', () => {
  expect(verdictOf(unsetTimeUnguarded, alertsYaml('up == 0'))).toBe(
    'not applicable: no PrometheusRule reads a time of a certificate from cert-manager',
  );
});

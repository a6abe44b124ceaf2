import { kongDroppedCa } from '../../../../src/checks/rules/monitoring/kong-dropped-ca';
import { findingsOf, verdictOf } from '../_rule';
import { alertsYaml, KONG_CA } from './_yaml';

const MESSAGE =
  'no alert reads ingress_controller_translation_broken_resource_count, in which alone a dropped CA shows';
const FIX = 'add an alert on ingress_controller_translation_broken_resource_count > 0';
const OTHER = 'kong_upstream_target_health{state="unhealthy"} > 0';

test.each([
  [
    'alerts that watch other things of Kong',
    alertsYaml(OTHER) + KONG_CA,
    {},
    'PrometheusRule monitoring/tls',
    'spec.groups',
  ],
  ['a complete set without alerts', KONG_CA, { closedWorld: true }, 'ConfigMap payments/root', ''],
])('finds %s', (_name, yaml, options, object, path) => {
  expect(findingsOf(kongDroppedCa, yaml, options)).toEqual([
    { severity: 'warning', object, path, message: MESSAGE, fix: FIX },
  ]);
});

test('passes an alert on the metric', () => {
  const alerts = alertsYaml(OTHER, 'ingress_controller_translation_broken_resource_count > 0');
  expect(verdictOf(kongDroppedCa, alerts + KONG_CA)).toBe('pass');
});

test('does not apply without CA objects, or without alerts on Kong', () => {
  expect(verdictOf(kongDroppedCa, alertsYaml(OTHER))).toBe('not applicable: there is no CA object for Kong');
  expect(verdictOf(kongDroppedCa, KONG_CA)).toBe(
    'not applicable: no PrometheusRule of the set watches Kong, and others may be outside it',
  );
});

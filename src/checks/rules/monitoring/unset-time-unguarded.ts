import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type MetricRule, metricRulesOf } from './_prometheus-rules';
import { excludesZero } from './_promql';

const TIMES = [
  'certmanager_certificate_expiration_timestamp_seconds',
  'certmanager_certificate_not_after_timestamp_seconds',
  'certmanager_certificate_not_before_timestamp_seconds',
];
/** Also unset for as long as a Certificate lives whose renewal is disabled. */
const RENEWAL = 'certmanager_certificate_renewal_timestamp_seconds';
/** A certificate that is ready has been issued, so that its times are set. */
const READY = 'certmanager_certificate_ready_status';

/** cert-manager exports a time that is not known yet as 0, which is the year 1970. */
export const unsetTimeUnguarded: Rule<CheckContext> = {
  id: 'monitoring/unset-time-unguarded',
  severity: 'warning',
  title: 'An expression takes the time of a certificate that has none for the year 1970',
  why:
    'Times that are not set are exported by cert-manager as 0: before the first issuance, and the renewal time for good where ' +
    'renewal.policy is Disabled. An alert on the time left fires for these, and is soon ignored.',
  fix: 'Compare the metric with 0 in the same expression, as in (metric > 0) - time() < 86400.',
  check({ index }) {
    const reading = metricRulesOf(index).filter(({ metrics }) => [...TIMES, RENEWAL].some((time) => metrics.has(time)));
    return reading.length === 0
      ? notApplicable('no PrometheusRule reads a time of a certificate from cert-manager')
      : resultOf(reading.flatMap(problems));
  },
};

function problems({ manifest, path, expression, metrics }: MetricRule): readonly RuleFinding[] {
  const times = metrics.has(READY) ? [RENEWAL] : [...TIMES, RENEWAL];
  const unguarded = times.filter((metric) => metrics.has(metric) && !excludesZero(expression, metric));
  return unguarded.map((metric) => ({
    manifest,
    path,
    message: `${metric} is 0 while the time is not set, and the expression does not leave 0 out`,
    fix: `write (${metric} > 0) in its place`,
  }));
}

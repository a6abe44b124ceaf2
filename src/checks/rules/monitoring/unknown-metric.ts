import type { ManifestIndex } from '../../../manifests/index-set';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { nearestName } from '../../schema/nearest-name';
import { containersOf, environmentOf } from '../_containers';
import {
  LICENSE_EXPIRATION,
  METRIC_FAMILIES,
  type MetricFamily,
  MISTAKEN_METRICS,
  NOT_UNDER_KONNECT,
} from './_metrics';
import { type MetricRule, metricRulesOf } from './_prometheus-rules';

/** A metric that nothing exports. An alert on it never fires, which looks like all is well. */
export const unknownMetric: Rule<CheckContext> = {
  id: 'monitoring/unknown-metric',
  severity: 'error',
  title: 'An expression reads a metric that does not exist',
  why:
    'Prometheus takes a metric that nobody exports for an empty answer: the alert never fires. The metrics of the ' +
    'license of Kong (Kong/kong-plugin-prometheus#110) are not exported under Konnect since Kong Gateway 3.8.',
  fix: 'Write the name of a metric that is exported; for the license of Kong kong_enterprise_license_expiration.',
  check({ index }) {
    const rules = metricRulesOf(index);
    const recorded = new Set(rules.filter(({ isAlert }) => !isAlert).map(({ name }) => name));
    const judged = rules
      .map((rule) => ({ ...rule, metrics: exported(rule, recorded) }))
      .filter(({ metrics }) => metrics.some((name) => familyOf(name) !== undefined));
    if (judged.length === 0) {
      return notApplicable('no PrometheusRule reads a metric of a family of which all names are known');
    }
    const isKonnect = runsUnderKonnect(index);
    return resultOf(judged.flatMap((rule) => problems(rule, isKonnect)));
  },
};

/** Without what rules record: those of the set by their names, others by the colon that is for nothing else. */
function exported({ metrics }: MetricRule, recorded: ReadonlySet<string>): readonly string[] {
  return [...metrics].filter((name) => !recorded.has(name) && !name.includes(':'));
}

interface JudgedRule extends Pick<MetricRule, 'manifest' | 'path'> {
  readonly metrics: readonly string[];
}

function problems({ manifest, path, metrics }: JudgedRule, isKonnect: boolean): readonly RuleFinding[] {
  return metrics.flatMap((metric) => {
    const problem = problemOf(metric, isKonnect);
    return problem === undefined ? [] : [{ manifest, path, ...problem }];
  });
}

function problemOf(metric: string, isKonnect: boolean): Pick<RuleFinding, 'fix' | 'message'> | undefined {
  const family = familyOf(metric);
  if (family === undefined) {
    return undefined;
  }
  if (!family.names.includes(plainMetric(metric))) {
    const nearest = MISTAKEN_METRICS[metric] ?? nearestName(metric, family.names);
    return {
      message: `nothing exports ${metric}; there are ${family.names.join(', ')}`,
      fix: nearest === undefined ? 'read one of these' : `read ${nearest}${hintOn(nearest)}`,
    };
  }
  return isKonnect && metric.startsWith(NOT_UNDER_KONNECT)
    ? {
        message: `${metric} is not exported by nodes of Kong Gateway that get their configuration from Konnect`,
        fix: 'remove the rule, and watch the license in Konnect',
      }
    : undefined;
}

function hintOn(metric: string): string {
  return metric === LICENSE_EXPIRATION ? ', Unix seconds of the end minus 86400' : '';
}

/** Histograms, summaries and counters export their metric under several names. */
function plainMetric(metric: string): string {
  return metric.replace(/_(?:bucket|count|sum|total)$/, '');
}

function familyOf(metric: string): MetricFamily | undefined {
  return METRIC_FAMILIES.find(({ prefix }) => metric.startsWith(prefix));
}

function runsUnderKonnect(index: ManifestIndex): boolean {
  return containersOf(index).some((container) => environmentOf(container, 'KONG_KONNECT_MODE')?.value === 'on');
}

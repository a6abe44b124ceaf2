import { fieldAt, fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { metricsIn } from './_promql';

/** One alert or recording rule. */
export interface MetricRule {
  readonly manifest: Manifest;
  /** The way to its expression. */
  readonly path: FieldPath;
  /** The name of the alert or of the recorded metric; empty if it has none. */
  readonly name: string;
  readonly isAlert: boolean;
  readonly expression: string;
  /** The metrics that the expression reads. */
  readonly metrics: ReadonlySet<string>;
}

/** All rules of all PrometheusRules. */
export function metricRulesOf(index: ManifestIndex): readonly MetricRule[] {
  return index.ofKind('monitoring.coreos.com', 'PrometheusRule').flatMap((manifest) =>
    itemsOf(fieldAt(manifest.body, 'spec', 'groups')).flatMap((group, groupPosition) =>
      itemsOf(fieldOf(group, 'rules')).flatMap((rule, position) => {
        const expression = textOf(rule, 'expr');
        return expression === undefined
          ? []
          : [
              {
                manifest,
                path: ['spec', 'groups', groupPosition, 'rules', position, 'expr'],
                name: textOf(rule, 'alert') ?? textOf(rule, 'record') ?? '',
                isAlert: textOf(rule, 'alert') !== undefined,
                expression,
                metrics: metricsIn(expression),
              },
            ];
      }),
    ),
  );
}

/**
 * What the alerts read: metrics of their expressions, and through recorded metrics those of the recording rules. A
 * recorded metric that another one reads is followed once, whatever its depth.
 */
export function alertedMetrics(rules: readonly MetricRule[]): ReadonlySet<string> {
  const recordings = new Map<string, MetricRule[]>();
  for (const rule of rules.filter(({ isAlert }) => !isAlert)) {
    const others = recordings.get(rule.name);
    if (others === undefined) {
      recordings.set(rule.name, [rule]);
    } else {
      others.push(rule);
    }
  }
  const reached = new Set<string>();
  const waiting = rules.filter(({ isAlert }) => isAlert).flatMap(({ metrics }) => [...metrics]);
  for (let metric = waiting.pop(); metric !== undefined; metric = waiting.pop()) {
    if (!reached.has(metric)) {
      reached.add(metric);
      waiting.push(...(recordings.get(metric) ?? []).flatMap(({ metrics }) => [...metrics]));
    }
  }
  return reached;
}

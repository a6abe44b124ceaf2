import { Refusal } from '../gateways/refusal';
import type { JsonObject } from '../manifests/manifest';
import { formatPrometheusDuration } from '../promql/format-duration';

/** How loud an alert is, by the values of the label `severity` that most routes of Alertmanager know. */
export type AlertSeverity = 'info' | 'warning' | 'critical';

/** What all alerts of a PrometheusRule have. */
export interface AlertOptions {
  /**
   * Further labels of each alert, by which Alertmanager routes it; `severity` is the alert's own.
   * @default - none
   */
  readonly alertLabels?: Readonly<Record<string, string>>;
  /**
   * Further annotations of each alert.
   * @default - none
   */
  readonly alertAnnotations?: Readonly<Record<string, string>>;
  /**
   * Beginning of the address of a runbook; the name of the alert is put behind it: `https://runbooks.example.com/tls/`.
   * @default - alerts have no runbook_url
   */
  readonly runbookBaseUrl?: string;
}

/** One alert. It fires for the series of each of its conditions. */
export interface AlertRule {
  /** Stable: routes and silences name it. */
  readonly alert: string;
  /** Expressions of PromQL, one or more. */
  readonly conditions: readonly string[];
  /**
   * How long a condition must hold, in milliseconds.
   * @default - it fires at once
   */
  readonly holdsFor?: number;
  readonly severity: AlertSeverity;
  readonly summary: string;
  /** @default - none */
  readonly description?: string;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** @throws Refusal if a label or an annotation has a name that Prometheus refuses */
export function checkAlertOptions({ alertLabels = {}, alertAnnotations = {} }: AlertOptions): void {
  for (const [what, names] of [
    ['a label', Object.keys(alertLabels)],
    ['an annotation', Object.keys(alertAnnotations)],
  ] as const) {
    const wrong = names.find((name) => !LABEL_NAME.test(name));
    if (wrong !== undefined) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `${JSON.stringify(wrong.slice(0, 80))} is no name of ${what} of an alert; allowed are letters, digits and _, a digit not first`,
        fix: 'rename it',
      });
    }
  }
}

/** Alerts of the same name and labels are one to Prometheus and to whoever reads them, so their conditions go together. */
export function mergeAlerts(rules: readonly AlertRule[]): readonly AlertRule[] {
  const merged = new Map<string, AlertRule>();
  for (const rule of rules) {
    const { conditions, ...rest } = rule;
    const key = JSON.stringify(rest);
    const earlier = merged.get(key)?.conditions ?? [];
    merged.set(key, { ...rest, conditions: [...new Set([...earlier, ...conditions])] });
  }
  return [...merged.values()];
}

/** Writes an alert as an item of `spec.groups[].rules[]`. */
export function formatAlert(rule: AlertRule, options: AlertOptions = {}): JsonObject {
  const { alert, conditions, holdsFor, severity, summary, description, labels } = rule;
  const { alertLabels, alertAnnotations, runbookBaseUrl } = options;
  return {
    alert,
    expr: conditions.join('\nor\n'),
    ...(holdsFor === undefined ? {} : { for: formatPrometheusDuration(holdsFor) }),
    labels: { ...alertLabels, ...labels, severity },
    annotations: {
      ...alertAnnotations,
      summary,
      ...(description === undefined ? {} : { description }),
      ...(runbookBaseUrl === undefined ? {} : { runbook_url: `${runbookBaseUrl}${alert}` }),
    },
  };
}

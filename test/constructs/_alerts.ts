import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { UpstreamTlsAlerts, type UpstreamTlsAlertsProps } from '../../src';

/** An item of `spec.groups[].rules[]`. */
export interface WrittenAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface WrittenGroup {
  readonly name: string;
  readonly rules: readonly WrittenAlert[];
}

/** The groups of alerts on what is built into a chart of namespace payments. */
export function groupsOn(
  build: (chart: Chart) => unknown,
  props: Partial<UpstreamTlsAlertsProps> = {},
): readonly WrittenGroup[] {
  const chart = new Chart(Testing.app(), 'payments', { namespace: 'payments' });
  build(chart);
  return groupsOf(chart, new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart], ...props }));
}

/** The groups that a construct writes. */
export function groupsOf(chart: Chart, alerts: Construct): readonly WrittenGroup[] {
  const rule = Testing.synth(chart).find(
    ({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === (alerts as UpstreamTlsAlerts).name,
  );
  return rule.spec.groups;
}

/** All alerts of some groups. */
export function alertsOf(groups: readonly WrittenGroup[]): readonly WrittenAlert[] {
  return groups.flatMap(({ rules }) => rules);
}

export function exampleRoot(team: 'payments' | 'risk'): string {
  return readFileSync(join(__dirname, '../../examples/pki', `${team}-root.pem`), 'utf8');
}

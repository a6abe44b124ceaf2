/** A PrometheusRule with one alert per expression. */
export function alertsYaml(...expressions: readonly string[]): string {
  return document(expressions.map((expr, index) => ({ alert: `A${index}`, expr })));
}

/** A PrometheusRule with an alert on a metric that a second rule records. */
export function recordedYaml(record: string, recorded: string, alert: string): string {
  return document([
    { record, expr: recorded },
    { alert: 'A', expr: alert },
  ]);
}

function document(rules: readonly object[]): string {
  const body = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'tls', namespace: 'monitoring' },
    spec: { groups: [{ name: 'tls', rules }] },
  };
  return `---\n${JSON.stringify(body)}\n---\n`;
}

export const EXPRESSION = 'spec.groups[0].rules[0].expr';

export const KONG_CA = `
apiVersion: v1
kind: ConfigMap
metadata: { name: root, namespace: payments, labels: { konghq.com/ca-cert: "true" } }
data: { id: 9f0bb8c5-3f4e-4d2c-8f2a-0f6f0e4f5d11, ca.crt: none }
`;

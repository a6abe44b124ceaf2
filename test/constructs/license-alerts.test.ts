import { Chart, Testing } from 'cdk8s';
import { KongOperator, type LicenseAlertsOptions, LicenseSource, LicenseStore } from '../../src';
import { findPromqlProblem } from '../../src/promql/check-promql';
import { alertsOf, type WrittenAlert } from './_alerts';

function licenseAlerts(alerts: LicenseAlertsOptions, source?: LicenseSource): readonly WrittenAlert[] {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'kong' });
  new LicenseStore(chart, 'license', {
    ingressControllerName: 'edge',
    serviceAccount: { name: 'edge-kong' },
    gateway: new KongOperator({ version: '2.2.0' }),
    source,
    alerts,
  });
  return alertsOf(Testing.synth(chart).find(({ kind }) => kind === 'PrometheusRule').spec.groups);
}

test.each([
  ['an existing Secret', undefined],
  ['an ExternalSecret', LicenseSource.externalSecret({ store: 'vault', remoteKey: 'kong/license' })],
])('alerts on a license of %s are PromQL', (_, source) => {
  const written = licenseAlerts({ gatewaySelector: 'job=~"edge|inner"' }, source);
  expect(written.length).toBeGreaterThan(5);
  expect(written.map(({ expr }) => findPromqlProblem(expr)).filter((problem) => problem !== undefined)).toEqual([]);
  expect(written.filter(({ expr }) => expr.includes('{job=~"edge|inner"}'))).toHaveLength(5);
});

test('a license has the labels, annotations and runbooks that it is given', () => {
  const written = licenseAlerts({
    alertLabels: { team: 'edge' },
    alertAnnotations: { dashboard: 'licenses' },
    runbookBaseUrl: 'https://runbooks.example.com/kong#',
  });
  expect(written.find(({ alert }) => alert === 'KongLicenseSecretMissing')).toEqual({
    alert: 'KongLicenseSecretMissing',
    expr: 'absent(kube_secret_info{namespace="kong",secret="edge-license"})',
    for: '10m',
    labels: { severity: 'critical', team: 'edge' },
    annotations: {
      dashboard: 'licenses',
      runbook_url: 'https://runbooks.example.com/kong#KongLicenseSecretMissing',
      summary: 'Secret kong/edge-license with the license of Kong Gateway is gone',
    },
  });
});

const SUBJECT = 'LicenseStore "license" [test/license]: ';

test.each([
  [
    'matchers that end the braces',
    { gatewaySelector: 'a="b"} or vector(1) or up{a="b"' },
    'gatewaySelector is no list of label matchers: it has more than label matchers after 0 characters; write label matchers of PromQL: namespace="kong",pod=~"edge-.*" (schema/invalid-value)',
  ],
  [
    'half a matcher',
    { gatewaySelector: 'namespace=' },
    'gatewaySelector is no list of label matchers: it has a syntax error after 10 characters; write label matchers of PromQL: namespace="kong",pod=~"edge-.*" (schema/invalid-value)',
  ],
  [
    'a label with a dash',
    { alertLabels: { 'on-call': 'edge' } },
    '"on-call" is no name of a label of an alert; allowed are letters, digits and _, a digit not first; rename it (schema/invalid-value)',
  ],
])('alerts on a license refuse %s', (_, alerts, message) => {
  expect(() => licenseAlerts(alerts)).toThrow(new Error(SUBJECT + message));
});

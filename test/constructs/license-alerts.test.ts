import { Chart, Duration, Testing } from 'cdk8s';
import { ClientCertificate, KongOperator, type LicenseAlertsOptions, LicenseSource, LicenseStore } from '../../src';
import { findPromqlProblem } from '../../src/promql/check-promql';
import { alertsOf, type WrittenAlert, type WrittenGroup } from './_alerts';
import { evaluated, evaluateGroups, reason } from './_evaluate-alerts';

function licenseAlerts(alerts: LicenseAlertsOptions, source?: LicenseSource): readonly WrittenAlert[] {
  return alertsOf(licenseGroups(alerts, source));
}

function licenseGroups(alerts: LicenseAlertsOptions, source?: LicenseSource): readonly WrittenGroup[] {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'kong' });
  new LicenseStore(chart, 'license', {
    ingressControllerName: 'edge',
    serviceAccount: { name: 'edge-kong' },
    gateway: new KongOperator({ version: '2.2.0' }),
    source,
    alerts,
  });
  return Testing.synth(chart).find(({ kind }) => kind === 'PrometheusRule').spec.groups;
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

evaluated(`${reason}alerts on a license`, () => {
  const DAY = 86_400;
  const IMAGE = `registry.example.com/tools/node@sha256:${'a1'.repeat(32)}`;
  const SYNC = LicenseSource.konnectSync({
    controlPlaneId: '6f1b2c4e-0d1a-4b7c-9a55-3f0c2f7e9d10',
    clientCertificate: ClientCertificate.secret('konnect-client'),
    image: IMAGE,
  });
  const labels = 'namespace="kong"';
  /** The gateway exports the end minus a day. */
  const ending = (days: number) => ({
    [`kong_enterprise_license_expiration{${labels}}`]: `${(days - 1) * DAY}x300`,
    [`kong_enterprise_license_errors{${labels}}`]: '3x300',
    'kube_secret_info{namespace="kong",secret="edge-license"}': '1x300',
    'kube_cronjob_created{namespace="kong",cronjob="CRONJOB"}': '0x300',
    'kube_cronjob_status_last_successful_time{namespace="kong",cronjob="CRONJOB"}': '0x300',
  });

  function evaluate(
    samples: Readonly<Record<string, string>>,
    fires: Readonly<Record<string, readonly string[]>>,
  ): void {
    const groups = licenseGroups({ staleAfter: Duration.hours(2) }, SYNC);
    const cronJob = /cronjob="([^"]+)"/.exec(JSON.stringify(groups).replaceAll('\\"', '"'))?.[1] ?? '';
    expect(cronJob).not.toBe('');
    const named = Object.entries(samples).map(([series, values]) => [series.replace('CRONJOB', cronJob), values]);
    evaluateGroups(groups, Object.fromEntries(named), fires);
  }

  test.each([
    [91, []],
    [89, ['KongLicenseExpiresIn90Days info']],
    [29, ['KongLicenseExpiresIn30Days warning']],
    [6, ['KongLicenseExpiresIn7Days critical']],
    [-1, ['KongLicenseExpiresIn7Days critical']],
  ])('with %d days left: %j', (days, alerts) => {
    evaluate(ending(days), { '1h': alerts });
  });

  test('that is not synchronized, or is gone', () => {
    evaluate(ending(100), { '119m': [], '121m': ['KongLicenseSyncStale critical'] });
    evaluate(
      { ...ending(100), 'kube_job_status_failed{namespace="kong",job_name="CRONJOB-2900"}': '0x5 1x295' },
      { '5m': [], '7m': ['KongLicenseSyncFailed warning'] },
    );
    evaluate(
      { ...ending(100), 'kube_secret_info{namespace="kong",secret="edge-license"}': '1x5 _x295' },
      { '5m': [], '25m': ['KongLicenseSecretMissing critical'] },
    );
  });

  test('that no gateway tells of, or none can read', () => {
    evaluate(
      { ...ending(100), [`kong_enterprise_license_errors{${labels}}`]: '3x5 4x295' },
      { '5m': [], '7m': ['KongLicenseUnreadable critical'] },
    );
    const { [`kong_enterprise_license_expiration{${labels}}`]: _, ...silent } = ending(100);
    evaluate(silent, { '59m': [], '61m': ['KongLicenseUnwatched warning'] });
  });
});

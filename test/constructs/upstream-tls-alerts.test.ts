import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import {
  Cilium,
  Contour,
  type GatewayImplementation,
  Issuer,
  IssuerConfig,
  Istio,
  Kgateway,
  KongIngressController,
  KongOperator,
  MetricsTarget,
  UpstreamTls,
  UpstreamTlsAlerts,
} from '../../src';
import { findPromqlProblem } from '../../src/promql/check-promql';
import { AT, alertsOf, ENVOY_GATEWAY, everything, groupsOn, leaf, only, payments, RETIRED } from './_alerts';

const WITH_METRICS: readonly GatewayImplementation[] = [
  new Cilium({ version: '1.20', ...AT }),
  new Contour({ version: '1.33', ...AT }),
  ENVOY_GATEWAY,
  new Istio({ version: '1.30', ...AT }),
  new Kgateway({ version: '2.4', ...AT }),
  new KongIngressController({ version: '3.5.13', ...AT }),
  new KongOperator({ version: '2.2.3', ...AT }),
];

/** Routes, silences and runbooks name them. */
const NAMES = [
  'CertManagerUnwatched',
  'CertificateAuthorityEndsFirst',
  'CertificateExpiresSoon',
  'CertificateNotReady',
  'CertificateNotRenewed',
  'CertificateRenewalDue',
  'ClusterIssuerNotReady',
  'GatewayCertificateExpiresSoon',
  'GatewayObjectsDropped',
  'GatewayObjectsRefused',
  'GatewayRequestsFailed',
  'GatewayUnwatched',
  'IssuerNotReady',
  'RetiredRootStillTrusted',
  'TrustAnchorExpiresSoon',
  'TrustAnchorsUnwatched',
  'UpstreamCertificatesMissing',
  'UpstreamHandshakeFailed',
  'UpstreamServerNameMismatch',
  'UpstreamServerUntrusted',
];

describe('the alerts', () => {
  test.each(WITH_METRICS.map((gateway) => [String(gateway), gateway] as const))('on %s are PromQL', (_, gateway) => {
    const written = alertsOf(groupsOn(everything(gateway), { retiredRoots: [RETIRED] }));
    expect(written.length).toBeGreaterThan(12);
    const problems = written.map(({ alert, expr }) => [alert, findPromqlProblem(expr)]);
    expect(problems.filter(([, problem]) => problem !== undefined)).toEqual([]);
  });

  test('have names that stay', () => {
    const names = [...WITH_METRICS].flatMap((gateway) =>
      alertsOf(groupsOn(everything(gateway), { retiredRoots: [RETIRED] })).map(({ alert }) => alert),
    );
    const namespaced = alertsOf(groupsOn((chart) => new Issuer(chart, 'i', { config: IssuerConfig.selfSigned() })));
    expect([...new Set([...names, ...namespaced.map(({ alert }) => alert)])].sort()).toEqual(NAMES);
  });

  test('are all explained in docs/alerts.md', () => {
    const page = readFileSync(join(__dirname, '../../docs/alerts.md'), 'utf8');
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title).sort()).toEqual(NAMES);
    const table = page.split('\n').filter((line) => line.startsWith('| '));
    expect(NAMES.filter((name) => !table.some((line) => line.includes(name)))).toEqual([]);
  });

  test('of the same name have different labels, as Prometheus and its readers want it', () => {
    const written = alertsOf(groupsOn(everything(ENVOY_GATEWAY), { retiredRoots: [RETIRED] }));
    const keys = written.map(({ alert, labels }) => JSON.stringify([alert, labels]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('are the same for the same app', () => {
    const write = () => JSON.stringify(groupsOn(everything(ENVOY_GATEWAY), { retiredRoots: [RETIRED] }));
    expect(write()).toBe(write());
  });

  test.each(WITH_METRICS.map((gateway) => [String(gateway), gateway] as const))(
    'on %s leave nothing to be found by the checks',
    (_, gateway) => {
      expect(monitoringFindings(gateway)).toEqual([]);
    },
  );
});

/** What the checks find about the alerts and the monitors, under this library's contracts or under others. */
function monitoringFindings(gateway: GatewayImplementation, crds?: readonly string[]): readonly string[] {
  const chart = payments();
  everything(gateway)(chart);
  new UpstreamTlsAlerts(chart, 'alerts', {
    watch: [chart],
    retiredRoots: [RETIRED],
    labels: { release: 'prometheus' },
    targets: [
      MetricsTarget.certManager(),
      MetricsTarget.pods({ namespace: 'kong', labels: { app: 'kong' }, port: 8100, interval: Duration.seconds(90) }),
      MetricsTarget.services({ namespace: 'kong', labels: { app: 'kong' }, port: 'metrics', honorLabels: false }),
    ],
  });
  const checks = UpstreamTls.of(chart);
  checks.configure(crds === undefined ? {} : { crds });
  return checks
    .check()
    .findings.filter(
      ({ rule, object, severity }) =>
        (rule.startsWith('monitoring/') && severity !== 'info') ||
        object?.apiVersion.startsWith('monitoring.coreos.com/'),
    )
    .map(({ rule, path, message }) => `${rule} ${path} ${message}`);
}

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const reference = folder === undefined ? test.skip : test;
const why = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

reference.each(WITH_METRICS.map((gateway) => [String(gateway), gateway] as const))(
  `${why}all that is written for %s is valid under the CRDs of the Prometheus operator`,
  (_, gateway) => {
    const operator = join(folder ?? '', 'prometheus-operator');
    const crds = readdirSync(operator).map((file) => readFileSync(join(operator, file), 'utf8'));
    expect(crds).toHaveLength(3);
    expect(monitoringFindings(gateway, crds)).toEqual([]);
  },
);

test('an alert has the labels, annotations and runbook that all have', () => {
  const written = alertsOf(
    groupsOn((chart) => leaf(chart, 'a', 30), {
      alertLabels: { team: 'edge', severity: 'ignored' },
      alertAnnotations: { dashboard: 'tls' },
      runbookBaseUrl: 'https://runbooks.example.com/tls/',
      alerts: [
        {
          alert: 'LedgerSlow',
          expression: 'ledger_seconds > 1',
          holdsFor: Duration.minutes(90),
          severity: 'info',
          summary: 'the ledger is slow',
          description: 'ask its team',
        },
      ],
    }),
  );
  expect(only(written, 'LedgerSlow')).toEqual({
    alert: 'LedgerSlow',
    expr: 'ledger_seconds > 1',
    for: '1h30m',
    labels: { team: 'edge', severity: 'info' },
    annotations: {
      dashboard: 'tls',
      description: 'ask its team',
      runbook_url: 'https://runbooks.example.com/tls/LedgerSlow',
      summary: 'the ledger is slow',
    },
  });
  expect(written.every(({ labels, annotations }) => labels.team === 'edge' && annotations.dashboard === 'tls')).toBe(
    true,
  );
});

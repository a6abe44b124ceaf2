import { Duration } from 'cdk8s';
import { Refusal } from '../gateways/refusal';
import { findMatchersProblem } from '../promql/check-promql';
import { escapeRegex, type Matcher, oneOf, selector } from '../promql/selector';
import { type AlertOptions, type AlertRule, checkAlertOptions, formatAlert } from './_alert-rule';
import type { NewObject } from './_create-object';
import type { LicenseSecret } from './_license-objects';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** In seconds. */
const DAY = 86_400;

/** Alerts on a license. */
export interface LicenseAlertsOptions extends AlertOptions {
  /**
   * Matchers that pick the metrics of the gateway's own pods, as in `namespace="kong"`; their syntax is checked.
   * @default - the namespace of the license
   */
  readonly gatewaySelector?: string;
  /**
   * After how long without a synchronization to warn; more than the time between two of them.
   * @default Duration.days(2)
   */
  readonly staleAfter?: Duration;
  /**
   * Labels of the PrometheusRule, by which Prometheus selects it.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What the alerts are about. */
export interface AlertSubjects {
  readonly secret: LicenseSecret;
  /** Name of the ExternalSecret, where there is one. */
  readonly externalSecret?: string;
  /** Name of the CronJob, where there is one. */
  readonly cronJob?: string;
}

/** Days before the last one and how loud. Each mark ends where the next begins, so that one alert fires at a time. */
const EXPIRY_MARKS = [
  { alert: 'KongLicenseExpiresIn90Days', days: 90, until: 30, severity: 'info' },
  { alert: 'KongLicenseExpiresIn30Days', days: 30, until: 7, severity: 'warning' },
  { alert: 'KongLicenseExpiresIn7Days', days: 7, until: undefined, severity: 'critical' },
] as const;

/**
 * Metrics: prometheus plugin of Kong Gateway, kube-state-metrics, External Secrets.
 * @throws Refusal if the matchers of the gateway, or a label, cannot be read
 */
export function licenseAlerts(subjects: AlertSubjects, options: LicenseAlertsOptions): NewObject {
  checkAlertOptions(options);
  const { namespace } = subjects.secret;
  const matchers = options.gatewaySelector ?? matchersOf([oneOf('namespace', [namespace])]);
  requireMatchers(matchers);
  const staleAfter = (options.staleAfter ?? Duration.days(2)).toSeconds();
  const rules = [
    ...expiryRules(matchers),
    ...readingRules(matchers),
    secretRule(subjects),
    ...externalSecretRules(subjects),
    ...syncRules(subjects, staleAfter),
  ];
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { namespace, ...(options.labels === undefined ? {} : { labels: options.labels }) },
    spec: {
      groups: [
        { name: `kong-license-${subjects.secret.name}`, rules: rules.map((rule) => formatAlert(rule, options)) },
      ],
    },
  };
}

/** As they stand between braces. */
function matchersOf(matchers: readonly Matcher[]): string {
  return selector('', matchers).slice(1, -1);
}

/** The text is not shown: it may hold anything. */
function requireMatchers(matchers: string): void {
  const problem = findMatchersProblem(matchers);
  if (problem !== undefined) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `gatewaySelector is no list of label matchers: it has ${problem.message} after ${problem.offset} characters`,
      fix: 'write label matchers of PromQL: namespace="kong",pod=~"edge-.*"',
    });
  }
}

/** The metric is the end in Unix seconds minus one day, so a day is added. */
function expiryRules(matchers: string): readonly AlertRule[] {
  const left = `(kong_enterprise_license_expiration{${matchers}} + ${DAY} - time()) / ${DAY}`;
  return EXPIRY_MARKS.map(({ alert, days, until, severity }) => ({
    alert,
    conditions: [until === undefined ? `${left} < ${days}` : `${left} < ${days} and ${left} >= ${until}`],
    severity,
    summary: `the license of Kong Gateway ends in less than ${days} days`,
  }));
}

function readingRules(matchers: string): readonly AlertRule[] {
  return [
    {
      alert: 'KongLicenseUnreadable',
      conditions: [`increase(kong_enterprise_license_errors{${matchers}}[1h]) > 0`],
      severity: 'critical',
      summary: 'Kong Gateway cannot read its license',
    },
    {
      alert: 'KongLicenseUnwatched',
      conditions: [`absent(kong_enterprise_license_expiration{${matchers}})`],
      holdsFor: HOUR,
      severity: 'warning',
      summary: 'no gateway tells when its license ends: there is no license, or the plugin prometheus is off',
    },
  ];
}

function secretRule({ secret: { name, namespace } }: AlertSubjects): AlertRule {
  const secret = selector('kube_secret_info', [oneOf('namespace', [namespace]), oneOf('secret', [name])]);
  return {
    alert: 'KongLicenseSecretMissing',
    conditions: [`absent(${secret})`],
    holdsFor: 10 * MINUTE,
    severity: 'critical',
    summary: `Secret ${namespace}/${name} with the license of Kong Gateway is gone`,
  };
}

function externalSecretRules({ secret: { namespace }, externalSecret }: AlertSubjects): readonly AlertRule[] {
  if (externalSecret === undefined) {
    return [];
  }
  const notReady = selector('externalsecret_status_condition', [
    oneOf('namespace', [namespace]),
    oneOf('name', [externalSecret]),
    oneOf('condition', ['Ready']),
    oneOf('status', ['False']),
  ]);
  return [
    {
      alert: 'KongLicenseStoreUnreadable',
      conditions: [`${notReady} == 1`],
      holdsFor: HOUR,
      severity: 'warning',
      summary: 'the license is not read from its store; the Secret keeps the last one',
    },
  ];
}

function syncRules({ secret: { namespace }, cronJob }: AlertSubjects, staleAfter: number): readonly AlertRule[] {
  if (cronJob === undefined) {
    return [];
  }
  const namespaceIs = oneOf('namespace', [namespace]);
  const failed = selector('kube_job_status_failed', [
    namespaceIs,
    { label: 'job_name', operator: '=~', value: `${escapeRegex(cronJob)}-[0-9]+` },
  ]);
  const ofCronJob = [namespaceIs, oneOf('cronjob', [cronJob])];
  const succeeded = selector('kube_cronjob_status_last_successful_time', ofCronJob);
  return [
    {
      alert: 'KongLicenseSyncFailed',
      conditions: [`${failed} > 0`],
      severity: 'warning',
      summary: 'a synchronization of the license with Konnect failed; the Secret keeps the last one',
    },
    {
      alert: 'KongLicenseSyncStale',
      // Before the first success there is no such time, and the age of the CronJob counts.
      conditions: [`time() - (${succeeded} or ${selector('kube_cronjob_created', ofCronJob)}) > ${staleAfter}`],
      severity: 'critical',
      summary: 'the license has not been synchronized with Konnect for too long',
    },
  ];
}

import { Duration } from 'cdk8s';
import type { JsonObject } from '../manifests/manifest';
import type { NewObject } from './_create-object';
import type { LicenseSecret } from './_license-objects';

const DAY = 86_400;

/** Alerts on a license. */
export interface LicenseAlertsOptions {
  /**
   * Matchers that pick the metrics of the gateway's own pods, as in `namespace="kong"`.
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

/** Metrics: prometheus plugin of Kong Gateway, kube-state-metrics, External Secrets. */
export function licenseAlerts(subjects: AlertSubjects, options: LicenseAlertsOptions): NewObject {
  const { namespace } = subjects.secret;
  const selector = options.gatewaySelector ?? `namespace="${namespace}"`;
  const staleAfter = (options.staleAfter ?? Duration.days(2)).toSeconds();
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { namespace, ...(options.labels === undefined ? {} : { labels: options.labels }) },
    spec: {
      groups: [
        {
          name: `kong-license-${subjects.secret.name}`,
          rules: [
            ...expiryRules(selector),
            ...readingRules(selector),
            ...secretRules(subjects),
            ...externalSecretRules(subjects),
            ...syncRules(subjects, staleAfter),
          ],
        },
      ],
    },
  };
}

/** The metric is the end in Unix seconds minus one day, so a day is added. */
function expiryRules(selector: string): JsonObject[] {
  const left = `(kong_enterprise_license_expiration{${selector}} + ${DAY} - time()) / ${DAY}`;
  return EXPIRY_MARKS.map(({ alert, days, until, severity }) =>
    rule(alert, {
      expr: until === undefined ? `${left} < ${days}` : `${left} < ${days} and ${left} >= ${until}`,
      severity,
      summary: `the license of Kong Gateway ends in less than ${days} days`,
    }),
  );
}

function readingRules(selector: string): JsonObject[] {
  return [
    rule('KongLicenseUnreadable', {
      expr: `increase(kong_enterprise_license_errors{${selector}}[1h]) > 0`,
      severity: 'critical',
      summary: 'Kong Gateway cannot read its license',
    }),
    rule('KongLicenseUnwatched', {
      expr: `absent(kong_enterprise_license_expiration{${selector}})`,
      for: '1h',
      severity: 'warning',
      summary: 'no gateway tells when its license ends: there is no license, or the plugin prometheus is off',
    }),
  ];
}

function secretRules({ secret: { name, namespace } }: AlertSubjects): JsonObject[] {
  return [
    rule('KongLicenseSecretMissing', {
      expr: `absent(kube_secret_info{namespace="${namespace}",secret="${name}"})`,
      for: '10m',
      severity: 'critical',
      summary: `Secret ${namespace}/${name} with the license of Kong Gateway is gone`,
    }),
  ];
}

function externalSecretRules({ secret: { namespace }, externalSecret }: AlertSubjects): JsonObject[] {
  return externalSecret === undefined
    ? []
    : [
        rule('KongLicenseStoreUnreadable', {
          expr: `externalsecret_status_condition{namespace="${namespace}",name="${externalSecret}",condition="Ready",status="False"} == 1`,
          for: '1h',
          severity: 'warning',
          summary: 'the license is not read from its store; the Secret keeps the last one',
        }),
      ];
}

function syncRules({ secret: { namespace }, cronJob }: AlertSubjects, staleAfter: number): JsonObject[] {
  if (cronJob === undefined) {
    return [];
  }
  const matchers = `namespace="${namespace}",cronjob="${cronJob}"`;
  const succeeded = `kube_cronjob_status_last_successful_time{${matchers}}`;
  return [
    rule('KongLicenseSyncFailed', {
      expr: `kube_job_status_failed{namespace="${namespace}",job_name=~"${cronJob}-[0-9]+"} > 0`,
      severity: 'warning',
      summary: 'a synchronization of the license with Konnect failed; the Secret keeps the last one',
    }),
    rule('KongLicenseSyncStale', {
      // Before the first success there is no such time, and the age of the CronJob counts.
      expr: `time() - (${succeeded} or kube_cronjob_created{${matchers}}) > ${staleAfter}`,
      severity: 'critical',
      summary: 'the license has not been synchronized with Konnect for too long',
    }),
  ];
}

interface AlertText {
  readonly expr: string;
  readonly for?: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly summary: string;
}

function rule(alert: string, { expr, severity, summary, ...rest }: AlertText): JsonObject {
  return { alert, expr, ...rest, labels: { severity }, annotations: { summary } };
}

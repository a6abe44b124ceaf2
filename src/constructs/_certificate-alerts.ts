import type { AlertRule } from './_alert-rule';
import { byThreshold, CertManagerSeries, END, type HonorLabels, NOT_READY, names } from './_cert-manager-series';
import { groupBy } from './_group-by';
import type { WatchedCertificate } from './_watched-objects';

const MINUTE = 60_000;
const READY = 'certmanager_certificate_ready_status';
const RENEWAL = 'certmanager_certificate_renewal_timestamp_seconds';

/** Alerts on Certificates, one of each kind for each namespace, with thresholds by the durations of the Certificates. */
export function certificateAlerts(
  certificates: readonly WatchedCertificate[],
  honorLabels: HonorLabels,
): readonly AlertRule[] {
  const byNamespace = groupBy(certificates, ({ namespace }) => namespace);
  const alerts = byNamespace.flatMap(([namespace, group]) =>
    alertsOf(new CertManagerSeries(namespace, honorLabels), group),
  );
  return certificates.length === 0 ? [] : [...alerts, unwatched()];
}

function alertsOf(series: CertManagerSeries, certificates: readonly WatchedCertificate[]): readonly AlertRule[] {
  const renewed = certificates.filter(({ isRenewed }) => isRenewed);
  const kept = certificates.filter(({ isRenewed }) => !isRenewed);
  const subject = `Certificate ${series.prefix}{{ $labels.name }}`;
  const alerts: readonly AlertRule[] = [
    {
      alert: 'CertificateNotReady',
      conditions: [series.of(READY, names(certificates), ' == 1', NOT_READY)],
      holdsFor: 15 * MINUTE,
      severity: 'warning',
      summary: `${subject} is not ready`,
      description:
        'The last issuance failed or never ended: see the conditions of the Certificate and its CertificateRequests.',
      labels: series.labels,
    },
    {
      alert: 'CertificateNotRenewed',
      // A renewal that fails is tried again, at first after an hour; a quarter of the lead leaves time for that.
      conditions: byThreshold(renewed, ({ renewBefore }) => renewBefore / 4).map(
        ([seconds, group]) => `time() - ${series.of(RENEWAL, names(group), ' > 0')} > ${seconds}`,
      ),
      severity: 'warning',
      summary: `${subject} should have been renewed {{ $value | humanizeDuration }} ago`,
      description:
        'A quarter of the time between renewal and expiry is gone. The old certificate is in use until it expires.',
      labels: series.labels,
    },
    {
      alert: 'CertificateExpiresSoon',
      conditions: endsWithin(series, certificates, ({ renewBefore }) => renewBefore / 2),
      severity: 'critical',
      summary: `${subject} expires in {{ $value | humanizeDuration }}`,
      description: 'Half of the time between renewal and expiry is gone. After expiry no new connection is accepted.',
      labels: series.labels,
    },
    {
      alert: 'CertificateRenewalDue',
      conditions: endsWithin(series, kept, ({ renewBefore }) => renewBefore),
      severity: 'warning',
      summary: `${subject} expires in {{ $value | humanizeDuration }}, and nothing renews it`,
      description:
        'renewal.policy is Disabled: renew it by hand, as in "cmctl renew", when all who verify it are prepared.',
      labels: series.labels,
    },
  ];
  return alerts.filter(({ conditions }) => conditions.length > 0);
}

function unwatched(): AlertRule {
  return {
    alert: 'CertManagerUnwatched',
    conditions: [`absent(${READY})`],
    holdsFor: 15 * MINUTE,
    severity: 'warning',
    summary: 'Prometheus has no metrics of certificates from cert-manager',
    description: 'The alerts on certificates and issuers cannot fire: see whether cert-manager runs and is scraped.',
  };
}

function endsWithin(
  series: CertManagerSeries,
  certificates: readonly WatchedCertificate[],
  lead: (certificate: WatchedCertificate) => number,
): readonly string[] {
  return byThreshold(certificates, lead).map(
    ([seconds, group]) => `${series.of(END, names(group), ' > 0')} - time() < ${seconds}`,
  );
}

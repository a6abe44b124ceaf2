import { type Matcher, oneOf, selector } from '../promql/selector';
import type { AlertRule } from './_alert-rule';
import { groupBy } from './_group-by';
import { issuerKey, type WatchedCertificate, type WatchedIssuer } from './_watched-objects';

const MINUTE = 60_000;
const READY = 'certmanager_certificate_ready_status';
const END = 'certmanager_certificate_expiration_timestamp_seconds';
const RENEWAL = 'certmanager_certificate_renewal_timestamp_seconds';

/**
 * Whether metrics of cert-manager keep their label `namespace`. Where Prometheus does not honor labels, that one is the
 * namespace of cert-manager itself, and the Certificate's is `exported_namespace`. Undefined stands for both.
 */
export type HonorLabels = boolean | undefined;

/** Alerts on Certificates, one of each kind for each namespace, with thresholds by the durations of the Certificates. */
export function certificateAlerts(
  certificates: readonly WatchedCertificate[],
  honorLabels: HonorLabels,
): readonly AlertRule[] {
  const byNamespace = groupBy(certificates, ({ namespace }) => namespace);
  const alerts = byNamespace.flatMap(([namespace, group]) => alertsOf(new Series(namespace, honorLabels), group));
  return certificates.length === 0 ? [] : [...alerts, unwatched()];
}

function alertsOf(series: Series, certificates: readonly WatchedCertificate[]): readonly AlertRule[] {
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

/**
 * Alerts on authorities whose end comes nearer than the lifetime of what they issue: from then on each certificate outlives
 * the authority, and cert-manager does not shorten it (#5864).
 */
export function authorityAlerts(
  certificates: readonly WatchedCertificate[],
  issuers: readonly WatchedIssuer[],
  honorLabels: HonorLabels,
): readonly AlertRule[] {
  const authorities = certificates.flatMap((certificate) => {
    const longest = longestIssued(certificate, certificates, issuers);
    return longest === undefined ? [] : [{ ...certificate, longest }];
  });
  return groupBy(authorities, ({ namespace }) => namespace).map(([namespace, group]): AlertRule => {
    const series = new Series(namespace, honorLabels);
    return {
      alert: 'CertificateAuthorityEndsFirst',
      conditions: byThreshold(group, ({ longest }) => longest).map(
        ([seconds, same]) => `${series.of(END, names(same), ' > 0')} - time() < ${seconds}`,
      ),
      severity: 'warning',
      summary: `certificate authority ${series.prefix}{{ $labels.name }} ends before the certificates that it issues now`,
      description:
        'It has {{ $value | humanizeDuration }} left, less than the lifetime of what it issues: begin its rotation.',
      labels: series.labels,
    };
  });
}

/** In milliseconds; undefined where nothing is known to be issued by it. */
function longestIssued(
  { isCa, secretName, namespace }: WatchedCertificate,
  certificates: readonly WatchedCertificate[],
  issuers: readonly WatchedIssuer[],
): number | undefined {
  if (!isCa || secretName === undefined) {
    return undefined;
  }
  // Where a ClusterIssuer looks for its Secret is a flag of cert-manager, so that the name alone is compared.
  const own = issuers.filter(
    (issuer) =>
      issuer.caSecretName === secretName && (issuer.kind === 'ClusterIssuer' || issuer.namespace === namespace),
  );
  const keys = new Set(own.map(issuerKey));
  const issued = certificates.filter(({ issuer }) => issuer !== undefined && keys.has(issuerKey(issuer)));
  return issued.length === 0 ? undefined : Math.max(...issued.map(({ duration }) => duration));
}

/** Alerts on issuers. cert-manager 1.21 exports their state; releases before may not. */
export function issuerAlerts(issuers: readonly WatchedIssuer[], honorLabels: HonorLabels): readonly AlertRule[] {
  const namespaced = issuers.filter(({ kind }) => kind === 'Issuer');
  const cluster = issuers.filter(({ kind }) => kind === 'ClusterIssuer');
  return [
    ...groupBy(namespaced, ({ namespace }) => namespace).map(([namespace, group]) => {
      const series = new Series(namespace, honorLabels);
      return issuerAlert(
        'IssuerNotReady',
        `Issuer ${series.prefix}{{ $labels.name }}`,
        series.of('certmanager_issuer_ready_status', names(group), ' == 1', NOT_READY),
        series.labels,
      );
    }),
    ...(cluster.length === 0
      ? []
      : [
          issuerAlert(
            'ClusterIssuerNotReady',
            'ClusterIssuer {{ $labels.name }}',
            `${selector('certmanager_clusterissuer_ready_status', [names(cluster), NOT_READY])} == 1`,
          ),
        ]),
  ];
}

function issuerAlert(alert: string, subject: string, condition: string, labels?: Series['labels']): AlertRule {
  return {
    alert,
    conditions: [condition],
    holdsFor: 15 * MINUTE,
    severity: 'warning',
    summary: `${subject} is not ready`,
    description: 'It issues nothing until it is, so that certificates are not renewed.',
    ...(labels === undefined ? {} : { labels }),
  };
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

const NOT_READY: Matcher = { label: 'condition', operator: '!=', value: 'True' };

/** Series of cert-manager about objects of one namespace. */
class Series {
  /** Of names in texts. */
  readonly prefix: string;
  /** The namespace of what the alert is about, whatever the series say: Alertmanager routes by it. */
  readonly labels?: Readonly<Record<string, string>>;

  constructor(
    private readonly namespace: string | undefined,
    private readonly honorLabels: HonorLabels,
  ) {
    this.prefix = namespace === undefined ? '' : `${namespace}/`;
    this.labels = namespace === undefined ? undefined : { namespace };
  }

  /**
   * @param comparison what holds each series against a number: time that is not set yet is exported as 0, and must not
   * count for the year 1970
   */
  of(metric: string, name: Matcher, comparison: string, ...further: readonly Matcher[]): string {
    const alternatives = this.namespaceMatchers().map(
      (matchers) => `${selector(metric, [...matchers, name, ...further])}${comparison}`,
    );
    return `(${alternatives.join(' or ')})`;
  }

  private namespaceMatchers(): readonly (readonly Matcher[])[] {
    const { namespace, honorLabels } = this;
    if (namespace === undefined) {
      return [[]];
    }
    const exported = [oneOf('exported_namespace', [namespace])];
    const own = oneOf('namespace', [namespace]);
    switch (honorLabels) {
      case true:
        return [[own]];
      case false:
        return [exported];
      default:
        return [exported, [oneOf('exported_namespace', ['']), own]];
    }
  }
}

function names(objects: readonly { readonly name: string }[]): Matcher {
  return oneOf(
    'name',
    objects.map(({ name }) => name),
  );
}

function endsWithin(
  series: Series,
  certificates: readonly WatchedCertificate[],
  lead: (certificate: WatchedCertificate) => number,
): readonly string[] {
  return byThreshold(certificates, lead).map(
    ([seconds, group]) => `${series.of(END, names(group), ' > 0')} - time() < ${seconds}`,
  );
}

/** Objects that have a threshold in common, with it in whole seconds; the longest first. */
function byThreshold<T>(
  objects: readonly T[],
  milliseconds: (object: T) => number,
): readonly (readonly [number, readonly T[]])[] {
  const groups = groupBy(objects, (object) => Math.floor(milliseconds(object) / 1_000));
  return groups.toSorted(([a], [b]) => b - a);
}

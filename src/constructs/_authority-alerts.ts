import { oneOf, selector } from '../promql/selector';
import type { AlertRule } from './_alert-rule';
import { byThreshold, CertManagerSeries, END, type HonorLabels, names } from './_cert-manager-series';
import { groupBy } from './_group-by';
import { issuerKey, type WatchedCertificate, type WatchedIssuer } from './_watched-objects';

/** Conditions on the authority of certificates of one namespace. */
interface Condition {
  readonly namespace?: string;
  readonly expression: string;
}

/**
 * Alerts on authorities whose end comes nearer than the lifetime of what they issue: from then on each certificate outlives
 * the authority, and cert-manager does not shorten it (#5864).
 *
 * Of authorities that are watched cert-manager tells the end; of others x509-certificate-exporter does, by the key `ca.crt` of
 * the Secrets that they issue into.
 */
export function authorityAlerts(
  certificates: readonly WatchedCertificate[],
  issuers: readonly WatchedIssuer[],
  honorLabels: HonorLabels,
): readonly AlertRule[] {
  const authorities = certificates.flatMap((authority) => {
    const issued = issuedBy(authority, certificates, issuers);
    return issued.length === 0 ? [] : [{ authority, issued }];
  });
  const settled = new Set(authorities.flatMap(({ issued }) => issued));
  // What an authority itself was issued by may be nobody else: it would always end before its own lifetime.
  const others = certificates.filter((certificate) => !certificate.isCa && !settled.has(certificate));
  const secrets = others.flatMap(({ secretName, ...rest }) =>
    secretName === undefined ? [] : [{ ...rest, secretName }],
  );
  const conditions = [...watchedConditions(authorities, honorLabels), ...exporterConditions(secrets)];
  return groupBy(conditions, ({ namespace }) => namespace).map(([namespace, group]) => ({
    alert: 'CertificateAuthorityEndsFirst',
    conditions: group.map(({ expression }) => expression),
    severity: 'warning',
    summary:
      'certificate authority {{ $labels.name }}{{ $labels.subject_CN }} ends before the certificates that it issues now',
    description:
      'It has {{ $value | humanizeDuration }} left, less than the lifetime of what it issues: begin its rotation.',
    ...(namespace === undefined ? {} : { labels: { namespace } }),
  }));
}

interface Authority {
  readonly authority: WatchedCertificate;
  readonly issued: readonly WatchedCertificate[];
}

function watchedConditions(authorities: readonly Authority[], honorLabels: HonorLabels): readonly Condition[] {
  return groupBy(authorities, ({ authority }) => authority.namespace).flatMap(([namespace, group]) => {
    const series = new CertManagerSeries(namespace, honorLabels);
    const longest = ({ issued }: Authority): number => Math.max(...issued.map(({ duration }) => duration));
    return byThreshold(group, longest).map(([seconds, same]) => {
      const name = names(same.map(({ authority }) => authority));
      return { namespace, expression: `${series.of(END, name, ' > 0')} - time() < ${seconds}` };
    });
  });
}

type IssuedSecret = Pick<WatchedCertificate, 'duration' | 'namespace'> & { readonly secretName: string };

function exporterConditions(secrets: readonly IssuedSecret[]): readonly Condition[] {
  return groupBy(secrets, ({ namespace }) => namespace).flatMap(([namespace, group]) =>
    byThreshold(group, ({ duration }) => duration).map(([seconds, same]) => {
      const series = selector('x509_cert_not_after', [
        ...(namespace === undefined ? [] : [oneOf('secret_namespace', [namespace])]),
        oneOf(
          'secret_name',
          same.map(({ secretName }) => secretName),
        ),
        oneOf('secret_key', ['ca.crt']),
      ]);
      return { namespace, expression: `${series} - time() < ${seconds}` };
    }),
  );
}

/** What is known to be issued by a certificate: nothing unless it is an authority. */
function issuedBy(
  { isCa, secretName, namespace }: WatchedCertificate,
  certificates: readonly WatchedCertificate[],
  issuers: readonly WatchedIssuer[],
): readonly WatchedCertificate[] {
  if (!isCa || secretName === undefined) {
    return [];
  }
  // Where a ClusterIssuer looks for its Secret is a flag of cert-manager, so that the name alone is compared.
  const own = issuers.filter(
    (issuer) =>
      issuer.caSecretName === secretName && (issuer.kind === 'ClusterIssuer' || issuer.namespace === namespace),
  );
  const keys = new Set(own.map(issuerKey));
  return certificates.filter(({ issuer }) => issuer !== undefined && keys.has(issuerKey(issuer)));
}

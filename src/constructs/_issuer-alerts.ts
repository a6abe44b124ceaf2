import { selector } from '../promql/selector';
import type { AlertRule } from './_alert-rule';
import { CertManagerSeries, type HonorLabels, NOT_READY, names } from './_cert-manager-series';
import { groupBy } from './_group-by';
import type { WatchedIssuer } from './_watched-objects';

const MINUTE = 60_000;

/** Alerts on issuers. cert-manager 1.21 exports their state; releases before may not. */
export function issuerAlerts(issuers: readonly WatchedIssuer[], honorLabels: HonorLabels): readonly AlertRule[] {
  const namespaced = issuers.filter(({ kind }) => kind === 'Issuer');
  const cluster = issuers.filter(({ kind }) => kind === 'ClusterIssuer');
  return [
    ...groupBy(namespaced, ({ namespace }) => namespace).map(([namespace, group]) => {
      const series = new CertManagerSeries(namespace, honorLabels);
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

function issuerAlert(
  alert: string,
  subject: string,
  condition: string,
  labels?: CertManagerSeries['labels'],
): AlertRule {
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

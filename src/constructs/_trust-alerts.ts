import { type Matcher, oneOf, selector } from '../promql/selector';
import type { AlertRule } from './_alert-rule';
import { groupBy } from './_group-by';
import type { WatchedTrust } from './_watched-objects';
import type { RetiredRoot } from './retired-roots';

const HOUR = 3_600_000;
/**
 * Of x509-certificate-exporter, for each certificate of each object. cert-manager exports nothing of roots, and
 * trust-manager nothing of what is in a Bundle.
 */
const NOT_AFTER = 'x509_cert_not_after';

const LABELS = {
  ConfigMap: { name: 'configmap_name', namespace: 'configmap_namespace' },
  Secret: { name: 'secret_name', namespace: 'secret_namespace' },
} as const;

/**
 * Alerts on the end of roots that somebody trusts, and on old ones that somebody still trusts.
 *
 * @param lead how long before its end a root is reported, in milliseconds; at a third of that it is critical
 */
export function trustAlerts(
  trust: readonly WatchedTrust[],
  retired: readonly RetiredRoot[],
  lead: number,
): readonly AlertRule[] {
  const ends = trust.length === 0 ? [] : [endAlert(trust, lead, 'warning'), endAlert(trust, lead / 3, 'critical')];
  const old = retired.length === 0 ? [] : [retiredAlert(retired)];
  const alerts = [...ends, ...old];
  return alerts.length === 0 ? [] : [...alerts, unwatched(trust)];
}

function endAlert(trust: readonly WatchedTrust[], lead: number, severity: 'warning' | 'critical'): AlertRule {
  const seconds = Math.floor(lead / 1_000);
  return {
    alert: 'TrustAnchorExpiresSoon',
    conditions: selectors(trust).map((series) => `${series} - time() < ${seconds}`),
    severity,
    summary: `root {{ $labels.subject_CN }} in ${PLACE} expires in {{ $value | humanizeDuration }}`,
    description: 'After its end each connection that is verified against it fails: begin its rotation.',
  };
}

function retiredAlert(retired: readonly RetiredRoot[]): AlertRule {
  return {
    alert: 'RetiredRootStillTrusted',
    conditions: retired.map(
      (root) => `${selector(NOT_AFTER, matchersOf(root))} and on () (vector(time()) > ${root.by})`,
    ),
    severity: 'warning',
    summary: `retired root {{ $labels.subject_CN }} is still in ${PLACE}`,
    description: 'Whoever has its key can still issue certificates that are accepted: remove the root there.',
  };
}

/** Where a certificate stands; of the labels those of the other kind are empty. */
const PLACE =
  '{{ $labels.configmap_namespace }}{{ $labels.secret_namespace }}/{{ $labels.configmap_name }}{{ $labels.secret_name }}';

/** Numbers of 64 bits and more are random, and no other certificate has them. */
const UNIQUE = 2n ** 63n;

function matchersOf({ serialNumber, commonName }: RetiredRoot): readonly Matcher[] {
  const isUnique = BigInt(serialNumber) >= UNIQUE;
  return [
    oneOf('serial_number', [serialNumber]),
    ...(isUnique || commonName === undefined ? [] : [oneOf('subject_CN', [commonName])]),
    // The Secret of the authority itself keeps its certificate there, which is no trust.
    { label: 'secret_key', operator: '!=', value: 'tls.crt' },
  ];
}

function selectors(trust: readonly WatchedTrust[]): readonly string[] {
  return groupBy(trust, ({ kind, namespace }) => `${kind} ${namespace ?? ''}`).flatMap(([, group]) => {
    const [first] = group;
    if (first === undefined) {
      return [];
    }
    const labels = LABELS[first.kind];
    const namespace = first.namespace === undefined ? [] : [oneOf(labels.namespace, [first.namespace])];
    const name = oneOf(
      labels.name,
      group.map((object) => object.name),
    );
    return [selector(NOT_AFTER, [...namespace, name])];
  });
}

/** The exporter looks at Secrets of type kubernetes.io/tls by default, at ConfigMaps only where it is told to. */
function unwatched(trust: readonly WatchedTrust[]): AlertRule {
  const inConfigMaps = trust.some(({ kind }) => kind === 'ConfigMap');
  const matchers: readonly Matcher[] = inConfigMaps ? [{ label: 'configmap_name', operator: '!=', value: '' }] : [];
  return {
    alert: 'TrustAnchorsUnwatched',
    conditions: [`absent(${selector(NOT_AFTER, matchers)})`],
    holdsFor: HOUR,
    severity: 'warning',
    summary: `Prometheus has no metrics of ${inConfigMaps ? 'certificates in ConfigMaps' : 'certificates'}`,
    description:
      'The alerts on roots cannot fire: run x509-certificate-exporter; of ConfigMaps it looks at the keys of its Helm value secretsExporter.configMapKeys only.',
  };
}

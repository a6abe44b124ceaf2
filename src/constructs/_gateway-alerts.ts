import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { GatewayMetric, GatewayMetrics, TlsSignal } from '../gateways/metrics';
import { formatPrometheusDuration } from '../promql/format-duration';
import { type Matcher, oneOf, selector } from '../promql/selector';
import { type AlertRule, mergeAlerts } from './_alert-rule';
import type { WatchedCertificate } from './_watched-objects';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Over what the increase of a counter is measured; longer than four readings at the usual half a minute. */
const WINDOW = 5 * MINUTE;

/** Alerts by the metrics of gateways. Gateways of which none are known have no alert. */
export function gatewayAlerts(
  gateways: readonly GatewayImplementation[],
  certificates: readonly WatchedCertificate[],
  matchers: readonly Matcher[],
): readonly AlertRule[] {
  const known = gateways.flatMap((gateway) => gateway.metrics() ?? []);
  const days = expiryThreshold(certificates);
  return mergeAlerts([
    ...known.flatMap(({ metrics }) => metrics.flatMap((metric) => alertOf(metric, matchers, days))),
    ...known.map((metrics) => unwatched(metrics, matchers)),
  ]);
}

type AlertText = Pick<AlertRule, 'alert' | 'severity' | 'summary' | 'description'>;

/** `WHERE` stands for the labels that the metric is summed up by. */
const TEXTS: Readonly<Record<TlsSignal, AlertText>> = {
  'server-untrusted': {
    alert: 'UpstreamServerUntrusted',
    severity: 'critical',
    summary: 'the gateway does not trust the certificate of a backend: WHERE',
    description: 'Its chain does not end at a root that the gateway accepts, or is not valid now.',
  },
  'server-name-mismatch': {
    alert: 'UpstreamServerNameMismatch',
    severity: 'critical',
    summary: 'the certificate of a backend is for another name than the gateway asks for: WHERE',
    description: 'Compare its subject alternative names with the hostname of the BackendTLSPolicy.',
  },
  'handshake-failed': {
    alert: 'UpstreamHandshakeFailed',
    severity: 'critical',
    summary: 'TLS to a backend fails, and not for its certificate: WHERE',
    description:
      'The backend refuses the client certificate of the gateway, or the two have no TLS version or cipher suite in common, or the backend speaks no TLS. After a rotation: does the backend trust the new root?',
  },
  'certificates-missing': {
    alert: 'UpstreamCertificatesMissing',
    severity: 'critical',
    summary: 'the gateway has no certificate or root to connect to a backend with: WHERE',
    description: 'The Secret or ConfigMap is missing, not readable, or has not reached the proxy yet.',
  },
  'days-until-expiry': {
    alert: 'GatewayCertificateExpiresSoon',
    severity: 'warning',
    summary: 'the first certificate that the gateway has expires in {{ $value }} days',
    description: 'It may be one that the gateway presents, to clients or backends, or a root that it trusts.',
  },
  'objects-dropped': {
    alert: 'GatewayObjectsDropped',
    severity: 'warning',
    summary: 'the controller of the gateway leaves out {{ $value }} objects that it cannot read',
    description:
      'A certificate authority may be among them, and then all authorities of its Services are left out: see the events KongConfigurationTranslationFailed.',
  },
  'objects-refused': {
    alert: 'GatewayObjectsRefused',
    severity: 'warning',
    summary: 'the gateway refuses {{ $value }} objects of its controller',
    description: 'Until it takes them, it keeps its last configuration: see the events KongConfigurationApplyFailed.',
  },
  'requests-failed': {
    alert: 'GatewayRequestsFailed',
    severity: 'warning',
    summary: 'the gateway cannot pass on requests: WHERE',
    description: 'It answers 502 itself: a failed TLS handshake with the backend is one reason, and its log has it.',
  },
};

function alertOf(metric: GatewayMetric, matchers: readonly Matcher[], days: number | undefined): readonly AlertRule[] {
  const { signal, by = [] } = metric;
  const text = TEXTS[signal];
  const condition = conditionOf(metric, matchers, days);
  const where = by.map((label) => `${label} {{ $labels.${label} }}`).join(', ');
  const summary = text.summary.replace('WHERE', where);
  return condition === undefined ? [] : [{ ...text, summary, conditions: [condition], holdsFor: 5 * MINUTE }];
}

function conditionOf(
  metric: GatewayMetric,
  matchers: readonly Matcher[],
  days: number | undefined,
): string | undefined {
  const { signal, name, type, by, where = {} } = metric;
  const series = selector(name, [...Object.entries(where).map(([label, value]) => oneOf(label, [value])), ...matchers]);
  if (signal === 'days-until-expiry') {
    return days === undefined ? undefined : `${series} < ${days}`;
  }
  const value = type === 'counter' ? `increase(${series}[${formatPrometheusDuration(WINDOW)}])` : series;
  return by === undefined ? `${value} > 0` : `sum by (${by.join(', ')}) (${value}) > 0`;
}

/** Where no Certificate is watched. */
const USUAL_DAYS = 7;

/**
 * Half of the shortest lead that a Certificate is renewed with, in days: until then renewal has had its time. Envoy counts
 * whole days, so that nothing can be said where that is less than one.
 */
function expiryThreshold(certificates: readonly WatchedCertificate[]): number | undefined {
  const leads = certificates.filter(({ isCa }) => !isCa).map(({ renewBefore }) => renewBefore);
  const days = leads.length === 0 ? USUAL_DAYS : Math.floor(Math.min(...leads) / 2 / DAY);
  return days < 1 ? undefined : days;
}

function unwatched({ signsOfLife }: GatewayMetrics, matchers: readonly Matcher[]): AlertRule {
  return {
    alert: 'GatewayUnwatched',
    conditions: signsOfLife.map((name) => `absent(${selector(name, matchers)})`),
    holdsFor: HOUR,
    severity: 'warning',
    summary: 'Prometheus has no metrics of TLS to backends',
    description: 'The alerts on the gateway cannot fire: see whether it is scraped, and whether it exports them.',
  };
}

import { ApiObject, type ApiObjectMetadata, Duration, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { Finding } from '../manifests/finding';
import type { JsonObject } from '../manifests/manifest';
import { type AlertOptions, type AlertRule, checkAlertOptions, formatAlert } from './_alert-rule';
import { authorityAlerts } from './_authority-alerts';
import type { HonorLabels } from './_cert-manager-series';
import { certificateAlerts } from './_certificate-alerts';
import { createObject } from './_create-object';
import { gatewayAlerts } from './_gateway-alerts';
import { issuerAlerts } from './_issuer-alerts';
import { trustAlerts } from './_trust-alerts';
import { type WatchedObjects, watchedObjects } from './_watched-objects';
import { type CustomAlert, customAlert } from './custom-alert';
import type { LabelMatcher } from './label-matcher';
import type { MetricsTarget } from './metrics-target';
import { type RetiredRoot, type RetiredRoots, readRetiredRoots } from './retired-roots';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

export type { AlertOptions, AlertSeverity } from './_alert-rule';
export type { CustomAlert } from './custom-alert';
export type { RetiredRoots } from './retired-roots';

/** What is watched, and by which metrics. */
export interface UpstreamTlsAlertsProps extends AlertOptions {
  /**
   * Constructs of the app. In them and below them all Certificates and issuers are watched, the roots of Bundles, of ConfigMaps
   * and of BackendTLSPolicies, and the gateway of each `UpstreamMtls` and `BackendTlsPolicy`. A chart stands for all it holds,
   * also for what is added later.
   */
  readonly watch: readonly IConstruct[];
  /**
   * Old roots that must be gone by some instant.
   * @default - none
   */
  readonly retiredRoots?: readonly RetiredRoots[];
  /**
   * How long before its end a root that somebody trusts is reported; at a third of that it is critical. The rotation of a
   * root must fit into it.
   * @default Duration.days(90)
   */
  readonly rootLead?: Duration;
  /**
   * Alerts of your own, in the same PrometheusRule.
   * @default - none
   */
  readonly alerts?: readonly CustomAlert[];
  /**
   * Whether Prometheus honors the labels of cert-manager's metrics, so that `namespace` is the one of a Certificate; else it
   * is `exported_namespace`.
   * @default - true with `MetricsTarget.certManager()` among `targets`, else not known, so that alerts look for both
   */
  readonly certManagerHonorLabels?: boolean;
  /**
   * Matchers that pick the metrics of the gateways, as by `LabelMatcher.equals('job', 'edge')`.
   * @default - all gateways that Prometheus knows
   */
  readonly gatewayMatchers?: readonly LabelMatcher[];
  /**
   * What Prometheus is to read, as PodMonitors and ServiceMonitors. Where the charts of cert-manager and of the gateway bring
   * theirs, there is nothing to do.
   *
   * @default - none
   */
  readonly targets?: readonly MetricsTarget[];
  /**
   * Labels of PrometheusRule, PodMonitors and ServiceMonitors, by which Prometheus selects them.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Name and annotations of the PrometheusRule.
   * @default - a generated name, and the namespace of the chart
   */
  readonly metadata?: Omit<ApiObjectMetadata, 'labels'>;
}

/**
 * Alerts on what breaks TLS to backends, as a PrometheusRule: certificates that are not renewed or expire, authorities that
 * end before what they issue, roots that end or are still trusted, handshakes that fail on either side.
 *
 * The metrics are those of cert-manager, of x509-certificate-exporter for roots, and of the gateways. Thresholds follow from
 * `duration` and `renewBefore` of each Certificate. That there are no metrics is an alert too. What each alert means stands in
 * docs/alerts.md.
 *
 * @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 * @see https://github.com/enix/x509-certificate-exporter
 */
export class UpstreamTlsAlerts extends Construct {
  /** Name of the PrometheusRule. */
  readonly name: string;

  private readonly props: UpstreamTlsAlertsProps;
  private readonly retired: readonly RetiredRoot[];
  private readonly custom: readonly AlertRule[];

  /** @throws ValidationError if an expression, a matcher, a label or a date cannot be read */
  constructor(scope: Construct, id: string, props: UpstreamTlsAlertsProps) {
    super(scope, id);
    this.props = props;
    this.retired = refusingFor(this, () => (props.retiredRoots ?? []).flatMap(readRetiredRoots));
    this.custom = refusingFor(this, () => (props.alerts ?? []).map(customAlert));
    refusingFor(this, () => checkAlertOptions(props));
    this.requireLead(this.rootLead());
    const { name } = new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { ...props.metadata, ...this.labels() },
      spec: Lazy.any({ produce: () => ({ groups: this.groups() }) }),
    });
    this.name = name;
    for (const [index, target] of (props.targets ?? []).entries()) {
      createObject(this, `Target${index}`, target.toManifest(this.labels()));
    }
    UpstreamTls.of(this).addFindings(() => this.findings());
  }

  private groups(): readonly JsonObject[] {
    const { certificates, issuers, trust, gateways } = this.watched();
    const honorLabels = this.honorLabels();
    const matchers = (this.props.gatewayMatchers ?? []).map(({ matcher }) => matcher);
    const groups: readonly (readonly [string, readonly AlertRule[]])[] = [
      ['certificates', certificateAlerts(certificates, honorLabels)],
      ['issuers', [...authorityAlerts(certificates, issuers, honorLabels), ...issuerAlerts(issuers, honorLabels)]],
      ['roots', trustAlerts(trust, this.retired, this.rootLead())],
      ['gateways', gatewayAlerts(gateways, certificates, matchers)],
      ['custom', this.custom],
    ];
    return groups
      .filter(([, rules]) => rules.length > 0)
      .map(([name, rules]) => ({
        name: `upstream-tls-${name}`,
        rules: rules.map((rule) => formatAlert(rule, this.props)),
      }));
  }

  private watched(): WatchedObjects {
    return watchedObjects(this.props.watch);
  }

  private honorLabels(): HonorLabels {
    const { certManagerHonorLabels, targets = [] } = this.props;
    const isOurs = targets.some(({ source }) => source === 'certManager');
    return certManagerHonorLabels ?? (isOurs ? true : undefined);
  }

  private labels(): { readonly labels?: Readonly<Record<string, string>> } {
    return this.props.labels === undefined ? {} : { labels: this.props.labels };
  }

  /** In milliseconds. */
  private rootLead(): number {
    return (this.props.rootLead ?? Duration.days(90)).toMilliseconds();
  }

  private requireLead(lead: number): void {
    if (lead < 3_000) {
      throw new ValidationError(this, {
        rule: 'schema/invalid-value',
        message: `rootLead is ${lead} milliseconds, which leaves no time to rotate a root`,
        fix: 'give as much time as the rotation of a root takes, in days',
      });
    }
  }

  private findings(): readonly Finding[] {
    const { gateways } = this.watched();
    const silent = this.groups().length === 0 ? [NOTHING_WATCHED] : [];
    return [...silent, ...gateways.flatMap(gatewayFindings)].map((finding) => ({
      ...finding,
      path: '',
      constructPath: this.node.path,
    }));
  }
}

type Remark = Pick<Finding, 'rule' | 'severity' | 'message' | 'fix'>;

const NOTHING_WATCHED: Remark = {
  rule: 'schema/invalid-value',
  severity: 'error',
  message:
    'nothing is watched: there is no certificate, issuer, root or gateway with known metrics below what is given',
  fix: 'watch the charts that hold them',
};

/** What alerts cannot see of a gateway. */
function gatewayFindings(gateway: GatewayImplementation): readonly Remark[] {
  const metrics = gateway.metrics();
  if (metrics === undefined) {
    return [
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message: `which metrics of ${gateway} tell of TLS to backends is not established, so that no alert looks at it`,
        fix: 'watch its requests that fail by an alert of your own: alerts',
      },
    ];
  }
  return (metrics.conditions ?? []).map(({ message, fix, evidence }) => ({
    rule: 'monitoring/unknown-metric',
    severity: 'info',
    message: `${gateway}: ${message} (${evidence})`,
    fix,
  }));
}

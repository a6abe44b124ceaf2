import type { Duration } from 'cdk8s';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { ScrapeTarget } from '../gateways/metrics';
import { Refusal } from '../gateways/refusal';
import type { JsonObject } from '../manifests/manifest';
import { formatPrometheusDuration } from '../promql/format-duration';
import { requireObjectName } from './_object-name';

/** Where Prometheus reads metrics. */
export interface MetricsTargetOptions {
  /** Namespace of the Pods or Services. */
  readonly namespace: string;
  /** Labels of the Pods or Services, one at least. */
  readonly labels: Readonly<Record<string, string>>;
  /** Name or, of Pods, number of the port. */
  readonly port: string | number;
  /** @default '/metrics' */
  readonly path?: string;
  /**
   * Whether labels of the metrics win over those of the target, as `namespace` does.
   * @default false
   */
  readonly honorLabels?: boolean;
  /**
   * Time between two readings.
   * @default - Prometheus's own
   */
  readonly interval?: Duration;
}

/** How cert-manager is installed. */
export interface CertManagerTargetOptions {
  /** @default 'cert-manager' */
  readonly namespace?: string;
  /**
   * Time between two readings.
   * @default - Prometheus's own
   */
  readonly interval?: Duration;
}

/** How a gateway is installed. */
export interface GatewayTargetOptions {
  /**
   * Namespace of the Pods or Services of the gateway.
   * @default - where the gateway puts them by default
   */
  readonly namespace?: string;
  /**
   * Time between two readings.
   * @default - Prometheus's own
   */
  readonly interval?: Duration;
}

/** Something that Prometheus is to read metrics from, as a PodMonitor or a ServiceMonitor. */
export class MetricsTarget {
  /** The controller of cert-manager. Its labels are honored, so that `namespace` is the one of a Certificate. */
  static certManager({ namespace = 'cert-manager', interval }: CertManagerTargetOptions = {}): MetricsTarget {
    const labels = { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'controller' };
    return new MetricsTarget(
      'PodMonitor',
      { namespace, labels, port: 'http-metrics', honorLabels: true, interval },
      'certManager',
    );
  }

  /**
   * The proxies of a gateway, as they are installed by default.
   *
   * @throws Refusal if it is not established where its metrics are, or its name or namespace is needed and not known
   */
  static gateway(gateway: GatewayImplementation, options: GatewayTargetOptions = {}): MetricsTarget {
    const scrape = gateway.metrics()?.scrape;
    if (scrape === undefined) {
      throw new Refusal({
        rule: 'gateway-api/capability-unknown',
        message: `where ${gateway} has its metrics is not established`,
        fix: 'say where: MetricsTarget.pods(...) or MetricsTarget.services(...)',
      });
    }
    const namespace = options.namespace ?? scrape.namespace ?? known(gateway, 'namespace');
    const labels = labelsOf(gateway, scrape);
    const { port, path } = scrape;
    return new MetricsTarget(scrape.kind, { namespace, labels, port, path, interval: options.interval });
  }

  /**
   * Pods with certain labels.
   * @throws Refusal if there is no label, or the namespace has no name that Kubernetes takes
   */
  static pods(options: MetricsTargetOptions): MetricsTarget {
    return new MetricsTarget('PodMonitor', options);
  }

  /**
   * Services with certain labels.
   * @throws Refusal if there is no label, the port has no name, or the namespace has no name that Kubernetes takes
   */
  static services(options: MetricsTargetOptions): MetricsTarget {
    return new MetricsTarget('ServiceMonitor', options);
  }

  private constructor(
    private readonly kind: 'PodMonitor' | 'ServiceMonitor',
    private readonly options: MetricsTargetOptions,
    /** @internal */
    readonly source?: 'certManager',
  ) {
    requireObjectName('Namespace', options.namespace);
    if (Object.keys(options.labels).length === 0) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `no label is given, so that each ${kind === 'PodMonitor' ? 'Pod' : 'Service'} of namespace ${options.namespace} would be read`,
        fix: 'give a label of those that have the metrics',
      });
    }
    if (kind === 'ServiceMonitor' && typeof options.port === 'number') {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `a ServiceMonitor knows ports by name; got ${options.port}`,
        fix: 'give the name of the port of the Service, or use MetricsTarget.pods(...)',
      });
    }
  }

  /** @internal */
  toManifest(metadata: JsonObject): JsonObject & { readonly apiVersion: string; readonly kind: string } {
    const { namespace, labels, port, path = '/metrics', honorLabels, interval } = this.options;
    const endpoint = {
      ...(typeof port === 'number' ? { portNumber: port } : { port }),
      path,
      ...(honorLabels === undefined ? {} : { honorLabels }),
      ...(interval === undefined ? {} : { interval: formatPrometheusDuration(interval.toMilliseconds()) }),
    };
    return {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: this.kind,
      metadata,
      spec: {
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: labels },
        [this.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints']: [endpoint],
      },
    };
  }
}

function labelsOf(gateway: GatewayImplementation, scrape: ScrapeTarget): Readonly<Record<string, string>> {
  const { labels, gatewayNameLabel, gatewayNamespaceLabel } = scrape;
  return {
    ...labels,
    ...(gatewayNameLabel === undefined ? {} : { [gatewayNameLabel]: known(gateway, 'name') }),
    ...(gatewayNamespaceLabel === undefined ? {} : { [gatewayNamespaceLabel]: known(gateway, 'namespace') }),
  };
}

function known(gateway: GatewayImplementation, property: 'name' | 'namespace'): string {
  const value = gateway[property];
  if (value === undefined) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `the ${property} of the Gateway is not known, by which the Pods of ${gateway} are found`,
      fix: `give the ${property} to the gateway: new ${gateway.constructor.name}({ ..., ${property} })`,
    });
  }
  return value;
}

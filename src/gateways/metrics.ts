/** What goes wrong where a metric moves. */
export type TlsSignal =
  /** The gateway does not trust the certificate of a backend. */
  | 'server-untrusted'
  /** The certificate of a backend is good, and for another name. */
  | 'server-name-mismatch'
  /** TLS fails for another reason than what the gateway verifies: a backend refuses the client certificate, say. */
  | 'handshake-failed'
  /** The gateway has not been given the certificates that it connects with. */
  | 'certificates-missing'
  /** Days until the first certificate ends that the gateway was given; roots are among them. */
  | 'days-until-expiry'
  /** Objects that the controller cannot read and leaves out. */
  | 'objects-dropped'
  /** Objects that the gateway refuses to take from its controller. */
  | 'objects-refused'
  /** Requests that the gateway could not pass on, for whatever reason. */
  | 'requests-failed';

/** One metric of a gateway: data, with the evidence for it. */
export interface GatewayMetric {
  readonly signal: TlsSignal;
  /** As Prometheus has it. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /**
   * Labels that say where it goes wrong, as of the backend.
   * @default - the series are not summed up
   */
  readonly by?: readonly string[];
  /**
   * Labels that pick the series.
   * @default - all series of the metric
   */
  readonly where?: Readonly<Record<string, string>>;
  /** Documentation, source or report that shows it; or that it is inferred. */
  readonly evidence: string;
}

/** A setting without which a gateway does not export some of its metrics. */
export interface MetricsCondition {
  /** What happens without it: lower case, no final period. */
  readonly message: string;
  /** What to set: imperative, lower case, no final period. */
  readonly fix: string;
  readonly evidence: string;
}

/** Where Prometheus reads the metrics of a gateway, as installed by default. */
export interface ScrapeTarget {
  readonly kind: 'PodMonitor' | 'ServiceMonitor';
  /**
   * Namespace of the Pods or Services.
   * @default - that of the Gateway
   */
  readonly namespace?: string;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Key of the label that holds the name of the Gateway.
   * @default - there is none: one proxy serves all Gateways
   */
  readonly gatewayNameLabel?: string;
  /**
   * Key of the label that holds the namespace of the Gateway.
   * @default - there is none
   */
  readonly gatewayNamespaceLabel?: string;
  /** Name or number of the port. */
  readonly port: string | number;
  readonly path: string;
  readonly evidence: string;
}

/** What a gateway implementation tells Prometheus of the TLS to its backends. */
export interface GatewayMetrics {
  /** Releases that it holds for, as a semantic version range. */
  readonly versions: string;
  readonly metrics: readonly GatewayMetric[];
  /** Names of metrics that are there as soon as the gateway has a backend with TLS and Prometheus reads them. */
  readonly signsOfLife: readonly string[];
  /**
   * Settings that are off by default.
   * @default - none
   */
  readonly conditions?: readonly MetricsCondition[];
  /**
   * Where Prometheus reads the metrics.
   * @default - not established
   */
  readonly scrape?: ScrapeTarget;
}

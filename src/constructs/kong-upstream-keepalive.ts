import type { Duration } from 'cdk8s';
import { UPSTREAM_KEEPALIVE } from '../gateways/kong/upstream-keepalive';
import { Refusal } from '../gateways/refusal';
import { KongHelmChart } from './kong-helm-chart';

/** What bounds the life of pooled connections from Kong Gateway to backends. */
export interface KongUpstreamKeepaliveOptions {
  /**
   * How long a connection may go without a request. Whole seconds, one at least: Kong takes 0 for no bound.
   * @default - Kong Gateway's own: 60 seconds
   */
  readonly idleTimeout?: Duration;
  /**
   * How many requests go over one connection, one at least: Kong takes 0 for no bound. Under steady traffic this bound
   * alone ends a connection: after so many requests divided by the requests per second that go over it.
   * @default - Kong Gateway's own: 10000 in 3.9, fewer in older releases
   */
  readonly maxRequests?: number;
}

/** Entries of `env` in the charts, which put `KONG_` before the names and write them in capitals. */
export interface KongUpstreamKeepaliveEnv {
  readonly upstream_keepalive_idle_timeout?: string;
  readonly upstream_keepalive_max_requests?: string;
}

/** Values of chart `kong/kong`. */
export interface KongChartKeepaliveValues {
  readonly env: KongUpstreamKeepaliveEnv;
}

/** Values of chart `kong/ingress`, which has them under `gateway`. */
export interface IngressChartKeepaliveValues {
  readonly gateway: KongChartKeepaliveValues;
}

/** An entry of a container's `env`. */
export interface KongEnvVar {
  readonly name: string;
  readonly value: string;
}

/**
 * Values for Kong's Helm charts that bound how long a pooled connection goes on presenting a client certificate that has
 * been renewed: pooled connections are told apart by the id of the certificate, which a renewal in place keeps.
 *
 * @throws Refusal if a bound is none
 * @see https://developer.konghq.com/gateway/configuration/#upstream-keepalive-idle-timeout
 */
export function kongKeepaliveHelmValues(
  chart: KongHelmChart.KONG,
  options: KongUpstreamKeepaliveOptions,
): KongChartKeepaliveValues;
export function kongKeepaliveHelmValues(
  chart: KongHelmChart.INGRESS,
  options: KongUpstreamKeepaliveOptions,
): IngressChartKeepaliveValues;
export function kongKeepaliveHelmValues(
  chart: KongHelmChart,
  options: KongUpstreamKeepaliveOptions,
): KongChartKeepaliveValues | IngressChartKeepaliveValues {
  const values = { env: Object.fromEntries(settingsOf(options)) };
  return chart === KongHelmChart.KONG ? values : { gateway: values };
}

/**
 * The same as environment of the container `proxy`, for `spec.deployment.podTemplateSpec` of a DataPlane of Kong Operator.
 *
 * @throws Refusal if a bound is none
 */
export function kongKeepaliveEnv(options: KongUpstreamKeepaliveOptions): readonly KongEnvVar[] {
  return settingsOf(options).map(([setting, value]) => ({ name: `KONG_${setting.toUpperCase()}`, value }));
}

function settingsOf({
  idleTimeout,
  maxRequests,
}: KongUpstreamKeepaliveOptions): readonly (readonly [setting: string, value: string])[] {
  if (idleTimeout === undefined && maxRequests === undefined) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: 'neither idleTimeout nor maxRequests is given, so that nothing would be bounded',
      fix: 'give one of them',
    });
  }
  const seconds = idleTimeout && idleTimeout.toMilliseconds() / 1000;
  return [
    ...setting(UPSTREAM_KEEPALIVE.idleTimeout.setting, 'idleTimeout', seconds, 'seconds'),
    ...setting(UPSTREAM_KEEPALIVE.maxRequests.setting, 'maxRequests', maxRequests, 'requests'),
  ];
}

function setting(
  name: string,
  prop: keyof KongUpstreamKeepaliveOptions,
  value: number | undefined,
  unit: string,
): readonly (readonly [setting: string, value: string])[] {
  if (value === undefined) {
    return [];
  }
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${prop} of ${value} ${unit} is no bound; a whole number of ${unit} is allowed, 1 at least`,
      fix: `give a number of ${unit} that connections may live with an old certificate`,
    });
  }
  return [[name, String(value)]];
}

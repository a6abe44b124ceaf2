/**
 * Settings of Kong Gateway for the pool of connections to backends, with their defaults. A value of 0 turns a bound off.
 *
 * @see https://developer.konghq.com/gateway/configuration/
 */
export const UPSTREAM_KEEPALIVE = {
  idleTimeout: { setting: 'upstream_keepalive_idle_timeout', defaultSeconds: 60 },
  maxRequests: { setting: 'upstream_keepalive_max_requests', defaultCount: 10_000 },
} as const;

const { idleTimeout, maxRequests } = UPSTREAM_KEEPALIVE;

/** What bounds the life of a connection to a backend: for messages. */
export const KONG_CONNECTION_LIMITS =
  `KONG_${idleTimeout.setting.toUpperCase()} (${idleTimeout.defaultSeconds} seconds without a request by default) and ` +
  `KONG_${maxRequests.setting.toUpperCase()} (${maxRequests.defaultCount} requests by default)`;

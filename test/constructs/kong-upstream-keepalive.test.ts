import { Duration } from 'cdk8s';
import { KongHelmChart } from '../../src/constructs/kong-helm-chart';
import {
  type KongUpstreamKeepaliveOptions,
  kongKeepaliveEnv,
  kongKeepaliveHelmValues,
} from '../../src/constructs/kong-upstream-keepalive';
import { Refusal } from '../../src/gateways/refusal';

const BOUNDS = { idleTimeout: Duration.minutes(1), maxRequests: 500 };
const ENV = { upstream_keepalive_idle_timeout: '60', upstream_keepalive_max_requests: '500' };

describe('the bounds of pooled connections', () => {
  test('are values of both charts, where each has them', () => {
    expect(kongKeepaliveHelmValues(KongHelmChart.KONG, BOUNDS)).toEqual({ env: ENV });
    expect(kongKeepaliveHelmValues(KongHelmChart.INGRESS, BOUNDS)).toEqual({ gateway: { env: ENV } });
  });

  test('are environment variables for a DataPlane', () => {
    expect(kongKeepaliveEnv(BOUNDS)).toEqual([
      { name: 'KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT', value: '60' },
      { name: 'KONG_UPSTREAM_KEEPALIVE_MAX_REQUESTS', value: '500' },
    ]);
  });

  test('may be one of the two', () => {
    expect(kongKeepaliveEnv({ maxRequests: 1 })).toEqual([
      { name: 'KONG_UPSTREAM_KEEPALIVE_MAX_REQUESTS', value: '1' },
    ]);
  });

  const notABound = (subject: string, unit: string) => ({
    message: `${subject} is no bound; a whole number of ${unit} is allowed, 1 at least`,
    fix: `give a number of ${unit} that connections may live with an old certificate`,
  });

  test.each<[KongUpstreamKeepaliveOptions, { message: string; fix: string }]>([
    [
      {},
      {
        message: 'neither idleTimeout nor maxRequests is given, so that nothing would be bounded',
        fix: 'give one of them',
      },
    ],
    [{ idleTimeout: Duration.seconds(0) }, notABound('idleTimeout of 0 seconds', 'seconds')],
    [{ idleTimeout: Duration.millis(1500) }, notABound('idleTimeout of 1.5 seconds', 'seconds')],
    [{ maxRequests: 0 }, notABound('maxRequests of 0 requests', 'requests')],
    [{ maxRequests: 2.5 }, notABound('maxRequests of 2.5 requests', 'requests')],
    [{ maxRequests: Number.NaN }, notABound('maxRequests of NaN requests', 'requests')],
  ])('are refused where they are none: %j', (options, refusal) => {
    expect(() => kongKeepaliveHelmValues(KongHelmChart.KONG, options)).toThrow(
      new Refusal({ rule: 'schema/invalid-value', ...refusal }),
    );
  });
});

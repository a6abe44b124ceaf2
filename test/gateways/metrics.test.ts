import semver from 'semver';
import { Cilium, EnvoyGateway, GatewayApi, Istio, KongIngressController, KongOperator, Traefik } from '../../src';
import { GatewayVersion } from '../../src/gateways/gateway-version';
import type { GatewayMetrics } from '../../src/gateways/metrics';
import { gatewayRegistry } from '../../src/gateways/registry';

const KNOWN = gatewayRegistry.flatMap(({ name, metrics, versions }) =>
  metrics === undefined ? [] : [[name, metrics, versions] as const],
);

describe('the metrics of gateways', () => {
  test('are established for those that are made of Envoy, and for Kong', () => {
    expect(KNOWN.map(([name]) => name)).toEqual([
      'cilium',
      'contour',
      'emissary',
      'envoy-gateway',
      'gloo',
      'istio',
      'kgateway',
      'kong-ingress-controller',
      'kong-operator',
    ]);
  });

  test.each(KNOWN)(
    'of %s hold for each version that is recorded, and for no later one',
    (_, { versions }, recorded) => {
      expect(semver.validRange(versions)).not.toBeNull();
      expect(recorded.filter((version) => !GatewayVersion.parse(version).overlaps(versions))).toEqual([]);
      expect(GatewayVersion.parse('99.0').overlaps(versions)).toBe(false);
    },
  );

  test.each(KNOWN)('of %s have names, evidence, and signs of life among them', (_, { metrics, signsOfLife }) => {
    const names = metrics.map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
    expect(metrics.filter(({ evidence }) => evidence === '')).toEqual([]);
    expect(signsOfLife.length).toBeGreaterThan(0);
    expect(signsOfLife.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('GatewayImplementation.metrics', () => {
  test('is what the registry has for the version', () => {
    const gateways = [
      new EnvoyGateway({ version: '1.9' }),
      new Cilium({ version: '1.20' }),
      new KongIngressController({ version: '3.5' }),
      new KongOperator({ version: '2.2.3' }),
    ];
    for (const gateway of gateways) {
      const expected = gatewayRegistry.find(({ name }) => name === gateway.implementation)?.metrics;
      expect(expected).toBeDefined();
      expect(gateway.metrics()).toBe(expected);
    }
  });

  test('knows the name that Istio gives the label of a cluster', () => {
    const labels = new Istio({ version: '1.30' }).metrics()?.metrics.flatMap(({ by = [] }) => by);
    expect(new Set(labels)).toEqual(new Set(['namespace', 'cluster_name']));
  });

  test.each([
    ['a gateway without known metrics', new Traefik({ version: '3.7' })],
    ['a version that was not read', new EnvoyGateway({ version: '1.99' })],
    ['the portable core', new GatewayApi({ version: '1.4' })],
  ])('is not established for %s', (_, gateway) => {
    expect(gateway.metrics()).toBeUndefined();
  });

  test('is for a gateway of your own what it says', () => {
    const metrics: GatewayMetrics = { versions: '*', metrics: [], signsOfLife: [] };
    class Own extends EnvoyGateway {
      override metrics(): GatewayMetrics {
        return metrics;
      }
    }
    expect(new Own({ version: '1.9' }).metrics()).toBe(metrics);
  });
});

import { Duration, Testing } from 'cdk8s';
import {
  Cilium,
  Contour,
  Emissary,
  EnvoyGateway,
  Gloo,
  Istio,
  Kgateway,
  MetricsTarget,
  UpstreamTlsAlerts,
} from '../../src';
import { AT, ENVOY_GATEWAY, groupsOf, leaf, payments } from './_alerts';

describe('MetricsTarget', () => {
  function written(...targets: readonly MetricsTarget[]): readonly unknown[] {
    const chart = payments();
    leaf(chart, 'a', 30);
    new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart], targets, labels: { release: 'prometheus' } });
    return Testing.synth(chart)
      .filter(({ kind }) => kind.endsWith('Monitor'))
      .map(({ kind, metadata, spec }) => ({ kind, labels: metadata.labels, ...spec }));
  }

  const labels = { release: 'prometheus' };

  test('of cert-manager honors its labels, so that alerts look for one namespace only', () => {
    const chart = payments();
    leaf(chart, 'a', 30);
    const targets = [MetricsTarget.certManager({ namespace: 'pki', interval: Duration.minutes(1) })];
    const alerts = new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart], targets });
    expect(JSON.stringify(groupsOf(chart, alerts))).not.toContain('exported_namespace');
    expect(written(...targets)).toEqual([
      {
        kind: 'PodMonitor',
        labels,
        namespaceSelector: { matchNames: ['pki'] },
        selector: {
          matchLabels: { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'controller' },
        },
        podMetricsEndpoints: [{ port: 'http-metrics', path: '/metrics', honorLabels: true, interval: '1m' }],
      },
    ]);
  });

  test.each([
    [
      ENVOY_GATEWAY,
      'envoy-gateway-system',
      {
        'gateway.envoyproxy.io/owning-gateway-name': 'edge',
        'gateway.envoyproxy.io/owning-gateway-namespace': 'gateways',
      },
      { port: 'metrics', path: '/stats/prometheus' },
    ],
    [
      new Kgateway({ version: '2.4', ...AT }),
      'gateways',
      { 'gateway.networking.k8s.io/gateway-name': 'edge' },
      { port: 'http-monitoring', path: '/metrics' },
    ],
    [
      new Istio({ version: '1.30', ...AT }),
      'gateways',
      { 'gateway.networking.k8s.io/gateway-name': 'edge' },
      { port: 'http-envoy-prom', path: '/stats/prometheus' },
    ],
    [
      new Contour({ version: '1.33' }),
      'projectcontour',
      { app: 'envoy' },
      { port: 'metrics', path: '/stats/prometheus' },
    ],
    [
      new Cilium({ version: '1.20' }),
      'kube-system',
      { 'k8s-app': 'cilium-envoy' },
      { portNumber: 9964, path: '/metrics' },
    ],
  ])('of %s is where its Pods are by default', (gateway, namespace, matchLabels, endpoint) => {
    expect(written(MetricsTarget.gateway(gateway))).toEqual([
      {
        kind: 'PodMonitor',
        labels,
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels },
        podMetricsEndpoints: [endpoint],
      },
    ]);
  });

  test('of a gateway may be elsewhere, and may be a Service', () => {
    const gateway = new Emissary({ version: '4.1.0' });
    expect(written(MetricsTarget.gateway(gateway, { namespace: 'edge', interval: Duration.seconds(15) }))).toEqual([
      {
        kind: 'ServiceMonitor',
        labels,
        namespaceSelector: { matchNames: ['edge'] },
        selector: { matchLabels: { service: 'ambassador-admin' } },
        endpoints: [{ port: 'ambassador-admin', path: '/metrics', interval: '15s' }],
      },
    ]);
  });

  test.each([
    [
      'a gateway of which it is not known',
      () => MetricsTarget.gateway(new Gloo({ version: '1.22.1', ...AT })),
      'where Gloo Gateway 1.22.1 has its metrics is not established; say where: MetricsTarget.pods(...) or MetricsTarget.services(...)',
    ],
    [
      'a gateway without a name',
      () => MetricsTarget.gateway(new EnvoyGateway({ version: '1.9' })),
      'the name of the Gateway is not known, by which the Pods of Envoy Gateway 1.9 are found; give the name to the gateway: new EnvoyGateway({ ..., name })',
    ],
    [
      'no label',
      () => MetricsTarget.services({ namespace: 'kong', labels: {}, port: 'metrics' }),
      'no label is given, so that each Service of namespace kong would be read; give a label of those that have the metrics',
    ],
    [
      'the port of a Service by number',
      () => MetricsTarget.services({ namespace: 'kong', labels: { app: 'kong' }, port: 8100 }),
      'a ServiceMonitor knows ports by name; got 8100; give the name of the port of the Service, or use MetricsTarget.pods(...)',
    ],
    [
      'a namespace that is none',
      () => MetricsTarget.pods({ namespace: 'Kong', labels: { app: 'kong' }, port: 8100 }),
      /^"Kong" is not a valid Namespace name, allowed are .*; give the name of the Namespace$/,
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(typeof message === 'string' ? new Error(message) : message);
  });
});

import { KongPluginDefinition } from '../../src/constructs/kong-plugin-definition';
import { kongPluginHelmValues } from '../../src/constructs/kong-plugin-helm-values';
import { KongPluginInstallation } from '../../src/constructs/kong-plugin-installation';
import { KongHelmChart } from '../../src/constructs/license-store';

const custom = (name: string, installation: KongPluginInstallation) =>
  KongPluginDefinition.custom(name, { installation });

const mounted = [
  custom('stamp', KongPluginInstallation.secret('stamp-code')),
  custom(
    'audit',
    KongPluginInstallation.configMap('audit-code', { subdirectories: [{ name: 'audit-db', path: 'db' }] }),
  ),
];

test('what is mounted stands under plugins, which is under gateway in the chart ingress', () => {
  const values = {
    plugins: {
      configMaps: [{ pluginName: 'audit', name: 'audit-code', subdirectories: [{ name: 'audit-db', path: 'db' }] }],
      secrets: [{ pluginName: 'stamp', name: 'stamp-code' }],
    },
  };
  expect(kongPluginHelmValues(KongHelmChart.KONG, mounted)).toEqual(values);
  expect(kongPluginHelmValues(KongHelmChart.INGRESS, mounted)).toEqual({ gateway: values });
});

test('what is in the image is only loaded', () => {
  const plugins = ['stamp', 'audit'].map((name) => custom(name, KongPluginInstallation.gatewayImage()));
  expect(kongPluginHelmValues(KongHelmChart.KONG, plugins)).toEqual({ env: { plugins: 'bundled,audit,stamp' } });
});

test.each([
  [
    'a bundled plugin',
    [KongPluginDefinition.prometheus()],
    'plugin "prometheus" is a bundled one, which needs no installation; leave it out',
  ],
  [
    'an image for Kong Operator',
    [custom('stamp', KongPluginInstallation.image(`registry.example.com/stamp@sha256:${'0a'.repeat(32)}`))],
    'plugin "stamp" is an image that Kong Operator fetches; the Helm charts cannot; name it in spec.pluginsToInstall of the DataPlane',
  ],
  [
    'plugins of the image beside mounted ones',
    [...mounted, custom('native', KongPluginInstallation.gatewayImage())],
    'plugins of the image and mounted plugins are given together; env.plugins would take the place of the list that the chart makes of what it mounts; mount all of them, or put all of them into the image',
  ],
])('%s is refused', (_, plugins, message) => {
  expect(() => kongPluginHelmValues(KongHelmChart.KONG, plugins)).toThrow(new Error(message));
});

import { App } from 'cdk8s';
import { UpstreamTls } from '../../src';
import { build, helmValues, keepaliveValues } from './charts';

test('the example synthesizes the reviewed manifests, and says of each remedy what it does', () => {
  // GIVEN
  const app = new App();
  const checks = UpstreamTls.of(app);
  checks.configure({ onFindings: () => undefined });
  // WHEN
  build(app);
  // THEN
  const { findings } = checks.check();
  const told = findings.filter(({ severity }) => severity !== 'info');
  expect(told.map(({ severity, rule, object }) => `${severity} ${rule} ${object?.kind}`).sort()).toEqual([
    'warning plugins/reload-annotation Certificate',
    'warning plugins/reload-call CronJob',
    'warning plugins/reload-plugin KongPlugin',
  ]);
  expect(told.filter(({ fix }) => !(fix.includes('CertRotation') && fix.includes('UpstreamMtls')))).toEqual([]);
  expect(app.synthYaml()).toMatchSnapshot();
});

test('the plugin that is not bundled comes with the values that install it', () => {
  expect(helmValues).toEqual({
    gateway: { plugins: { configMaps: [{ pluginName: 'cert-reloader', name: 'cert-reloader-code' }] } },
  });
});

test('the values bound the pooled connections, which reload of itself does not close', () => {
  expect(keepaliveValues).toEqual({
    gateway: { env: { upstream_keepalive_idle_timeout: '30', upstream_keepalive_max_requests: '1000' } },
  });
});

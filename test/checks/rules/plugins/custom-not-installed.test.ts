import { customNotInstalled } from '../../../../src/checks/rules/plugins/custom-not-installed';
import { findingsOf, verdictOf } from '../_rule';
import { configurationYaml, dataPlaneYaml, installationYaml, nodeYaml } from './_yaml';

test.each([
  [
    'a plugin without code on a node',
    nodeYaml('bundled,stamp'),
    'Deployment kong/kong',
    'spec.template.spec.containers[0].env[0]',
    'KONG_PLUGINS lists "stamp", which is neither bundled nor mounted into the container',
    'mount the code of the plugin at /opt/kong/plugins/stamp, or take it off the list',
  ],
  [
    'a plugin without image for the operator',
    dataPlaneYaml('stamp') + installationYaml('other'),
    'DataPlane kong/dp',
    'spec.pluginsToInstall[0].name',
    'plugin "stamp" is to be installed, and there is no KongPluginInstallation of that name',
    'add KongPluginInstallation "stamp" in the namespace kong',
  ],
  [
    'a plugin whose image is in another namespace than the one that is named',
    dataPlaneYaml('stamp, namespace: plugins') + installationYaml('stamp'),
    'DataPlane kong/dp',
    'spec.pluginsToInstall[0].name',
    'plugin "stamp" is to be installed, and there is no KongPluginInstallation of that name',
    'add KongPluginInstallation "stamp" in the namespace plugins',
  ],
  [
    'a plugin without image for the nodes of Gateways',
    configurationYaml('stamp') + installationYaml('other'),
    'GatewayConfiguration kong/gc',
    'spec.dataPlaneOptions.pluginsToInstall[0].name',
    'plugin "stamp" is to be installed, and there is no KongPluginInstallation of that name',
    'add KongPluginInstallation "stamp" in the namespace kong',
  ],
])('finds %s', (_name, yaml, object, path, message, fix) => {
  expect(findingsOf(customNotInstalled, yaml)).toEqual([{ severity: 'error', object, path, message, fix }]);
});

test.each([
  ['the folder of the plugin', nodeYaml('bundled,stamp', undefined, '/opt/kong/plugins/stamp')],
  ['the folder of all plugins', nodeYaml('bundled,stamp', 'kong:3.9', '/opt/kong/plugins/')],
  ['an image of its own', nodeYaml('bundled,stamp', 'registry.example.com/kong/kong-gateway:3.9')],
  ['an image of the operator', dataPlaneYaml('stamp') + installationYaml('stamp')],
  ['an image for the nodes of Gateways', configurationYaml('stamp') + installationYaml('stamp')],
  ['an image that is named with its namespace', dataPlaneYaml('stamp, namespace: kong') + installationYaml('stamp')],
  ['what may be outside the set', dataPlaneYaml('stamp')],
])('passes code from %s', (_name, yaml) => {
  expect(verdictOf(customNotInstalled, yaml)).toBe('pass');
});

test('does not apply to bundled plugins', () => {
  expect(verdictOf(customNotInstalled, nodeYaml('bundled,key-auth'))).toBe(
    'not applicable: no node of the set loads a custom plugin',
  );
});

import { unknownName } from '../../../../src/checks/rules/plugins/unknown-name';
import { findingsOf, verdictOf } from '../_rule';
import { dataPlaneYaml, installationYaml, nodeYaml, pluginYaml } from './_yaml';

test.each([
  [
    'a plugin that is told around',
    pluginYaml('ssl-cert-reloader'),
    'error',
    'plugin "ssl-cert-reloader" does not exist in any release of Kong',
    'remove it: Kong takes renewed Secrets over by itself, without a plugin',
  ],
  [
    'a misspelling',
    pluginYaml('rate-limitting'),
    'error',
    'plugin "rate-limitting" is neither bundled with Kong nor loaded by a node of the set',
    'did you mean "rate-limiting"? otherwise load it by KONG_PLUGINS',
  ],
  [
    'a custom plugin that the node does not load',
    pluginYaml('ledger-headers-stamp') + nodeYaml('bundled'),
    'error',
    'plugin "ledger-headers-stamp" is neither bundled with Kong nor loaded by a node of the set',
    'name a bundled plugin, or load this one by KONG_PLUGINS or a KongPluginInstallation',
  ],
  [
    'a custom plugin, as a remark where the nodes are elsewhere',
    pluginYaml('ledger-headers-stamp'),
    'info',
    'plugin "ledger-headers-stamp" is neither bundled with Kong nor loaded by a node of the set; the nodes are outside the set, so it may be loaded there',
    'name a bundled plugin, or load this one by KONG_PLUGINS or a KongPluginInstallation',
  ],
])('finds %s', (_name, yaml, severity, message, fix) => {
  expect(findingsOf(unknownName, yaml)).toEqual([
    { severity, object: 'KongPlugin payments/p', path: 'plugin', message, fix },
  ]);
});

test.each([
  ['a bundled plugin', pluginYaml('key-auth')],
  ['a plugin of an older release', pluginYaml('statsd-advanced')],
  ['a custom plugin that the node loads', pluginYaml('stamp') + nodeYaml('bundled, stamp')],
  [
    'a custom plugin that the operator installs',
    pluginYaml('stamp') + dataPlaneYaml('stamp') + installationYaml('stamp'),
  ],
])('passes %s', (_name, yaml) => {
  expect(verdictOf(unknownName, yaml)).toBe('pass');
});

test('does not apply without plugins', () => {
  expect(verdictOf(unknownName, nodeYaml('bundled'))).toBe(
    'not applicable: there is no KongPlugin and no KongClusterPlugin',
  );
});

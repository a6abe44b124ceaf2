import { attachedNowhere } from '../../../../src/checks/rules/plugins/attached-nowhere';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

const service = `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments, annotations: { konghq.com/plugins: p } }
---`;

test.each([
  [false, 'info', 'nothing in the set names the plugin; unless something elsewhere does, it does nothing'],
  [true, 'warning', 'nothing names the plugin, so it does nothing'],
])('finds a plugin that nothing names (closed world: %s)', (closedWorld, severity, message) => {
  expect(findingsOf(attachedNowhere, pluginYaml('cors'), { closedWorld })).toEqual([
    {
      severity,
      object: 'KongPlugin payments/p',
      path: '',
      message,
      fix: 'name p in the annotation konghq.com/plugins of the route, Service or consumer that it is for',
    },
  ]);
});

test.each([
  ['an attached plugin', pluginYaml('cors') + service],
  [
    'a global plugin',
    pluginYaml('cors', '', 'name: p, labels: { global: "true" }').replace('KongPlugin', 'KongClusterPlugin'),
  ],
])('passes %s', (_, yaml) => {
  expect(verdictOf(attachedNowhere, yaml)).toBe('pass');
});

test('does not apply without plugins', () => {
  expect(verdictOf(attachedNowhere, service)).toBe('not applicable: there is no KongPlugin and no KongClusterPlugin');
});

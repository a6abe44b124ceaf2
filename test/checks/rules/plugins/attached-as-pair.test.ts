import { attachedAsPair } from '../../../../src/checks/rules/plugins/attached-as-pair';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

function bearer(apiVersion: string, kind: string, name: string, more = '', plugins = 'p'): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: payments, annotations: { konghq.com/plugins: ${plugins} } }
${more}
---`;
}

const consumer = (name: string, plugins?: string) =>
  bearer('configuration.konghq.com/v1', 'KongConsumer', name, `username: ${name}`, plugins);
const group = bearer('configuration.konghq.com/v1beta1', 'KongConsumerGroup', 'gold');
const service = (name: string) => bearer('v1', 'Service', name, 'spec: { ports: [{ port: 80 }] }');
const PATH = 'metadata.annotations[konghq.com/plugins]';

test('finds that a plugin of a consumer and of Services is for both together', () => {
  expect(findingsOf(attachedAsPair, pluginYaml('cors') + consumer('alice') + service('a') + service('b'))).toEqual([
    {
      severity: 'info',
      object: 'KongConsumer payments/alice',
      path: PATH,
      message:
        'KongPlugin payments/p is for requests of this consumer to Service payments/a and 1 more alone, as both name it',
      fix: 'unless that is meant, make an object for each',
    },
  ]);
});

test('finds the group that gets no plugin beside a consumer', () => {
  expect(findingsOf(attachedAsPair, pluginYaml('cors') + group + consumer('alice'))).toEqual([
    {
      severity: 'warning',
      object: 'KongConsumerGroup payments/gold',
      path: PATH,
      message:
        'KongPlugin payments/p is not for this group, as KongConsumer payments/alice names it too, and the controller takes one or the other',
      fix: 'make an object for the group',
    },
  ]);
});

test.each([
  ['two consumers', consumer('alice') + consumer('bob')],
  ['a consumer and a Service with a plugin each', consumer('alice', 'q') + service('a')],
  ['a Service and a group', service('a') + group],
])('passes %s', (_name, yaml) => {
  expect(verdictOf(attachedAsPair, yaml)).toBe('pass');
});

test('does not apply where nothing is named', () => {
  expect(verdictOf(attachedAsPair, pluginYaml('cors'))).toBe(
    'not applicable: no object names a plugin of Kong by annotation',
  );
});

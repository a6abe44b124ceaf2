import { globalTwice } from '../../../../src/checks/rules/plugins/global-twice';
import { findingsOf, verdictOf } from '../_rule';

const cluster = (name: string, plugin: string, ingressClass = 'kong', global = 'true') => `
apiVersion: configuration.konghq.com/v1
kind: KongClusterPlugin
metadata: { name: ${name}, labels: { global: "${global}" }, annotations: { kubernetes.io/ingress.class: ${ingressClass} } }
plugin: ${plugin}
---`;

test('finds both of two global plugins of one kind', () => {
  expect(findingsOf(globalTwice, cluster('a', 'key-auth') + cluster('b', 'key-auth'))).toEqual(
    [
      ['a', 'b'],
      ['b', 'a'],
    ].map(([name, other]) => ({
      severity: 'error',
      object: `KongClusterPlugin ${name}`,
      path: 'metadata.labels.global',
      message: `plugin "key-auth" is global here and in KongClusterPlugin ${other}, so neither is applied`,
      fix: 'keep one of them global, and attach the other to what it is for',
    })),
  );
});

test.each([
  ['global plugins of different code', cluster('a', 'key-auth') + cluster('b', 'cors')],
  ['controllers of two classes', cluster('a', 'key-auth') + cluster('b', 'key-auth', 'internal')],
  ['one that is not global', cluster('a', 'key-auth') + cluster('b', 'key-auth', 'kong', 'false')],
])('passes %s', (_, yaml) => {
  expect(verdictOf(globalTwice, yaml)).toBe('pass');
});

test('does not apply where no plugin is global', () => {
  expect(verdictOf(globalTwice, cluster('a', 'key-auth', 'kong', 'false'))).toBe(
    'not applicable: no KongClusterPlugin is global',
  );
});

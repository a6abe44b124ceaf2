import { nameChanged } from '../../../../src/checks/rules/plugins/name-changed';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

test('finds a plugin that becomes another', () => {
  expect(findingsOf(nameChanged, pluginYaml('jwt'), { before: pluginYaml('key-auth') })).toEqual([
    {
      severity: 'error',
      object: 'KongPlugin payments/p',
      path: 'plugin',
      message: 'plugin was "key-auth" and becomes "jwt"; it cannot be changed',
      fix: 'make a new KongPlugin with another name, attach it, and remove p',
    },
  ]);
});

test('passes a plugin that changes otherwise', () => {
  const after = pluginYaml('jwt', 'disabled: true');
  expect(verdictOf(nameChanged, after, { before: pluginYaml('jwt') })).toBe('pass');
});

test.each([
  ['one state only', {}, 'there are no manifests that are to be replaced'],
  [
    'another object',
    { before: pluginYaml('key-auth', '', 'name: other, namespace: payments') },
    'no KongPlugin and no KongClusterPlugin stands in both sets',
  ],
])('does not apply to %s', (_name, options, reason) => {
  expect(verdictOf(nameChanged, pluginYaml('jwt'), options)).toBe(`not applicable: ${reason}`);
});

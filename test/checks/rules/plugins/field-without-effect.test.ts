import { fieldWithoutEffect } from '../../../../src/checks/rules/plugins/field-without-effect';
import { findingsOf, verdictOf } from '../_rule';
import { pluginYaml } from './_yaml';

const CONSUMER_REF = {
  severity: 'warning',
  path: 'consumerRef',
  message: 'no controller reads consumerRef: the plugin is for every consumer of what names it',
  fix: 'drop it, and name p in the annotation konghq.com/plugins of the KongConsumer',
};
const RUN_ON = {
  severity: 'error',
  path: 'run_on',
  message: 'run_on was removed in Kong Gateway 2.0, which refuses the configuration for it',
  fix: 'drop it',
};
const TAGS = {
  severity: 'warning',
  path: 'tags',
  message: 'the CRD of Kong Ingress Controller has no field tags, and the API server drops it',
  fix: 'give the tags by the annotation konghq.com/tags, separated by commas',
};

test.each([
  ['consumerRef', 'consumerRef: alice', [], [CONSUMER_REF]],
  ['run_on', 'run_on: all', [], [RUN_ON]],
  ['both', 'consumerRef: alice\nrun_on: first', [], [CONSUMER_REF, RUN_ON]],
  ['tags of Kong Ingress Controller', 'tags: [edge]', ['kong-ingress-controller@3.5'], [TAGS]],
])('finds %s', (_name, fields, gateways, expected) => {
  expect(findingsOf(fieldWithoutEffect, pluginYaml('cors', fields), { gateways })).toEqual(
    expected.map((finding) => ({ object: 'KongPlugin payments/p', ...finding })),
  );
});

test('finds it in a plugin of all namespaces', () => {
  const yaml = pluginYaml('cors', 'run_on: all', 'name: p').replace('KongPlugin', 'KongClusterPlugin');
  expect(findingsOf(fieldWithoutEffect, yaml)).toEqual([{ object: 'KongClusterPlugin p', ...RUN_ON }]);
});

test.each([
  ['a plugin without them', 'protocols: [https]', []],
  ['tags of Kong Operator', 'tags: [edge]', ['kong-operator@2.2']],
  ['tags where the controller is not known', 'tags: [edge]', []],
])('passes %s', (_name, fields, gateways) => {
  expect(verdictOf(fieldWithoutEffect, pluginYaml('cors', fields), { gateways })).toBe('pass');
});

test('does not apply where there is no plugin', () => {
  expect(verdictOf(fieldWithoutEffect, '')).toBe('not applicable: there is no KongPlugin and no KongClusterPlugin');
});

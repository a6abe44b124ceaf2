import { extensionFailOpen } from '../../../../src/checks/rules/envoy-gateway/extension-fail-open';
import { findingsOf, verdictOf } from '../_rule';
import { backend, configuration } from './_yaml';

const EXTENSION = 'hooks: {xdsTranslator: {post: [Cluster]}}, service: {fqdn: {hostname: a.example.com, port: 9443}}';

test('an extension server that fails open is found', () => {
  expect(
    findingsOf(extensionFailOpen, configuration(`extensionManagers: [{name: a, failOpen: true, ${EXTENSION}}]`)),
  ).toEqual([
    {
      severity: 'warning',
      object: 'ConfigMap envoy-gateway-system/envoy-gateway-config',
      path: 'data[envoy-gateway.yaml]',
      message:
        'extensionManagers[0].failOpen is true: when the extension server fails, or its certificate is refused, proxies get the configuration without what it adds',
      fix: 'remove failOpen, so that proxies keep the configuration that they have',
    },
  ]);
});

test.each([
  ['one that says nothing', ''],
  ['one that fails closed', 'failOpen: false, '],
])('%s passes', (_name, field) => {
  expect(verdictOf(extensionFailOpen, configuration(`extensionManager: {${field}${EXTENSION}}`))).toBe('pass');
});

test.each([
  ['a set without configuration', backend('{}')],
  ['a configuration without extension', configuration('gateway: {}')],
])('%s is not judged', (_name, yaml) => {
  expect(verdictOf(extensionFailOpen, yaml)).toBe(
    'not applicable: no configuration of Envoy Gateway names an extension server',
  );
});

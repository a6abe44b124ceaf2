import { extensionPlaintext } from '../../../../src/checks/rules/envoy-gateway/extension-plaintext';
import { findingsOf, verdictOf } from '../_rule';
import { backend, configuration } from './_yaml';

const FQDN = 'fqdn: {hostname: extension.example.com, port: 9443}';

function extension(service: string, hooks: string): string {
  return configuration(`extensionManager: {service: {${service}}, hooks: {xdsTranslator: {${hooks}}}}`);
}

test.each([
  [
    'the configuration',
    'post: [Cluster]',
    'warning',
    "extensionManager.service has no tls, so the proxies' configuration is sent in plaintext",
  ],
  [
    'the configuration without private keys',
    'post: [Translation], translation: {secret: {includeAll: false}}',
    'warning',
    "extensionManager.service has no tls, so the proxies' configuration is sent in plaintext",
  ],
  [
    'the configuration with private keys',
    'post: [Translation]',
    'error',
    'extensionManager.service has no tls, and the hook Translation sends the private keys of listeners over it in plaintext',
  ],
])('%s in plaintext is found', (_name, hooks, severity, message) => {
  expect(findingsOf(extensionPlaintext, extension(FQDN, hooks))).toEqual([
    {
      severity,
      object: 'ConfigMap envoy-gateway-system/envoy-gateway-config',
      path: 'data[envoy-gateway.yaml]',
      message,
      fix: 'set service.tls.certificateRef to a Secret with the roots under tls.crt',
    },
  ]);
});

test.each([
  ['TLS', `${FQDN}, tls: {certificateRef: {name: ca}}`],
  ['a socket file', 'unix: {path: /run/extension.sock}'],
])('%s passes', (_name, service) => {
  expect(verdictOf(extensionPlaintext, extension(service, 'post: [Translation]'))).toBe('pass');
});

test.each([
  ['a set without configuration', backend('{}')],
  ['a configuration without extension', configuration('gateway: {}')],
])('%s is not judged', (_name, yaml) => {
  expect(verdictOf(extensionPlaintext, yaml)).toBe(
    'not applicable: no configuration of Envoy Gateway names an extension server',
  );
});

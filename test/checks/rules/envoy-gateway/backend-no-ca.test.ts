import { backendNoCa } from '../../../../src/checks/rules/envoy-gateway/backend-no-ca';
import { findingsOf, verdictOf } from '../_rule';
import { backend, configuration, policyFor } from './_yaml';

const TWO_PORTS = '[{fqdn: {hostname: a.example.com, port: 8443}}, {fqdn: {hostname: a.example.com, port: 9443}}]';

test.each([
  ['no roots', backend('{sni: ledger.example.com}'), ''],
  ['a policy on one of two ports', backend('{}', TWO_PORTS) + policyFor('8443'), ' for port 9443'],
])('%s is found', (_name, yaml, where) => {
  expect(findingsOf(backendNoCa, yaml)).toEqual([
    {
      severity: 'error',
      object: 'Backend payments/ledger',
      path: 'spec.tls',
      message: `tls names no roots${where}, here or by a BackendTLSPolicy, and does not skip verification; Envoy Gateway does not accept the Backend`,
      fix: 'set caCertificateRefs or wellKnownCACertificates: System in spec.tls, or write a BackendTLSPolicy without sectionName for the Backend',
    },
  ]);
});

test.each([
  ['roots', backend('{caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]}')],
  ['the roots of the system', backend('{wellKnownCACertificates: System}')],
  ['verification that is off', backend('{insecureSkipVerify: true}')],
  ['a policy for the Backend', backend('{}', TWO_PORTS) + policyFor()],
  ['policies for all ports', backend('{}', TWO_PORTS) + policyFor('8443') + policyFor('9443')],
  ['a client certificate alone, which another rule finds', backend('{clientCertificateRef: {name: edge-client}}')],
])('%s pass', (_name, yaml) => {
  expect(verdictOf(backendNoCa, yaml)).toBe('pass');
});

test('a set without such a Backend is not judged', () => {
  expect(verdictOf(backendNoCa, configuration('extensionApis: {enableBackend: true}'))).toBe(
    'not applicable: there is no Backend of Envoy Gateway with spec.tls',
  );
});

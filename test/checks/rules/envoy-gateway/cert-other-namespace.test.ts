import { certOtherNamespace } from '../../../../src/checks/rules/envoy-gateway/cert-other-namespace';
import { findingsOf, verdictOf } from '../_rule';
import { backend, proxy } from './_yaml';

const inNamespace = (namespace: string) =>
  `{clientCertificateRef: {kind: Secret, name: edge-client, namespace: ${namespace}}}`;

test.each([
  [
    'Backend',
    backend(inNamespace('gateways')),
    'Backend payments/ledger',
    'spec.tls',
    'Secret gateways/edge-client is not in namespace payments, where alone a client certificate of a Backend is read, and no ReferenceGrant helps; the Backend is not accepted and routes to it get no answer from a backend',
  ],
  [
    'EnvoyProxy',
    proxy(inNamespace('gateways')),
    'EnvoyProxy payments/edge',
    'spec.backendTLS',
    'Secret gateways/edge-client is not in namespace payments, where alone a client certificate of an EnvoyProxy is read, and no ReferenceGrant helps; routes to backends with TLS answer 500 (InvalidBackendTLS)',
  ],
])('a certificate of another namespace in a(n) %s is found', (_kind, yaml, object, field, message) => {
  expect(findingsOf(certOtherNamespace, yaml)).toEqual([
    {
      severity: 'error',
      object,
      path: `${field}.clientCertificateRef.namespace`,
      message,
      fix: 'issue the certificate in namespace payments, and drop the namespace from the reference',
    },
  ]);
});

test.each([
  ['its own namespace', backend(inNamespace('payments'))],
  ['no namespace', proxy('{clientCertificateRef: {name: edge-client}}')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(certOtherNamespace, yaml)).toBe('pass');
});

test('a set without client certificates is not judged', () => {
  expect(verdictOf(certOtherNamespace, backend('{}'))).toBe(
    'not applicable: there is no Backend or EnvoyProxy with a client certificate',
  );
});

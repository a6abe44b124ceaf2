import { caOnly } from '../../../../src/checks/rules/emissary/ca-only';
import { findingsOf, verdictOf } from '../_rule';

function context(spec: string): string {
  return `
apiVersion: getambassador.io/v3alpha1
kind: TLSContext
metadata: {name: ledger, namespace: payments}
spec: {${spec}}
`;
}

function roots(namespace: string, key: string): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: roots, namespace: ${namespace}}
data: {${key}: dGV4dA==}
`;
}

const found = { severity: 'error', object: 'TLSContext payments/ledger', path: 'spec.ca_secret' };

test.each([
  ['authorities under tls.crt', context('ca_secret: roots, secret: client') + roots('payments', 'tls.crt')],
  ['authorities of another namespace', context('ca_secret: roots.pki, secret: client') + roots('pki', 'tls.crt')],
  ['authorities that are not in the set', context('ca_secret: roots, secret: client')],
  ['a certificate in a file', context('ca_secret: roots, cert_chain_file: /tls.crt')],
  [
    'a dot that is part of the name',
    context('ca_secret: roots.pki, secret: c, secret_namespacing: false') + roots('pki', 'ca.crt'),
  ],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(caOnly, yaml)).toBe('pass');
});

test('authorities without a certificate are refused', () => {
  expect(findingsOf(caOnly, context('ca_secret: roots'))).toEqual([
    {
      ...found,
      message: 'ca_secret is set without secret; Emissary refuses authorities without a certificate to present',
      fix: 'set secret to a Secret with tls.crt and tls.key that Emissary presents to the backend',
    },
  ]);
});

test('authorities under another key are not found', () => {
  expect(findingsOf(caOnly, context('ca_secret: roots.pki, secret: client') + roots('pki', 'ca.crt'))).toEqual([
    {
      ...found,
      message: 'Secret pki/roots has no key tls.crt, where Emissary looks for the authorities of ca_secret',
      fix: 'put the authorities under the key tls.crt of that Secret',
    },
  ]);
});

test('a TLSContext without authorities is not judged', () => {
  expect(verdictOf(caOnly, context('secret: client'))).toBe('not applicable: there is no TLSContext with a ca_secret');
});

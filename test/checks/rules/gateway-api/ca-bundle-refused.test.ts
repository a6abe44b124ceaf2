import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caBundleRefused } from '../../../../src/checks/rules/gateway-api/ca-bundle-refused';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const PKI = join(__dirname, '../../../../examples/pki');
const ONE = readFileSync(join(PKI, 'payments-root.pem'), 'utf8');
const TWO = ONE + readFileSync(join(PKI, 'risk-root.pem'), 'utf8');

const KONG = ['kong-ingress-controller@3.5.13'];
const SECRET = policy({ roots: 'caCertificateRefs: [{group: "", kind: Secret, name: roots}]' });

function roots(pem: string, { kind = 'ConfigMap', field = 'data', key = 'ca.crt' } = {}): string {
  const text = field === 'data' && kind === 'Secret' ? Buffer.from(pem).toString('base64') : pem;
  return `---
apiVersion: v1
kind: ${kind}
metadata: {name: roots, namespace: payments}
${field}: {${key}: ${JSON.stringify(text)}}
`;
}

test.each([
  ['one certificate', policy() + roots(ONE), KONG],
  ['several where they are read', policy() + roots(TWO), ['envoy-gateway@1.9']],
  ['text that is no certificate', policy() + roots('nothing'), KONG],
  ['an object without the key', policy() + roots(TWO, { key: 'other' }), KONG],
])('%s passes', (_, yaml, gateways) => {
  expect(verdictOf(caBundleRefused, yaml, { gateways })).toBe('pass');
});

test.each([
  ['ConfigMap', policy() + roots(TWO)],
  ['ConfigMap', policy() + roots(TWO, { key: 'cert' })],
  ['Secret', SECRET + roots(TWO, { kind: 'Secret' })],
  ['Secret', SECRET + roots(TWO, { kind: 'Secret', field: 'stringData' })],
])('several certificates in a %s are found on Kong: %#', (kind, yaml) => {
  expect(findingsOf(caBundleRefused, yaml, { gateways: KONG })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.caCertificateRefs[0]',
      message: `${kind} payments/roots holds 2 certificates; Kong Ingress Controller 3.5.13 takes one in each object (Kong/kubernetes-ingress-controller#7763: an object with several is dropped; before, Kong refused it)`,
      fix: `write one ${kind} for each of the 2 certificates, and name each in caCertificateRefs`,
    },
  ]);
});

test('several certificates are not portable', () => {
  expect(findingsOf(caBundleRefused, policy() + roots(TWO))).toEqual([
    {
      severity: 'warning',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.caCertificateRefs[0]',
      message: 'ConfigMap payments/roots holds 2 certificates; that every gateway reads is required of one alone',
      fix: 'state the gateway and its version, or write one ConfigMap for each of the 2 certificates, and name each in caCertificateRefs',
    },
  ]);
});

test('it does not apply where the roots are not in the set', () => {
  expect(verdictOf(caBundleRefused, policy(), { gateways: KONG })).toBe(
    'not applicable: no BackendTLSPolicy names a ConfigMap or Secret that is in the set',
  );
});

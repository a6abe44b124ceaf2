import { ekuMismatch } from '../../../../src/checks/rules/trust/eku-mismatch';
import { issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { LEAF, named, ROOT, SERVES, SERVICE, secretOf, yamlOf } from './_objects';

const CLIENT = issue(ROOT, { commonName: 'client', extendedKeyUsage: ['clientAuth'], serialNumber: 61 });
const KONG_SERVICE = {
  ...SERVICE,
  metadata: { ...SERVICE.metadata, annotations: { 'konghq.com/client-cert': 'ledger-tls' } },
};

test.each([
  [
    'a client certificate on a backend',
    yamlOf(SERVICE, secretOf(CLIENT.pem, SERVES)),
    `${named('client', 61)} is for clientAuth only, but a backend presents it, which needs serverAuth`,
    're-issue it with server auth',
  ],
  [
    'a server certificate for a gateway',
    yamlOf(KONG_SERVICE, secretOf(LEAF.pem)),
    `${named('leaf', 3)} is for serverAuth only, but the gateway presents it to backends, which needs clientAuth`,
    're-issue it with client auth',
  ],
])('finds %s', (_name, yaml, message, fix) => {
  expect(findingsOf(ekuMismatch, yaml)).toEqual([
    { severity: 'error', object: 'Secret payments/ledger-tls', path: 'data[tls.crt]', message, fix },
  ]);
});

test.each([
  ['the usage of the role', yamlOf(SERVICE, secretOf(LEAF.pem, SERVES))],
  ['no such extension', yamlOf(SERVICE, secretOf(issue(ROOT).pem, SERVES))],
])('passes %s', (_name, yaml) => {
  expect(verdictOf(ekuMismatch, yaml)).toBe('pass');
});

test('asks a pair for client auth only where the gateway presents it', () => {
  const policy = (tls: object) => ({
    apiVersion: 'gateway.kgateway.dev/v1alpha1',
    kind: 'BackendConfigPolicy',
    metadata: { name: 'ledger', namespace: 'payments' },
    spec: { tls: { secretRef: { name: 'ledger-tls' }, ...tls } },
  });
  expect(verdictOf(ekuMismatch, yamlOf(policy({}), secretOf(LEAF.pem)))).toBe('findings');
  expect(verdictOf(ekuMismatch, yamlOf(policy({ simpleTLS: true }), secretOf(LEAF.pem)))).toMatch(/^not applicable/);
});

test('does not apply to certificates of which nobody knows the role', () => {
  expect(verdictOf(ekuMismatch, yamlOf(secretOf(CLIENT.pem)))).toBe(
    'not applicable: the set holds no certificate of which it tells who presents it',
  );
});

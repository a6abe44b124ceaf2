import { caNotOneValidCert } from '../../../../src/checks/rules/kong/ca-not-one-valid-cert';
import { createCa, issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { configMap } from './_yaml';

const CA = createCa({ commonName: 'Payments Root' });
const OLD = createCa({ commonName: 'Old Root', notAfter: new Date('2025-01-01T00:00:00Z') });
const LEAF = issue(CA, { commonName: 'ledger' });
const ID = { id: '0b4f2b4e-3c52-4a9b-8f2c-7f1f7b2a9c11' };
const NOW = { now: '2026-06-01T00:00:00Z' };

test.each([
  [
    'several certificates',
    { 'ca.crt': CA.pem + OLD.pem },
    'data[ca.crt]',
    'holds 2 PEM blocks, and Kong takes exactly one certificate',
    'give each authority a ConfigMap or Secret of its own, with an id of its own',
  ],
  [
    'a leaf',
    { 'ca.crt': LEAF.pem },
    'data[ca.crt]',
    'holds "CN=ledger", which is no certificate authority (no CA:TRUE), and is dropped',
    'give the certificate of the authority that issues the server certificate',
  ],
  [
    'an expired authority, under the key that comes first',
    { cert: OLD.pem, 'ca.crt': CA.pem },
    'data.cert',
    'holds "CN=Old Root", which expired at 2025-01-01T00:00:00.000Z, and is dropped',
    'remove what names it, or put the renewed certificate there under the same id',
  ],
  [
    'no PEM',
    { 'ca.crt': 'x' },
    'data[ca.crt]',
    'holds no certificate that can be read',
    'put the CA certificate there, as one PEM block',
  ],
  [
    'another key',
    { 'tls.crt': CA.pem },
    'data',
    'has no certificate: neither cert nor ca.crt is among its data keys',
    'put the CA certificate under ca.crt',
  ],
])('%s is found', (_name, data, path, what, fix) => {
  expect(findingsOf(caNotOneValidCert, configMap({ ...ID, ...data }), NOW)).toEqual([
    { severity: 'error', object: 'ConfigMap payments/root', path, message: `ConfigMap payments/root ${what}`, fix },
  ]);
});

test('one valid authority passes, and without an instant nothing has expired', () => {
  expect(verdictOf(caNotOneValidCert, configMap({ ...ID, 'ca.crt': CA.pem }), NOW)).toBe('pass');
  expect(verdictOf(caNotOneValidCert, configMap({ ...ID, 'ca.crt': OLD.pem }))).toBe('pass');
});

test('a set without authorities of Kong is not judged', () => {
  expect(verdictOf(caNotOneValidCert, configMap({ 'ca.crt': LEAF.pem }, {}), NOW)).toBe(
    'not applicable: there is no ConfigMap or Secret with the label konghq.com/ca-cert, and none that a Service or BackendTLSPolicy of Kong names as an authority',
  );
});

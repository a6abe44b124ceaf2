import { bcpNoNameCheck } from '../../../../src/checks/rules/kgateway/bcp-no-name-check';
import { findingsOf, verdictOf } from '../_rule';
import { tlsPolicy } from './_yaml';

test.each([
  [
    '{secretRef: {name: x}}',
    'without verifySubjectAltNames no name of the server is checked and each certificate under the roots is accepted; without sni no server name is sent',
    'set verifySubjectAltNames and sni to the name in the certificate of the server',
  ],
  [
    '{wellKnownCACertificates: System, sni: ledger.example.com}',
    'without verifySubjectAltNames no name of the server is checked and each public certificate is accepted',
    'set verifySubjectAltNames to the name in the certificate of the server',
  ],
  [
    '{secretRef: {name: x}, verifySubjectAltNames: [ledger.internal]}',
    'without sni no server name is sent',
    'set sni to the name in the certificate of the server',
  ],
])('%s is found', (tls, message, fix) => {
  expect(findingsOf(bcpNoNameCheck, tlsPolicy(tls))).toEqual([
    { severity: 'warning', object: 'BackendConfigPolicy payments/ledger', path: 'spec.tls', message, fix },
  ]);
});

test('both fields pass', () => {
  const yaml = tlsPolicy('{secretRef: {name: x}, sni: ledger.internal, verifySubjectAltNames: [ledger.internal]}');
  expect(verdictOf(bcpNoNameCheck, yaml)).toBe('pass');
});

test('a policy that verifies nothing on purpose is not judged', () => {
  expect(verdictOf(bcpNoNameCheck, tlsPolicy('{insecureSkipVerify: true}'))).toBe(
    'not applicable: there is no BackendConfigPolicy with spec.tls',
  );
});

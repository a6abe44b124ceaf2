import { bcpUriSan } from '../../../../src/checks/rules/kgateway/bcp-uri-san';
import { findingsOf, verdictOf } from '../_rule';
import { policy, tlsPolicy } from './_yaml';

test('a URI among the names is found', () => {
  const yaml = tlsPolicy(
    '{secretRef: {name: x}, verifySubjectAltNames: [ledger.internal, "spiffe://example.com/ns/payments/sa/ledger"]}',
  );
  expect(findingsOf(bcpUriSan, yaml)).toEqual([
    {
      severity: 'error',
      object: 'BackendConfigPolicy payments/ledger',
      path: 'spec.tls.verifySubjectAltNames[1]',
      message:
        '"spiffe://example.com/ns/payments/sa/ledger" is a URI, and verifySubjectAltNames is compared with DNS names only',
      fix: 'verify it by subjectAltNames with type URI of a BackendTLSPolicy in place of spec.tls, or give a DNS name of the certificate',
    },
  ]);
});

test.each([
  ['DNS names', '{verifySubjectAltNames: [ledger.internal]}'],
  ['no names', '{verifySubjectAltNames: 7}'],
])('%s pass', (_name, tls) => {
  expect(verdictOf(bcpUriSan, tlsPolicy(tls))).toBe('pass');
});

test('a policy without TLS is not judged', () => {
  expect(verdictOf(bcpUriSan, policy('{}'))).toBe('not applicable: there is no BackendConfigPolicy with spec.tls');
});

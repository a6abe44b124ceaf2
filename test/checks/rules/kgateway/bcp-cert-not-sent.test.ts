import { bcpCertNotSent } from '../../../../src/checks/rules/kgateway/bcp-cert-not-sent';
import { findingsOf, verdictOf } from '../_rule';
import { secretWith, tlsPolicy } from './_yaml';

const SIMPLE = tlsPolicy('{secretRef: {name: ledger-tls}, simpleTLS: true}');

test('a certificate that simpleTLS keeps back is found', () => {
  expect(findingsOf(bcpCertNotSent, SIMPLE + secretWith('tls.crt', 'tls.key', 'ca.crt'))).toEqual([
    {
      severity: 'warning',
      object: 'BackendConfigPolicy payments/ledger',
      path: 'spec.tls.simpleTLS',
      message:
        'simpleTLS: true takes ca.crt alone out of Secret payments/ledger-tls; its tls.crt is not presented to the backend',
      fix: 'drop simpleTLS to present the certificate, or name a Secret with ca.crt alone to say that none is meant',
    },
  ]);
});

test.each([
  ['a Secret with roots alone', SIMPLE + secretWith('ca.crt')],
  ['a Secret outside the set', SIMPLE],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(bcpCertNotSent, yaml)).toBe('pass');
});

test('a policy that presents its certificate is not judged', () => {
  expect(verdictOf(bcpCertNotSent, tlsPolicy('{secretRef: {name: ledger-tls}, simpleTLS: false}'))).toBe(
    'not applicable: there is no BackendConfigPolicy with simpleTLS: true',
  );
});

import { bcpFilesPairFails } from '../../../../src/checks/rules/kgateway/bcp-files-pair-fails';
import { findingsOf, verdictOf } from '../_rule';
import { policy, tlsPolicy } from './_yaml';

test.each([
  ['tlsCertificate', '{tlsCertificate: /tls/tls.crt, tlsKey: /tls/tls.key, rootCA: /tls/ca.crt}'],
  ['tlsKey', '{tlsKey: /tls/tls.key, rootCA: /tls/ca.crt}'],
])('a path in %s is found, once for the pair', (field, files) => {
  expect(findingsOf(bcpFilesPairFails, tlsPolicy(`{files: ${files}}`))).toEqual([
    {
      severity: 'error',
      object: 'BackendConfigPolicy payments/ledger',
      path: `spec.tls.files.${field}`,
      message: `files.${field} is a path, and kgateway parses its text as PEM: the policy is refused and requests get 5xx`,
      fix: 'put the pair under tls.crt and tls.key of a Secret, the roots under its ca.crt, and name it as secretRef in place of files',
    },
  ]);
});

test.each([
  ['roots alone', '{rootCA: /tls/ca.crt}'],
  ['PEM in place of a path', '{tlsCertificate: "-----BEGIN CERTIFICATE-----"}'],
])('%s pass', (_name, files) => {
  expect(verdictOf(bcpFilesPairFails, tlsPolicy(`{files: ${files}}`))).toBe('pass');
});

test('a policy without TLS is not judged', () => {
  expect(verdictOf(bcpFilesPairFails, policy('{}'))).toBe(
    'not applicable: there is no BackendConfigPolicy with spec.tls',
  );
});

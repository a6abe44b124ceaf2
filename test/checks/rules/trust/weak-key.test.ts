import { weakKey } from '../../../../src/checks/rules/trust/weak-key';
import { createCa, issue, testKey } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { LEAF, named, ROOT, rootsOf, SERVICE, secretOf, yamlOf } from './_objects';

test.each([
  [
    'a short key',
    rootsOf(createCa({ commonName: 'short', key: testKey('weak', 'rsa-1024'), serialNumber: 71 }).pem),
    named('short', 71),
    'the rsa key has 1024 bits; at least 2048 are needed',
    're-issue it with a new key',
  ],
  [
    'an old signature',
    secretOf(issue(ROOT, { commonName: 'sha', hash: 'sha1', serialNumber: 72 }).pem),
    named('sha', 72),
    'the signature is ecdsa-with-SHA1; SHA-256, SHA-384, SHA-512 or Ed25519 is needed',
    're-issue it with a stronger signature',
  ],
])('finds %s', (_name, object, certificate, weakness, fix) => {
  expect(findingsOf(weakKey, yamlOf(object))).toMatchObject([
    { severity: 'warning', message: `${certificate} is weak: ${weakness}`, fix },
  ]);
});

test('passes strong ones', () => {
  expect(verdictOf(weakKey, yamlOf(secretOf(LEAF.pem)))).toBe('pass');
});

test('does not apply without certificates', () => {
  expect(verdictOf(weakKey, yamlOf(SERVICE))).toBe('not applicable: no manifest holds certificates');
});

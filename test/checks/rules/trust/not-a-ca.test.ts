import { notACa } from '../../../../src/checks/rules/trust/not-a-ca';
import { createCa, issueCa } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { LEAF, named, policyOf, ROOT, rootsOf, SERVICE, secretOf, yamlOf } from './_objects';

const ISSUER = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  metadata: { name: 'ca', namespace: 'payments' },
  spec: { ca: { secretName: 'ledger-tls' } },
};
const FIX = 'give the certificate of the CA that issued it, "CN=root", or re-issue it with CA:TRUE and keyCertSign';

test.each([
  [
    'a leaf among trust anchors',
    yamlOf(SERVICE, policyOf(), rootsOf(ROOT.pem + LEAF.pem)),
    'ConfigMap payments/roots',
    'data[ca.crt]',
    ' at line 11 of the text',
    'is not CA:TRUE',
  ],
  [
    'a leaf that an issuer signs with',
    yamlOf(ISSUER, secretOf(LEAF.pem)),
    'Secret payments/ledger-tls',
    'data[tls.crt]',
    '',
    'is not CA:TRUE',
  ],
])('finds %s', (_name, yaml, object, path, line, lack) => {
  const [finding, ...others] = findingsOf(notACa, yaml);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: 'error', object, path, fix: FIX });
  expect(finding?.message.replace(/ at line \d+ of the text/, '')).toBe(
    `${named('leaf', 3)} stands where a CA is needed, but ${lack}`,
  );
  expect(finding?.message.includes(' of the text')).toBe(line !== '');
});

test('finds a CA that may not sign certificates', () => {
  const mute = issueCa(ROOT, { commonName: 'mute', keyUsage: ['cRLSign'], serialNumber: 9 });
  expect(findingsOf(notACa, yamlOf(rootsOf(mute.pem, { labels: { 'konghq.com/ca-cert': 'true' } })))).toMatchObject([
    { message: `${named('mute', 9)} stands where a CA is needed, but its keyUsage lacks keyCertSign`, fix: FIX },
  ]);
});

test('passes CAs, roots of version 1 among them', () => {
  const old = createCa({ commonName: 'old', version: 1 });
  expect(verdictOf(notACa, yamlOf(SERVICE, policyOf(), rootsOf(ROOT.pem + old.pem)))).toBe('pass');
});

test('does not apply to certificates of which nobody says that they are trusted', () => {
  expect(verdictOf(notACa, yamlOf(rootsOf(LEAF.pem)))).toBe(
    'not applicable: the set holds no certificates of trust anchors or issuers',
  );
});

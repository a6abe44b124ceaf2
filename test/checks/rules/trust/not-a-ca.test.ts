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
    yamlOf(SERVICE, policyOf(), rootsOf(`${LEAF.pem}${ROOT.pem}`)),
    'ConfigMap payments/roots',
    'data[ca.crt]',
  ],
  [
    'a leaf among the roots of a policy whose Service is elsewhere',
    yamlOf(policyOf(), rootsOf(`${LEAF.pem}${ROOT.pem}`)),
    'ConfigMap payments/roots',
    'data[ca.crt]',
  ],
  [
    'a leaf that an issuer signs with',
    yamlOf(ISSUER, secretOf(LEAF.pem)),
    'Secret payments/ledger-tls',
    'data[tls.crt]',
  ],
])('finds %s', (_name, yaml, object, path) => {
  expect(findingsOf(notACa, yaml)).toEqual([
    {
      severity: 'error',
      object,
      path,
      message: `${named('leaf', 3)} stands where a CA is needed, but is not CA:TRUE`,
      fix: FIX,
    },
  ]);
});

test('says on which line of a text a later certificate begins', () => {
  const [finding] = findingsOf(notACa, yamlOf(SERVICE, policyOf(), rootsOf(ROOT.pem + LEAF.pem)));
  const line = ROOT.pem.split('\n').length;
  expect(finding?.message).toBe(
    `${named('leaf', 3)} at line ${line} of the text stands where a CA is needed, but is not CA:TRUE`,
  );
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

import { keyMismatch } from '../../../../src/checks/rules/trust/key-mismatch';
import { type Identity, keyPem } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import { LEAF, named, ROOT, yamlOf } from './_objects';

function pair(chain: string, key: string): string {
  return yamlOf({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'ledger-tls', namespace: 'payments' },
    stringData: { 'tls.crt': chain },
    data: { 'tls.key': Buffer.from(key).toString('base64') },
  });
}

test.each([
  [
    'the key of another certificate',
    pair(LEAF.pem, keyPem(ROOT)),
    named('leaf', 3),
    'another certificate',
    're-issue the pair',
  ],
  [
    'a chain in the wrong order',
    pair(ROOT.pem + LEAF.pem, keyPem(LEAF)),
    named('root', 1),
    'certificate 2 of 2',
    'put the certificate of the key first',
  ],
])('finds %s', (_name, yaml, certificate, owner, fix) => {
  const findings = findingsOf(keyMismatch, yaml);
  expect(findings).toEqual([
    {
      severity: 'error',
      object: 'Secret payments/ledger-tls',
      path: 'stringData[tls.crt]',
      message: `${certificate} is the first in tls.crt, but tls.key belongs to ${owner}`,
      fix,
    },
  ]);
  expect(JSON.stringify(findings)).not.toContain('PRIVATE');
});

test('passes a pair', () => {
  expect(verdictOf(keyMismatch, pair(LEAF.pem + ROOT.pem, keyPem(LEAF)))).toBe('pass');
});

test.each([
  ['a key that cannot be read', pair(LEAF.pem, 'no key')],
  ['an encrypted key', pair(LEAF.pem, encrypted(LEAF))],
])('does not apply to %s', (_name, yaml) => {
  expect(verdictOf(keyMismatch, yaml)).toBe('not applicable: no Secret holds a certificate and a readable key');
});

function encrypted({ key }: Identity): string {
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'test' }).toString();
}

import { chainBroken } from '../../../../src/checks/rules/trust/chain-broken';
import { parseCrls } from '../../../../src/trust';
import { createCa, createCrl, issue } from '../../../trust/pki';
import { findingsOf, verdictOf } from '../_rule';
import {
  INTERMEDIATE,
  LEAF,
  LOWER_LEAF,
  named,
  policyOf,
  ROOT,
  rootsOf,
  SERVES,
  SERVICE,
  secretOf,
  yamlOf,
} from './_objects';

const OTHER = createCa({ commonName: 'other' });

function hop(chain: string, roots: string): string {
  return yamlOf(SERVICE, policyOf(), rootsOf(roots), secretOf(chain, SERVES));
}

test('finds a chain without its intermediate', () => {
  expect(findingsOf(chainBroken, hop(LOWER_LEAF.pem, ROOT.pem))).toEqual([
    {
      severity: 'error',
      object: 'Secret payments/ledger-tls',
      path: 'data[tls.crt]',
      message: `${named('lower', 4)} is not accepted by the gateway, which trusts the roots of BackendTLSPolicy payments/ledger: ${named('lower', 4)} is issued by "CN=intermediate", which neither the anchors nor the chain hold`,
      fix: 'send the missing intermediates in tls.crt, or add the root of the certificate to these roots',
    },
  ]);
});

test('finds a client certificate that the backend does not trust', () => {
  const client = issue(ROOT, { commonName: 'client', extendedKeyUsage: ['clientAuth'], serialNumber: 91 });
  const service = {
    ...SERVICE,
    metadata: { ...SERVICE.metadata, annotations: { 'konghq.com/client-cert': 'ledger-tls' } },
  };
  const roots = (text: string) => rootsOf(text, { annotations: { 'upstream-tls.dev/verifies-clients-of': 'ledger' } });
  expect(findingsOf(chainBroken, yamlOf(service, roots(OTHER.pem), secretOf(client.pem)))).toMatchObject([
    {
      message: `${named('client', 91)} is not accepted by the backend, which trusts the roots of ConfigMap payments/roots: ${named('client', 91)} is issued by "CN=root", which neither the anchors nor the chain hold`,
    },
  ]);
  expect(verdictOf(chainBroken, yamlOf(service, roots(ROOT.pem), secretOf(client.pem)))).toBe('pass');
});

test('finds a certificate that a given list revokes', () => {
  const crls = parseCrls(createCrl(ROOT, { revoked: [LEAF] }));
  expect(findingsOf(chainBroken, hop(LEAF.pem, ROOT.pem), { crls, now: '2026-01-01T00:00:00Z' })).toMatchObject([
    {
      message: `${named('leaf', 3)} is not accepted by the gateway, which trusts the roots of BackendTLSPolicy payments/ledger: ${named('leaf', 3)} is revoked by its issuer`,
      fix: 're-issue the certificate that is revoked',
    },
  ]);
});

test.each([
  ['a leaf of the root', LEAF.pem, ROOT.pem],
  ['a chain with its intermediate', LOWER_LEAF.pem + INTERMEDIATE.pem, ROOT.pem],
  ['an intermediate as anchor, which is another rule', LOWER_LEAF.pem, INTERMEDIATE.pem],
  [
    'expired roots, which are another rule',
    issue(OTHER).pem,
    createCa({ commonName: 'x', notAfter: new Date('2024-01-02T00:00:00Z') }).pem + OTHER.pem,
  ],
])('passes %s', (_name, chain, roots) => {
  expect(verdictOf(chainBroken, hop(chain, roots))).toBe('pass');
});

test.each([
  ['roots that are not in the set', yamlOf(SERVICE, policyOf(), secretOf(LEAF.pem, SERVES))],
  ['certificates that nobody presents', yamlOf(SERVICE, policyOf(), rootsOf(OTHER.pem), secretOf(LEAF.pem))],
])('does not apply to %s', (_name, yaml) => {
  expect(verdictOf(chainBroken, yaml)).toBe(
    'not applicable: the set holds no certificate together with all roots that it is verified with',
  );
});

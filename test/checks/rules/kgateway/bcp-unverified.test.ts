import { bcpUnverified } from '../../../../src/checks/rules/kgateway/bcp-unverified';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { policy, secretWith, tlsPolicy } from './_yaml';

const found = { severity: 'error', object: 'BackendConfigPolicy payments/ledger' };
const OF_SECRET = tlsPolicy('{secretRef: {name: ledger-tls}}');

test.each([
  [
    'a Secret without ca.crt',
    OF_SECRET + secretWith('tls.crt', 'tls.key'),
    'spec.tls.secretRef.name',
    'Secret payments/ledger-tls has no ca.crt, from which kgateway takes the roots; the server is not verified',
    "put the server's roots under ca.crt of Secret payments/ledger-tls",
  ],
  [
    'a Secret without ca.crt, where names are to be verified',
    tlsPolicy('{secretRef: {name: ledger-tls}, verifySubjectAltNames: [ledger.internal]}') + secretWith('tls.crt'),
    'spec.tls.secretRef.name',
    'Secret payments/ledger-tls has no ca.crt, from which kgateway takes the roots; as verifySubjectAltNames needs roots, the policy is refused and requests get 5xx',
    "put the server's roots under ca.crt of Secret payments/ledger-tls",
  ],
  [
    'files without rootCA',
    tlsPolicy('{files: {tlsCertificate: /tls/tls.crt, tlsKey: /tls/tls.key}}'),
    'spec.tls.files',
    'files has no rootCA; the server is not verified',
    "name the file with the server's roots as files.rootCA",
  ],
  [
    'insecureSkipVerify: false',
    tlsPolicy('{insecureSkipVerify: false}'),
    'spec.tls.insecureSkipVerify',
    'insecureSkipVerify: false names no roots to verify against; the server is not verified',
    'remove insecureSkipVerify, and name a Secret with ca.crt as secretRef or set wellKnownCACertificates: System',
  ],
  [
    'other well-known roots than System',
    tlsPolicy('{wellKnownCACertificates: example.com/Ours}'),
    'spec.tls.wellKnownCACertificates',
    'wellKnownCACertificates "example.com/Ours" is not known to kgateway, which knows System only; the server is not verified',
    'set wellKnownCACertificates: System',
  ],
])('%s is found', (_name, yaml, path, message, fix) => {
  expect(findingsOf(bcpUnverified, yaml)).toEqual([{ ...found, path, message, fix }]);
});

test('the line of the name is shown', () => {
  const yaml = `
apiVersion: gateway.kgateway.dev/v1alpha1
kind: BackendConfigPolicy
metadata: {name: ledger, namespace: payments}
spec:
  tls:
    secretRef:
      name: ledger-tls
${secretWith('tls.crt')}`;
  expect(lineOf(bcpUnverified, yaml)).toBe(8);
});

test.each([
  ['a Secret with ca.crt', OF_SECRET + secretWith('ca.crt')],
  ['a Secret outside the set', OF_SECRET],
  [
    'a Secret that cert-manager writes, whose issuer may return its CA',
    `${OF_SECRET}---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: ledger, namespace: payments}
spec: {secretName: ledger-tls, issuerRef: {name: elsewhere}, dnsNames: [edge]}
`,
  ],
  ['files with rootCA', tlsPolicy('{files: {rootCA: /tls/ca.crt}}')],
  ['system roots', tlsPolicy('{wellKnownCACertificates: System}')],
  ['verification that is off on purpose, which another rule finds', tlsPolicy('{insecureSkipVerify: true}')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(bcpUnverified, yaml)).toBe('pass');
});

test('a policy without TLS is not judged', () => {
  expect(verdictOf(bcpUnverified, policy('{connectTimeout: 5s}'))).toBe(
    'not applicable: there is no BackendConfigPolicy with spec.tls',
  );
});

import { httpsUnverified } from '../../../../src/checks/rules/emissary/https-unverified';
import { findingsOf, verdictOf } from '../_rule';

function mapping(spec: string): string {
  return `
apiVersion: getambassador.io/v3alpha1
kind: Mapping
metadata: {name: ledger, namespace: payments}
spec: {prefix: /, hostname: "*", ${spec}}
`;
}

test('TLS with a TLSContext passes', () => {
  expect(verdictOf(httpsUnverified, mapping('service: "https://ledger:8443", tls: ledger'))).toBe('pass');
});

function tlsContext(spec: string): string {
  return `---
apiVersion: getambassador.io/v3alpha1
kind: TLSContext
metadata: {name: ledger, namespace: payments}
spec: {hosts: [], secret: edge-client${spec}}
`;
}

test('a TLSContext with authorities passes', () => {
  const https = mapping('service: "https://ledger:8443", tls: ledger');
  expect(verdictOf(httpsUnverified, https + tlsContext(', ca_secret: roots'))).toBe('pass');
  expect(verdictOf(httpsUnverified, https + tlsContext(', cacert_chain_file: /roots.pem'))).toBe('pass');
});

test('a TLSContext without authorities is found', () => {
  const https = mapping('service: "https://ledger:8443", tls: ledger');
  expect(findingsOf(httpsUnverified, https + tlsContext(''))).toEqual([
    {
      severity: 'error',
      object: 'Mapping payments/ledger',
      path: 'spec.tls',
      message:
        'service "https://ledger:8443" is reached with TLSContext payments/ledger, which has no ca_secret, so its certificate is not verified',
      fix: 'set ca_secret of TLSContext payments/ledger to a Secret with the authorities under tls.crt',
    },
  ]);
});

test.each(['', ', tls: ""', ', tls: true'])('TLS without a TLSContext is found%s', (tls) => {
  expect(findingsOf(httpsUnverified, mapping(`service: "https://ledger:8443"${tls}`))).toEqual([
    {
      severity: 'error',
      object: 'Mapping payments/ledger',
      path: 'spec.service',
      message:
        'service "https://ledger:8443" is reached by TLS without a TLSContext, so its certificate is not verified',
      fix: 'set spec.tls to the name of a TLSContext that has ca_secret and secret',
    },
  ]);
});

test.each(['service: ledger', 'service: "http://ledger:8080"', 'service: 8', 'tls: true'])(
  'a Mapping without https:// is not judged: %s',
  (spec) => {
    expect(verdictOf(httpsUnverified, mapping(spec))).toBe(
      'not applicable: there is no Mapping with an https:// service',
    );
  },
);

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

import { oneWayTls } from '../../../../src/checks/rules/gloo/one-way-tls';
import { findingsOf, verdictOf } from '../_rule';

function upstream(sslConfig: string): string {
  return `
apiVersion: gloo.solo.io/v1
kind: Upstream
metadata: {name: ledger, namespace: gloo-system}
spec:
  sslConfig: {${sslConfig}}
`;
}

function secret(...keys: readonly string[]): string {
  const data = keys.map((key) => `${key}: dGV4dA==`).join(', ');
  return `---
apiVersion: v1
kind: Secret
metadata: {name: ledger-tls, namespace: gloo-system}
data: {${data}}
`;
}

const ONE_WAY = upstream('oneWayTls: true, secretRef: {name: ledger-tls, namespace: gloo-system}');

test.each([
  ['a Secret with a key', ONE_WAY + secret('tls.crt', 'tls.key', 'ca.crt')],
  ['files', upstream('oneWayTls: true, sslFiles: {tlsCert: /tls.crt, tlsKey: /tls.key, rootCa: /ca.crt}')],
])('a client certificate in %s is held back', (_name, yaml) => {
  expect(findingsOf(oneWayTls, yaml)).toEqual([
    {
      severity: 'warning',
      object: 'Upstream gloo-system/ledger',
      path: 'spec.sslConfig.oneWayTls',
      message: 'oneWayTls is true beside a client certificate, which Gloo then does not present',
      fix: 'remove oneWayTls, or take tls.crt and tls.key away if the backend needs no client certificate',
    },
  ]);
});

test.each([
  ['a Secret with authorities alone', ONE_WAY + secret('ca.crt')],
  ['a Secret that is not in the set', ONE_WAY],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(oneWayTls, yaml)).toBe('pass');
});

test.each(['oneWayTls: false', 'sni: ledger.example.com'])('%s is not judged', (sslConfig) => {
  expect(verdictOf(oneWayTls, upstream(sslConfig))).toBe('not applicable: there is no Upstream with oneWayTls');
});

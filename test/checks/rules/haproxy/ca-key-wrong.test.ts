import { caKeyWrong } from '../../../../src/checks/rules/haproxy/ca-key-wrong';
import { findingsOf, verdictOf } from '../_rule';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments, annotations: {haproxy.org/server-ca: pki/roots}}
spec: {ports: [{name: https, port: 8443}]}
`;

function roots(key: string): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: roots, namespace: pki}
data: {${key}: dGV4dA==}
`;
}

function certificate(spec: string): string {
  return `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: payments, namespace: pki}
spec: {secretName: roots, commonName: payments, issuerRef: {name: root}, ${spec}}
`;
}

const found = {
  severity: 'error',
  object: 'Service payments/ledger',
  path: 'metadata.annotations[haproxy.org/server-ca]',
};

test.each([
  ['an authority under tls.crt', SERVICE + roots('tls.crt')],
  ['a Secret that is not in the set', SERVICE],
  ['a Certificate of an authority', SERVICE + certificate('isCA: true')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(caKeyWrong, yaml)).toBe('pass');
});

test('an authority under another key is not found', () => {
  expect(findingsOf(caKeyWrong, SERVICE + roots('ca.crt'))).toEqual([
    {
      ...found,
      message: 'Secret pki/roots has no key tls.crt, where HAProxy looks for the authorities of server-ca',
      fix: 'put the authorities under the key tls.crt of that Secret',
    },
  ]);
});

test('the Secret of a leaf is no authority', () => {
  expect(findingsOf(caKeyWrong, SERVICE + certificate('dnsNames: [ledger.payments.svc]'))).toEqual([
    {
      ...found,
      message: 'tls.crt of Secret pki/roots is the leaf of Certificate pki/payments; allowed is an authority',
      fix: 'name a Secret of its own that has the authority, which stands in ca.crt there, under the key tls.crt',
    },
  ]);
});

const CONTROLLER = `
apiVersion: v1
kind: ConfigMap
metadata: {name: haproxy-kubernetes-ingress, namespace: haproxy-controller}
data: {server-ssl: "true", server-ca: pki/roots}
`;

test('the ConfigMap of the controller names authorities without the prefix of annotations', () => {
  expect(verdictOf(caKeyWrong, CONTROLLER + roots('tls.crt'))).toBe('pass');
  expect(findingsOf(caKeyWrong, CONTROLLER + roots('ca.crt'))).toEqual([
    {
      severity: 'error',
      object: 'ConfigMap haproxy-controller/haproxy-kubernetes-ingress',
      path: 'data.server-ca',
      message: 'Secret pki/roots has no key tls.crt, where HAProxy looks for the authorities of server-ca',
      fix: 'put the authorities under the key tls.crt of that Secret',
    },
  ]);
  expect(verdictOf(caKeyWrong, CONTROLLER.replace('pki/roots', 'some text'))).toContain('not applicable');
});

test('without a namespace the Secret beside the Service is meant', () => {
  const beside = SERVICE.replace('pki/roots', 'roots') + roots('ca.crt').replace('pki', 'payments');
  expect(findingsOf(caKeyWrong, beside)).toHaveLength(1);
});

test('objects without the annotation are not judged', () => {
  expect(verdictOf(caKeyWrong, roots('ca.crt'))).toBe(
    'not applicable: no Service or Ingress has the annotation haproxy.org/server-ca, and no ConfigMap the key server-ca',
  );
});

import { httpproxyUnverified } from '../../../../src/checks/rules/contour/httpproxy-unverified';
import { findingsOf, verdictOf } from '../_rule';

function proxy(service: string): string {
  return `
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: {name: ledger, namespace: payments}
spec:
  routes: [{services: [{name: ledger, port: 8443, ${service}}]}]
`;
}

function delegation(secret: string, namespace: string): string {
  return `---
apiVersion: projectcontour.io/v1
kind: TLSCertificateDelegation
metadata: {name: roots, namespace: pki}
spec: {delegations: [{secretName: "${secret}", targetNamespaces: ["${namespace}"]}]}
`;
}

const ROOTS = `---
apiVersion: v1
kind: Secret
metadata: {name: roots, namespace: pki}
data: {ca.crt: dGV4dA==}
`;
const OWN = proxy('protocol: tls, validation: {caSecret: roots, subjectName: ledger}');
const FOREIGN = proxy('protocol: tls, validation: {caSecret: pki/roots, subjectName: ledger}');
const found = { severity: 'error', object: 'HTTPProxy payments/ledger' };

test.each([
  ['validation by a Secret of its own namespace', OWN],
  ['validation by a Secret that is delegated', FOREIGN + delegation('roots', 'payments')],
  ['validation by Secrets that are all delegated to all', FOREIGN + delegation('*', '*')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(httpproxyUnverified, yaml)).toBe('pass');
});

test.each(['tls', 'h2'])('protocol %s without validation is found', (protocol) => {
  expect(findingsOf(httpproxyUnverified, proxy(`protocol: ${protocol}`))).toEqual([
    {
      ...found,
      path: 'spec.routes[0].services[0].protocol',
      message: `protocol ${protocol} without validation: the certificate of the service is not verified`,
      fix: 'add validation with caSecret and subjectName, the name in the certificate of the service',
    },
  ]);
});

function annotated(annotation: string): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments, annotations: {projectcontour.io/${annotation}}}
spec: {ports: [{name: https, port: 8443}, {name: admin, port: 9443}]}
`;
}

test.each([
  ['upstream-protocol.tls', '"8443"'],
  ['upstream-protocol.tls', '"9443, https"'],
  ['upstream-protocol.h2', 'https'],
])('a Service that is annotated with %s: %s is found where the proxy has no validation', (name, ports) => {
  const service = annotated(`${name}: ${ports}`);
  expect(findingsOf(httpproxyUnverified, proxy('weight: 1') + service)).toEqual([
    {
      ...found,
      path: 'spec.routes[0].services[0]',
      message: `the annotation projectcontour.io/${name} of Service payments/ledger without validation: the certificate of the service is not verified`,
      fix: 'add validation with caSecret and subjectName, the name in the certificate of the service',
    },
  ]);
  expect(verdictOf(httpproxyUnverified, proxy('validation: {caSecret: roots, subjectName: ledger}') + service)).toBe(
    'pass',
  );
});

test.each([
  ['another port', proxy('weight: 1') + annotated('upstream-protocol.tls: admin')],
  ['HTTP/2 in the clear', proxy('weight: 1') + annotated('upstream-protocol.h2c: https')],
  ['a protocol of the proxy, which wins', proxy('protocol: h2c') + annotated('upstream-protocol.tls: https')],
])('an annotation for %s makes no TLS', (_name, yaml) => {
  expect(verdictOf(httpproxyUnverified, yaml)).toContain('not applicable');
});

const notDelegated = {
  ...found,
  path: 'spec.routes[0].services[0].validation.caSecret',
  message: 'Secret pki/roots is of another namespace, and no TLSCertificateDelegation allows payments to use it',
  fix: 'add a TLSCertificateDelegation to namespace pki with secretName roots and payments in targetNamespaces',
};

test.each([
  ['no delegation beside the Secret', FOREIGN + ROOTS, {}],
  ['a delegation of another Secret', FOREIGN + ROOTS + delegation('other', 'payments'), {}],
  ['a delegation to another namespace', FOREIGN + ROOTS + delegation('roots', 'risk'), {}],
  ['nothing, in a set that is declared complete', FOREIGN, { closedWorld: true }],
])('a Secret of another namespace with %s is found', (_name, yaml, options) => {
  expect(findingsOf(httpproxyUnverified, yaml, options)).toEqual([notDelegated]);
});

test('where the Secret is not in the set, its delegation may be elsewhere too', () => {
  expect(findingsOf(httpproxyUnverified, FOREIGN)).toEqual([{ ...notDelegated, severity: 'info' }]);
});

test.each(['protocol: h2c', 'weight: 1'])('a service without TLS is not judged: %s', (service) => {
  expect(verdictOf(httpproxyUnverified, proxy(service))).toBe(
    'not applicable: there is no HTTPProxy that speaks TLS to a service',
  );
});

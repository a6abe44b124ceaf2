import { noNameCheck } from '../../../../src/checks/rules/haproxy/no-name-check';
import { findingsOf, lineOf, verdictOf } from '../_rule';

function service(...annotations: readonly string[]): string {
  const lines = ['example.com/team: payments', ...annotations].map((line) => `    ${line}`).join('\n');
  return `apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: payments
  annotations:
${lines}
spec: {ports: [{name: https, port: 8443}]}
`;
}

test('server-ca is found, on its line', () => {
  const annotated = service('haproxy.org/server-ca: payments/roots');
  expect(findingsOf(noNameCheck, annotated)).toEqual([
    {
      severity: 'warning',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[haproxy.org/server-ca]',
      message: "haproxy.org/server-ca verifies the chain of the backend's certificate but no name in it",
      fix: "name a Backend resource with haproxy.org/cr-backend that sets verifyhost to a name in the backend's certificate",
    },
  ]);
  expect(lineOf(noNameCheck, annotated)).toBe(8);
});

test('server-ca beside cr-backend has no effect at all', () => {
  const annotated = service('haproxy.org/server-ca: payments/roots', 'haproxy.org/cr-backend: payments/ledger');
  expect(findingsOf(noNameCheck, annotated)).toEqual([
    {
      severity: 'warning',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[haproxy.org/server-ca]',
      message: 'haproxy.org/server-ca has no effect, since haproxy.org/cr-backend replaces all backend annotations',
      fix: 'set ssl, verify, ssl_cafile and verifyhost in the Backend resource, and remove haproxy.org/server-ca',
    },
  ]);
});

test('server-ca of the controller is found in its ConfigMap', () => {
  const yaml =
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: haproxy, namespace: edge}, data: {server-ca: pki/roots}}';
  expect(findingsOf(noNameCheck, yaml)).toMatchObject([
    {
      object: 'ConfigMap edge/haproxy',
      path: 'data.server-ca',
      message: "server-ca verifies the chain of the backend's certificate but no name in it",
    },
  ]);
});

test('objects without the annotation are not judged, cr-backend alone neither', () => {
  expect(verdictOf(noNameCheck, service('haproxy.org/cr-backend: payments/ledger'))).toBe(
    'not applicable: no Service or Ingress has the annotation haproxy.org/server-ca, and no ConfigMap the key server-ca',
  );
});

import { backendPortSet } from '../../../../src/checks/rules/kgateway/backend-port-set';
import { findingsOf, verdictOf } from '../_rule';

function routeTo(backendRef: string): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: risk, namespace: payments}
spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [${backendRef}]}]}
`;
}

const BACKEND = 'group: gateway.kgateway.dev, kind: Backend, name: risk';

test('a port of a Backend is found', () => {
  expect(findingsOf(backendPortSet, routeTo(`{${BACKEND}, port: 443}`))).toEqual([
    {
      severity: 'error',
      object: 'HTTPRoute payments/risk',
      path: 'spec.rules[0].backendRefs[0].port',
      message:
        'the backendRef names port 443 of Backend risk; a Backend of kgateway states its ports itself, and none is allowed here',
      fix: 'remove the port from the backendRef',
    },
  ]);
});

test('a Backend without port passes', () => {
  expect(verdictOf(backendPortSet, routeTo(`{${BACKEND}}`))).toBe('pass');
});

test('a Service is not judged, as it needs the port', () => {
  expect(verdictOf(backendPortSet, routeTo('{name: risk, port: 443}'))).toBe(
    'not applicable: no route sends requests to a kgateway Backend',
  );
});

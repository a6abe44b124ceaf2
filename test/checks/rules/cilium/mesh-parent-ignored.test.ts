import { meshParentIgnored } from '../../../../src/checks/rules/cilium/mesh-parent-ignored';
import { findingsOf, verdictOf } from '../_rule';

const POLICY = `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger}]
  validation: {hostname: ledger.example.com, caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]}
`;

function route(parent: string): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec:
  parentRefs: [{name: edge}, ${parent}]
  rules: [{backendRefs: [{name: ledger, port: 8443}]}]
`;
}

const MESH = route('{group: "", kind: Service, name: front}');
const gateways = ['cilium@1.20'];
const notJudged = 'no route with a Service as its parent leads to the target of a BackendTLSPolicy';

test('a policy is not applied where the parent is a Service', () => {
  expect(findingsOf(meshParentIgnored, POLICY + MESH, { gateways })).toEqual([
    {
      severity: 'error',
      object: 'HTTPRoute payments/ledger',
      path: 'spec.parentRefs[1]',
      message:
        'the parent is Service payments/front, a mesh; Cilium 1.20 does not apply the BackendTLSPolicy of Service payments/ledger there',
      fix: 'name a Gateway in parentRefs, or take the TLS port of that Service out of the mesh',
    },
  ]);
});

test.each([
  ['a route of a Gateway', POLICY + route('{name: other}'), gateways, notJudged],
  ['a route to a backend without policy', MESH, gateways, notJudged],
  [
    'a mesh that may be that of Istio',
    POLICY + MESH,
    ['cilium@1.20', 'istio@1.30.1'],
    'whether the mesh is that of Cilium is not stated',
  ],
  ['a mesh of nobody that is stated', POLICY + MESH, [], 'whether the mesh is that of Cilium is not stated'],
  ['a version that was not read', POLICY + MESH, ['cilium@1.18'], 'btp.meshParents of Cilium 1.18 is not known'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(meshParentIgnored, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});

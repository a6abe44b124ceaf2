import { backendUnauthenticated } from '../../../../src/checks/rules/gke/backend-unauthenticated';
import { findingsOf, verdictOf } from '../_rule';

function behindGke(appProtocol: string, annotations = ''): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments}
spec: {gatewayClassName: gke-l7-regional-external-managed, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec:
  parentRefs: [{name: edge}]
  rules: [{backendRefs: [{name: ledger, port: 8443}]}]
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments, annotations: {${annotations}}}
spec: {ports: [{name: web, port: 8443, ${appProtocol}}]}
`;
}

const HTTPS = behindGke('appProtocol: HTTPS');
const POLICY = `---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger}]
  validation: {hostname: ledger.example.com, caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]}
`;
const gateways = ['gke@1.36.2-gke.2154000'];
const notJudged = 'no route of a GKE Gateway leads to a port with HTTPS as its protocol';

test('a Service with a policy passes', () => {
  expect(verdictOf(backendUnauthenticated, HTTPS + POLICY, { gateways })).toBe('pass');
});

test.each([
  ['the application protocol HTTPS', HTTPS],
  ['the application protocol HTTP2', behindGke('appProtocol: HTTP2')],
  ['the annotation', behindGke('protocol: TCP', `cloud.google.com/app-protocols: '{"web":"HTTPS"}'`)],
])('a Service with %s and no policy is found', (_name, yaml) => {
  expect(findingsOf(backendUnauthenticated, yaml, { gateways })).toEqual([
    {
      severity: 'warning',
      object: 'HTTPRoute payments/ledger',
      path: 'spec.rules[0].backendRefs[0]',
      message:
        'GKE Gateway 1.36.2-gke.2154000 speaks TLS to port 8443 of Service payments/ledger and accepts any certificate there',
      fix: 'add a BackendTLSPolicy (gateway.networking.k8s.io/v1) for Service payments/ledger',
    },
  ]);
});

test.each(['gke-l7-cross-regional-internal-managed-mc', 'of-a-later-release'])('class %s is one of GKE', (name) => {
  const yaml = HTTPS.replace('gke-l7-regional-external-managed', name);
  expect(findingsOf(backendUnauthenticated, yaml, { gateways })).toHaveLength(1);
});

test.each([
  ['a port without TLS', behindGke('protocol: TCP'), gateways, notJudged],
  [
    'an annotation that is no JSON',
    behindGke('protocol: TCP', 'cloud.google.com/app-protocols: web'),
    gateways,
    notJudged,
  ],
  ['a Gateway of another class', HTTPS.replace('gke-l7-regional-external-managed', 'istio'), gateways, notJudged],
  ['a version that is not stated', HTTPS, [], 'the version of GKE Gateway is not stated'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(backendUnauthenticated, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});

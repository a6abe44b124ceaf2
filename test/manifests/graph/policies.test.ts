import type { Attachment } from '../../../src/manifests/graph/policies';
import { formatReference } from '../../../src/manifests/graph/reference';
import { formatPath } from '../../../src/manifests/manifest';
import { graphOf, named } from './_graph';

const SET = `
{apiVersion: v1, kind: Service, metadata: {name: ledger, namespace: payments, labels: {app: ledger, tier: back}}}
---
{apiVersion: v1, kind: Service, metadata: {name: ledger, namespace: other, labels: {app: ledger, tier: back}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: payments, labels: {app: web, tier: back}}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: BackendTLSPolicy, metadata: {name: tls, namespace: payments}, spec: {targetRefs: [
  {group: "", kind: Service, name: ledger, sectionName: https}, {group: "", kind: Service, name: outside}]}}
---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: BackendConfigPolicy
metadata: {name: selecting, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: web}]
  targetSelectors:
    - {group: "", kind: Service, matchLabels: {tier: back, app: ledger}}
    - {group: "", kind: Service, matchLabels: {tier: front}}
    - {group: "", kind: Service, matchLabels: {tier: 1}}
    - {group: "", matchLabels: {tier: back}}
    - text
---
{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayPolicy, metadata: {name: all, namespace: payments}, spec: {
  targetSelectors: [{group: "", kind: Service, matchLabels: {}, port: 8443}]}}
---
{apiVersion: example.com/v1, kind: BackendConfigPolicy, metadata: {name: foreign, namespace: payments}, spec: {
  targetSelectors: [{group: "", kind: Service, matchLabels: {}}]}}
`;

const service = (name: string, namespace = 'payments') => ({ group: '', kind: 'Service', namespace, name });

function written({ policy, target, path, by, sectionName, port }: Attachment): string {
  const place = sectionName ?? port;
  return `${policy.key.name} ${formatPath(path)} ${formatReference(target)}${place === undefined ? '' : ` at ${place}`} by ${by}`;
}

test.each([
  [
    service('ledger'),
    [
      'tls spec.targetRefs[0] Service payments/ledger at https by name',
      'all spec.targetSelectors[0] Service payments/ledger at 8443 by labels',
      'selecting spec.targetSelectors[0] Service payments/ledger by labels',
    ],
  ],
  [
    service('web'),
    [
      'selecting spec.targetRefs[0] Service payments/web by name',
      'all spec.targetSelectors[0] Service payments/web at 8443 by labels',
    ],
  ],
  [service('outside'), ['tls spec.targetRefs[1] Service payments/outside by name']],
  [service('ledger', 'other'), []],
])('the policies on $namespace/$name', (target, expected) => {
  expect(graphOf(SET).policies.on(target).map(written)).toEqual(expected);
});

test.each([
  ['BackendTLSPolicy', 'tls', ['ledger', 'outside']],
  ['BackendConfigPolicy', 'selecting', ['web', 'ledger']],
  ['AgentgatewayPolicy', 'all', ['ledger', 'web']],
  ['BackendConfigPolicy', 'foreign', []],
])('the targets of the %s %s', (kind, name, expected) => {
  const graph = graphOf(SET);
  const targets = graph.policies.targetsOf(named(graph, kind, name));
  expect(targets.map(({ target }) => target.name)).toEqual(expected);
  expect(targets.every(({ target }) => target.namespace === 'payments')).toBe(true);
});

test('labels called like properties of every object select nothing', () => {
  const graph = graphOf(`
{apiVersion: v1, kind: Service, metadata: {name: s, namespace: a}}
---
{apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, metadata: {name: p, namespace: a}, spec: {
  targetSelectors: [{group: "", kind: Service, matchLabels: {constructor: x, __proto__: y}}]}}`);
  expect(graph.policies.on(service('s', 'a'))).toEqual([]);
});

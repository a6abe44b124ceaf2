import { ReferenceGraph } from '../../../src/manifests/graph/reference-graph';
import type { Resolution } from '../../../src/manifests/graph/resolution';
import { indexManifests } from '../../../src/manifests/index-set';
import { graphOf, named } from './_graph';

const SET = `
{apiVersion: v1, kind: Service, metadata: {name: ledger, namespace: payments, annotations: {
  konghq.com/client-cert: leaf, konghq.com/ca-certificates-secrets: "sealed, gone", konghq.com/plugins: "own, shared, gone"}}}
---
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: leaf, namespace: payments}, spec: {secretName: leaf, issuerRef: {name: i}}}
---
{apiVersion: v1, kind: Secret, metadata: {name: sealed, namespace: payments}}
---
{apiVersion: configuration.konghq.com/v1, kind: KongPlugin, metadata: {name: own, namespace: payments}, plugin: cors}
---
{apiVersion: configuration.konghq.com/v1, kind: KongClusterPlugin, metadata: {name: own}, plugin: cors}
---
{apiVersion: configuration.konghq.com/v1, kind: KongClusterPlugin, metadata: {name: shared}, plugin: cors}
`;

function write(resolution: Resolution): string {
  const { state, target } = resolution;
  return `${target.kind} ${target.name} ${state}`;
}

test('references come to manifests, to what controllers make, or to nothing', () => {
  const graph = graphOf(SET);
  const service = named(graph, 'Service', 'ledger');
  expect(graph.references.of(service).map((reference) => write(graph.resolve(reference)))).toEqual([
    'Secret leaf produced',
    'Secret sealed present',
    'Secret gone unresolved',
    'KongPlugin own present',
    'KongClusterPlugin shared present',
    'KongPlugin gone unresolved',
  ]);
});

test('what is produced says by what', () => {
  const graph = graphOf(SET);
  const resolution = graph.resolveObject({ group: '', kind: 'Secret', namespace: 'payments', name: 'leaf' });
  expect(resolution).toMatchObject({ state: 'produced', productions: [{ by: named(graph, 'Certificate', 'leaf') }] });
});

test('an object without namespace is no object of a namespace', () => {
  const graph = graphOf('{apiVersion: v1, kind: Secret, metadata: {name: s}}');
  const secret = { group: '', kind: 'Secret', name: 's' };
  expect(graph.resolveObject(secret).state).toBe('present');
  expect(graph.resolveObject({ ...secret, namespace: 'a' }).state).toBe('unresolved');
});

test.each([
  ['a manifest', '{apiVersion: v1, kind: Secret, metadata: {name: c, namespace: edge}}', 'present', 'edge'],
  [
    'what a Certificate writes',
    '{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: x, namespace: edge}, spec: {secretName: c}}',
    'produced',
    'edge',
  ],
  ['nothing', '{apiVersion: v1, kind: Secret, metadata: {name: other, namespace: edge}}', 'unresolved', undefined],
])('a reference that does not say the namespace finds %s in any', (_, other, state, namespace) => {
  const graph = graphOf(`
{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: r, namespace: a}, spec: {trafficPolicy: {tls: {mode: MUTUAL, credentialName: c}}}}
---
${other}`);
  const [reference] = graph.references.of(named(graph, 'DestinationRule', 'r'));
  const resolution = reference && graph.resolve(reference);
  expect([resolution?.state, resolution?.target.namespace]).toEqual([state, namespace]);
});

test('objects are found by name in any namespace', () => {
  const graph = graphOf(`{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: a}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s}}`);
  expect(graph.named({ group: '', kind: 'Secret', name: 's' }).map(({ key }) => key.namespace)).toEqual([
    'a',
    undefined,
  ]);
  expect(graph.named({ group: '', kind: 'ConfigMap', name: 's' })).toEqual([]);
});

test('plugins by annotation and by filter', () => {
  const graph =
    graphOf(`{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: a, annotations: {konghq.com/plugins: p}}, spec: {rules: [
  {filters: [{extensionRef: {group: configuration.konghq.com, kind: KongPlugin, name: q}}, {extensionRef: {group: x.io, kind: Y, name: z}}]}]}}`);
  const plugins = graph.attachedPlugins();
  expect(plugins.map(({ to }) => to.name).sort()).toEqual(['p', 'q']);
});

test('annotations say what a backend presents and which clients it accepts', () => {
  const graph = graphOf(`
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: leaf, namespace: a, annotations: {upstream-tls.dev/serves: "ledger:https"}}, spec: {}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: clients, namespace: a, annotations: {upstream-tls.dev/verifies-clients-of: ledger}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: clients, namespace: b, annotations: {upstream-tls.dev/verifies-clients-of: ledger}}}
---
{apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: {name: roots, annotations: {upstream-tls.dev/verifies-clients-of: ledger}}, spec: {target: {
  configMap: {key: ca.crt}, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: a}}}}}
`);
  const service = (namespace: string) => ({ group: '', kind: 'Service', namespace, name: 'ledger' });
  expect(graph.servedBy(service('a')).map(({ from, port }) => [from.key.name, port])).toEqual([['leaf', 'https']]);
  expect(graph.servedBy(service('b'))).toEqual([]);
  const trust = (namespace: string) =>
    graph.clientTrustOf(service(namespace)).map(({ from }) => `${from.key.kind} ${from.key.namespace}`);
  expect(trust('a')).toEqual(['ConfigMap a', 'Bundle undefined']);
  expect(trust('b')).toEqual(['ConfigMap b']);
});

test('controllers may be told other namespaces', () => {
  const content = `
{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: i}, spec: {ca: {secretName: ca}}}
---
{apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: {name: b}, spec: {sources: [{secret: {name: s, key: k}}]}}`;
  const graph = graphOf(content, { clusterResourceNamespace: 'issuers', trustNamespace: 'trust' });
  expect([...graph.references.all()].map(({ to }) => to.namespace)).toEqual(['issuers', 'trust']);
});

test('a given index is used', () => {
  const { set } = graphOf(SET);
  const index = indexManifests(set);
  expect(new ReferenceGraph(set, { index }).index).toBe(index);
});

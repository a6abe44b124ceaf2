import { graphOf, named } from './_graph';

const bundle = (target: string, sources = '[]') =>
  `{apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: {name: roots}, spec: {sources: ${sources}, target: {${target}}}}\n---\n`;

const NAMESPACES = `
{apiVersion: v1, kind: Namespace, metadata: {name: payments, labels: {trust: "yes", tier: "1"}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: web}}
`;

const reach = (selector: string) => {
  const graph = graphOf(bundle(`configMap: {key: ca.crt}${selector}`) + NAMESPACES);
  const roots = named(graph, 'Bundle', 'roots');
  return ['payments', 'web', 'outside', undefined].map((namespace) => graph.bundles.reaches(roots, namespace));
};

test.each([
  ['no selector', '', ['yes', 'yes', 'yes', 'yes']],
  ['an empty selector', ', namespaceSelector: {}', ['yes', 'yes', 'yes', 'yes']],
  ['a null selector', ', namespaceSelector: null', ['yes', 'yes', 'yes', 'yes']],
  ['a label', ', namespaceSelector: {matchLabels: {trust: "yes"}}', ['yes', 'no', 'unknown', 'unknown']],
  [
    'the implied name label',
    ', namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}',
    ['no', 'yes', 'no', 'unknown'],
  ],
  [
    'names',
    ', namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [web, outside]}]}',
    ['no', 'yes', 'yes', 'unknown'],
  ],
  [
    'all names but one',
    ', namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [web]}]}',
    ['yes', 'no', 'yes', 'unknown'],
  ],
  [
    'a label that exists',
    ', namespaceSelector: {matchExpressions: [{key: trust, operator: Exists}]}',
    ['yes', 'no', 'unknown', 'unknown'],
  ],
  [
    'a label that does not',
    ', namespaceSelector: {matchExpressions: [{key: trust, operator: DoesNotExist}]}',
    ['no', 'yes', 'unknown', 'unknown'],
  ],
  [
    'a name and a label',
    ', namespaceSelector: {matchLabels: {trust: "yes", kubernetes.io/metadata.name: web}}',
    ['no', 'no', 'no', 'unknown'],
  ],
  [
    'an operator that there is not',
    ', namespaceSelector: {matchExpressions: [{key: trust, operator: Is}]}',
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ],
  [
    'a label that is no string',
    ', namespaceSelector: {matchLabels: {trust: true}}',
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ],
  ['a selector that is no object', ', namespaceSelector: text', ['unknown', 'unknown', 'unknown', 'unknown']],
])('the namespaces of a Bundle with %s', (_, selector, expected) => {
  expect(reach(selector)).toEqual(expected);
});

test('a Bundle makes an object of its name, where it reaches', () => {
  const selector = 'namespaceSelector: {matchLabels: {trust: "yes"}}';
  const graph = graphOf(
    bundle(`configMap: {key: ca.crt}, additionalFormats: {jks: {key: roots.jks}}, ${selector}`) + NAMESPACES,
  );
  const states = ['payments', 'web', 'outside'].map((namespace) =>
    graph.resolveObject({ group: '', kind: 'ConfigMap', namespace, name: 'roots' }),
  );
  expect(states.map(({ state }) => state)).toEqual(['produced', 'unresolved', 'produced']);
  expect(
    states.flatMap((state) => (state.state === 'produced' ? state.productions : [])).map(({ certain }) => certain),
  ).toEqual([true, false]);
  const keys = graph.keysOf({ group: '', kind: 'ConfigMap', namespace: 'payments', name: 'roots' });
  expect([...keys.certain]).toEqual(['ca.crt', 'roots.jks']);
  expect(graph.resolveObject({ group: '', kind: 'Secret', namespace: 'payments', name: 'roots' }).state).toBe(
    'unresolved',
  );
  expect(graph.resolveObject({ group: 'x', kind: 'ConfigMap', namespace: 'payments', name: 'roots' }).state).toBe(
    'unresolved',
  );
});

test('where a Bundle may add to an object of the set, its keys are possible', () => {
  const content = `${bundle('configMap: {key: ca.crt}, namespaceSelector: {matchLabels: {trust: "yes"}}')}
{apiVersion: v1, kind: ConfigMap, metadata: {name: roots, namespace: outside}, data: {id: x}}`;
  const keys = graphOf(content).keysOf({ group: '', kind: 'ConfigMap', namespace: 'outside', name: 'roots' });
  expect([[...keys.certain], [...keys.possible]]).toEqual([['id'], ['ca.crt']]);
});

test('the targets of a Bundle', () => {
  const graph = graphOf(
    bundle('configMap: {key: ca.crt}, secret: {key: tls.crt}, additionalFormats: {pkcs12: {key: p12}}'),
  );
  const targets = graph.bundles.targetsOf(named(graph, 'Bundle', 'roots'));
  expect(targets.map(({ kind, key, path }) => [kind, key, path.at(-1)])).toEqual([
    ['ConfigMap', 'ca.crt', 'configMap'],
    ['Secret', 'tls.crt', 'secret'],
  ]);
  expect(graph.bundles.named('roots')).toBe(named(graph, 'Bundle', 'roots'));
  expect(graph.bundles.named('other')).toBeUndefined();
});

test('the sources of a Bundle, selectors looked up in the trust namespace', () => {
  const sources = `[{configMap: {name: a, key: k}}, {secret: {selector: {matchLabels: {root: "yes"}}, key: ca.crt}},
    {inLine: text}, {useDefaultCAs: true}, {useDefaultCAs: false}, {configMap: {selector: {matchLabels: {root: "no"}}, key: k}}, 7]`;
  const content = `${bundle('configMap: {key: ca.crt}', sources)}
{apiVersion: v1, kind: Secret, metadata: {name: root, namespace: trust, labels: {root: "yes"}}}
---
{apiVersion: v1, kind: Secret, metadata: {name: root, namespace: cert-manager, labels: {root: "yes"}}}
`;
  const graph = graphOf(content, { trustNamespace: 'trust' });
  const found = graph.bundles.sourcesOf(named(graph, 'Bundle', 'roots'));
  expect(
    found.map(({ path, type, key, selected, reference }) => [path[2], type, key, selected.length, reference?.to]),
  ).toEqual([
    [0, 'named', 'k', 0, { group: '', kind: 'ConfigMap', namespace: 'trust', name: 'a' }],
    [1, 'selected', 'ca.crt', 1, undefined],
    [2, 'inline', undefined, 0, undefined],
    [3, 'default-cas', undefined, 0, undefined],
    [4, 'unreadable', undefined, 0, undefined],
    [5, 'selected', 'k', 0, undefined],
    [6, 'unreadable', undefined, 0, undefined],
  ]);
  expect(found[1]?.selected[0]?.key.namespace).toBe('trust');
});

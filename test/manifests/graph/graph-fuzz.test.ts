import fc from 'fast-check';
import { graphOf } from '../../../src/gateways/gateway-directory';
import { EACH_ITEM, type PatternStep } from '../../../src/manifests/graph/json-fields';
import { crossesNamespace } from '../../../src/manifests/graph/reference';
import type { ReferenceField } from '../../../src/manifests/graph/reference-field';
import type { ReferenceGraph } from '../../../src/manifests/graph/reference-graph';
import { REFERENCE_FIELDS } from '../../../src/manifests/graph/references';
import { portsOf } from '../../../src/manifests/graph/services';
import type { JsonObject, JsonValue, Manifest } from '../../../src/manifests/manifest';
import { readManifests } from '../../../src/manifests/read-manifests';

const NAMES = ['a', 'b', '__proto__', 'constructor'];
const WORDS = [
  ...NAMES,
  '',
  'a/b',
  'a:b',
  'a.b',
  'a, b,',
  'System',
  'Gateway',
  'Service',
  'Secret',
  'ConfigMap',
  'TraefikService',
];

const word = fc.constantFrom(...WORDS);
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.constantFrom<JsonValue>(null, true, false, 0, -1, 8443, Number.MAX_VALUE),
);

/** What a reference may be written as: often right, sometimes of another form. */
const target: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  {
    weight: 6,
    arbitrary: fc.record(
      { name: scalar, namespace: scalar, group: scalar, kind: scalar, port: scalar, sectionName: scalar, key: scalar },
      { requiredKeys: [] },
    ),
  },
  fc.constantFrom<JsonValue>([], {}, [[]], [null]),
);

/** Other fields that the graph reads. */
const other = fc.record(
  {
    ports: fc.array(fc.record({ port: scalar, name: scalar }, { requiredKeys: [] }), { maxLength: 2 }),
    from: fc.array(target, { maxLength: 2 }),
    to: fc.array(target, { maxLength: 2 }),
    delegations: fc.array(fc.record({ secretName: scalar, targetNamespaces: fc.oneof(scalar, fc.array(scalar)) }), {
      maxLength: 2,
    }),
    targetSelectors: fc.array(
      fc.record({ group: scalar, kind: scalar, matchLabels: fc.oneof(scalar, fc.dictionary(word, scalar)) }),
      { maxLength: 2 },
    ),
    controllerName: scalar,
    listeners: fc.oneof(scalar, fc.array(target, { maxLength: 2 })),
    target: fc.oneof(
      scalar,
      fc.record({
        configMap: target,
        secret: target,
        namespaceSelector: fc.oneof(scalar, fc.record({ matchLabels: fc.dictionary(word, scalar) })),
      }),
    ),
    data: fc.oneof(scalar, fc.array(target, { maxLength: 2 })),
    dataFrom: scalar,
    secretName: scalar,
    scheme: fc.constantFrom<JsonValue>('https', 'http', 1),
  },
  { requiredKeys: [] },
);

/** Writes a value where a pattern leads; what is in the way is replaced. */
function place(root: JsonValue, [step, ...rest]: readonly PatternStep[], value: JsonValue): JsonValue {
  if (step === undefined) {
    return value;
  }
  if (step === EACH_ITEM) {
    return [place({}, rest, value), place({}, rest, value)];
  }
  const object = typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as JsonObject) : {};
  return { ...object, [step]: place(object[step] ?? {}, rest, value) };
}

const KINDS = [
  ...new Set([
    ...REFERENCE_FIELDS.flatMap(({ of, names, alternatives }) => [of, names, ...alternatives]).map(
      ({ group, kind }) => `${group}/${kind}`,
    ),
    '/Namespace',
    'gateway.networking.k8s.io/ReferenceGrant',
    'projectcontour.io/TLSCertificateDelegation',
    'external-secrets.io/ClusterExternalSecret',
    'example.com/Unknown',
  ]),
];
const fieldsOfKind = new Map(
  KINDS.map((kind) => [kind, REFERENCE_FIELDS.filter(({ of }) => `${of.group}/${of.kind}` === kind)]),
);

const object: fc.Arbitrary<JsonObject> = fc.constantFrom(...KINDS).chain((id) => {
  const [group = '', kind = ''] = id.split('/');
  const fields: readonly ReferenceField[] = fieldsOfKind.get(id) ?? [];
  return fc
    .record({
      spec: fc.oneof({ weight: 5, arbitrary: other }, { weight: 1, arbitrary: scalar }),
      data: fc.oneof(scalar, fc.dictionary(word, scalar)),
      namespace: fc.constantFrom('a', 'b', undefined),
      name: fc.constantFrom(...NAMES),
      labels: fc.oneof({ weight: 3, arbitrary: fc.dictionary(word, word) }, { weight: 1, arbitrary: scalar }),
      values: fc.array(target, { minLength: fields.length, maxLength: fields.length }),
      used: fc.array(fc.boolean(), { minLength: fields.length, maxLength: fields.length }),
    })
    .map(({ spec, data, namespace, name, labels, values, used }) => {
      const metadata = { name, labels, ...(namespace === undefined ? {} : { namespace }) };
      let body: JsonValue = { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, metadata, spec, data };
      for (const [index, { pattern }] of fields.entries()) {
        if (used[index] === true) {
          body = place(body, pattern, values[index] ?? null);
        }
      }
      return body as JsonObject;
    });
});

/** Asks the graph all that it answers. */
function askEverything(graph: ReferenceGraph, manifest: Manifest): void {
  const { key } = manifest;
  const self = {
    group: key.apiVersion.split('/').length === 2 ? (key.apiVersion.split('/')[0] ?? '') : '',
    kind: key.kind,
    namespace: key.namespace,
    name: key.name,
  };
  for (const reference of graph.references.of(manifest)) {
    // What is found from one side is found from the other, and every path leads to something.
    expect(graph.references.to(reference.to)).toContain(reference);
    expect(valueAt(manifest.body, reference.path)).not.toBeUndefined();
    expect(['present', 'produced', 'unresolved']).toContain(graph.resolve(reference).state);
    expect(['yes', 'no', 'unknown']).toContain(crossesNamespace(reference));
    graph.grants.permissionOf(reference);
    graph.keysOf(reference.to);
    graph.policies.on(reference.to);
    graph.tlsSettings.of(reference.to);
    graph.routes.gatewaysReaching(reference.to);
  }
  expect(graph.resolveObject(self).state).toBe('present');
  for (const port of portsOf(manifest)) {
    graph.tlsSettings.of(self, port);
    graph.routes.gatewaysReaching(self, port);
  }
  for (const attachment of graph.policies.targetsOf(manifest)) {
    expect(graph.policies.on(attachment.target)).toContainEqual(attachment);
  }
  for (const backend of graph.routes.backendsOf(manifest)) {
    expect(valueAt(manifest.body, backend.rule)).not.toBeUndefined();
  }
  graph.routes.parentsOf(manifest);
  graph.gateways.implementationsOf(self);
  graph.gateways.parametersOf(manifest);
  graph.gateways.classOfIngress(manifest);
  graph.gateways.listenersOf(manifest, {});
  graph.certificates.issuedBy(manifest);
  graph.certificates.signingSecretOf(manifest);
  graph.bundles.sourcesOf(manifest);
  graph.bundles.targetsOf(manifest);
  graph.bundles.reaches(manifest, key.namespace);
  graph.attachedPlugins();
  graph.servedBy(self);
  graph.clientTrustOf(self);
}

function valueAt(root: JsonValue, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], root);
}

test('whatever objects there are, each question has an answer and the same one twice', () => {
  fc.assert(
    fc.property(fc.array(object, { maxLength: 12 }), (objects) => {
      const content = objects.map((body) => JSON.stringify(body)).join('\n');
      const set = readManifests([{ file: 'f', content }]);
      const graph = graphOf(set);
      for (const manifest of set.manifests) {
        askEverything(graph, manifest);
      }
      const again = graphOf(set);
      expect([...again.references.all()].map((reference) => again.resolve(reference))).toEqual(
        [...graph.references.all()].map((reference) => graph.resolve(reference)),
      );
    }),
    { numRuns: 300 },
  );
});

test('any JSON at all in place of the fields of a kind breaks nothing', () => {
  const anything = fc.record({
    id: fc.constantFrom(...KINDS),
    spec: fc.jsonValue({ maxDepth: 4 }),
    annotations: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 6 }), (objects) => {
      const bodies = objects.map(({ id, spec, annotations }) => {
        const [group = '', kind = ''] = id.split('/');
        return { apiVersion: group === '' ? 'v1' : `${group}/v1`, kind, metadata: { name: 'a', annotations }, spec };
      });
      const set = readManifests([{ file: 'f', content: bodies.map((body) => JSON.stringify(body)).join('\n') }]);
      const graph = graphOf(set);
      for (const manifest of set.manifests) {
        askEverything(graph, manifest);
      }
    }),
    { numRuns: 200 },
  );
});

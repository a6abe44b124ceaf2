import type { DataKeys } from '../../../src/manifests/graph/data-keys';
import { dataKeys, hasKey, mergeKeys } from '../../../src/manifests/graph/data-keys';
import { graphOf } from './_graph';

const secret = (name: string, namespace: string | undefined = 'a') => ({ group: '', kind: 'Secret', namespace, name });

function writeKeys({ certain, possible, complete }: DataKeys): string {
  return [...[...certain].sort(), ...[...possible].sort().map((key) => `${key}?`), ...(complete ? [] : ['...'])].join(
    ' ',
  );
}

const certificate = (spec: string) =>
  `{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: leaf, namespace: a}, spec: {secretName: leaf, issuerRef: {name: i}${spec}}}\n---\n`;
const issuer = (spec: string) =>
  `{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: i, namespace: a}, spec: {${spec}}}`;

test.each([
  ['a CA', issuer('ca: {secretName: ca}'), 'ca.crt tls.crt tls.key'],
  ['itself', issuer('selfSigned: {}'), 'ca.crt tls.crt tls.key'],
  ['Vault', issuer('vault: {}'), 'ca.crt tls.crt tls.key'],
  ['ACME', issuer('acme: {}'), 'tls.crt tls.key ca.crt?'],
  ['an issuer outside the set', '', 'tls.crt tls.key ca.crt?'],
])('the Secret of a Certificate signed by %s', (_, signer, expected) => {
  expect(writeKeys(graphOf(certificate('') + signer).keysOf(secret('leaf')))).toBe(expected);
});

test('keystores and other formats are keys of the Secret', () => {
  const spec = `, additionalOutputFormats: [{type: CombinedPEM}, {type: DER}],
    keystores: {jks: {create: true}, pkcs12: {create: false}}`;
  const keys = 'ca.crt key.der keystore.jks tls-combined.pem tls.crt tls.key truststore.jks';
  expect(writeKeys(graphOf(certificate(spec) + issuer('selfSigned: {}')).keysOf(secret('leaf')))).toBe(keys);
  const unsure = 'key.der keystore.p12 tls-combined.pem tls.crt tls.key ca.crt? truststore.p12?';
  const pkcs12 = spec.replace('jks: {create: true}, pkcs12: {create: false}', 'pkcs12: {create: true}');
  expect(writeKeys(graphOf(certificate(pkcs12)).keysOf(secret('leaf')))).toBe(unsure);
});

const externalSecret = (spec: string) =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: es, namespace: a}, spec: {${spec}}}`;

test.each([
  ['its data', 'data: [{secretKey: tls.crt}, {secretKey: tls.key}, {remoteRef: {}}]', 'es', 'tls.crt tls.key'],
  ['a named target', 'target: {name: other}, data: [{secretKey: k}]', 'other', 'k'],
  ['data from a whole entry', 'data: [{secretKey: k}], dataFrom: [{extract: {key: x}}]', 'es', 'k ...'],
  [
    'a template in place of the data',
    'target: {template: {data: {ca.crt: x}}}, data: [{secretKey: k}], dataFrom: [{}]',
    'es',
    'ca.crt',
  ],
  [
    'a template that merges',
    'target: {template: {mergePolicy: Merge, data: {ca.crt: x}}}, data: [{secretKey: k}]',
    'es',
    'ca.crt k',
  ],
  [
    'templates from elsewhere',
    'target: {template: {templateFrom: [{configMap: {name: t}}]}}, data: [{secretKey: k}]',
    'es',
    '...',
  ],
])('the Secret of an ExternalSecret with %s', (_, spec, name, expected) => {
  expect(writeKeys(graphOf(externalSecret(spec)).keysOf(secret(name)))).toBe(expected);
});

test('an ExternalSecret that makes nothing, or only merges, makes no Secret', () => {
  for (const creationPolicy of ['None', 'Merge']) {
    const graph = graphOf(externalSecret(`target: {creationPolicy: ${creationPolicy}}`));
    expect(graph.resolveObject(secret('es')).state).toBe('unresolved');
  }
  expect(graphOf(externalSecret('target: {creationPolicy: Orphan}')).resolveObject(secret('es')).state).toBe(
    'produced',
  );
});

test('an ExternalSecret may merge into a Secret of the set', () => {
  const existing = '{apiVersion: v1, kind: Secret, metadata: {name: es, namespace: a}, data: {x: eA==}}\n---\n';
  const graph = graphOf(existing + externalSecret('target: {creationPolicy: Merge}, data: [{secretKey: k}]'));
  expect(graph.resolveObject(secret('es')).state).toBe('present');
  expect(writeKeys(graph.keysOf(secret('es')))).toBe('k x');
});

test('an ExternalSecret may make a ConfigMap', () => {
  const graph = graphOf(
    externalSecret('target: {manifest: {apiVersion: v1, kind: ConfigMap}}, data: [{secretKey: ca.crt}]'),
  );
  expect(writeKeys(graph.keysOf({ ...secret('es'), kind: 'ConfigMap' }))).toBe('ca.crt');
  expect(graph.resolveObject(secret('es')).state).toBe('unresolved');
});

const clusterExternalSecret = (spec: string) => `
{apiVersion: external-secrets.io/v1, kind: ClusterExternalSecret, metadata: {name: ces}, spec: {${spec}, externalSecretSpec: {data: [{secretKey: k}]}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {team: payments}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: b}}
`;

test.each([
  ['namespaceSelector: {matchLabels: {team: payments}}', ['produced', 'unresolved', 'produced?']],
  [
    'namespaceSelectors: [{matchLabels: {team: payments}}, {matchLabels: {kubernetes.io/metadata.name: b}}]',
    ['produced', 'produced', 'produced?'],
  ],
  ['namespaces: [b]', ['unresolved', 'produced', 'unresolved']],
])('a ClusterExternalSecret with %s', (spec, expected) => {
  const graph = graphOf(clusterExternalSecret(spec));
  const states = ['a', 'b', 'outside'].map((namespace) => {
    const resolution = graph.resolveObject(secret('ces', namespace));
    return resolution.state === 'produced' && resolution.productions.every(({ certain }) => !certain)
      ? 'produced?'
      : resolution.state;
  });
  expect(states).toEqual(expected);
});

test('a SealedSecret unseals to a Secret of its name', () => {
  const graph = graphOf(
    '{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: s, namespace: a}, spec: {encryptedData: {tls.key: x}, template: {data: {tls.crt: y}}}}',
  );
  expect(writeKeys(graph.keysOf(secret('s')))).toBe('tls.crt tls.key');
});

test.each([
  ['Ingress', 'networking.k8s.io/v1', 'spec: {tls: [{secretName: server}]}'],
  ['Gateway', 'gateway.networking.k8s.io/v1', 'spec: {listeners: [{tls: {certificateRefs: [{name: server}]}}]}'],
])('an %s that names an issuer has its listener Secrets made', (kind, apiVersion, spec) => {
  const manifest = (annotations: string) =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: x, namespace: a, annotations: {${annotations}}}, ${spec}}`;
  const made = graphOf(manifest('cert-manager.io/cluster-issuer: i'));
  expect(writeKeys(made.keysOf(secret('server')))).toBe('tls.crt tls.key ca.crt?');
  expect(graphOf(manifest('')).resolveObject(secret('server')).state).toBe('unresolved');
});

test('an ACME issuer makes its account key, a ClusterIssuer in its own namespace', () => {
  const acme = (kind: string) =>
    `{apiVersion: cert-manager.io/v1, kind: ${kind}, metadata: {name: i, namespace: a}, spec: {acme: {privateKeySecretRef: {name: account}}}}`;
  expect(writeKeys(graphOf(acme('Issuer')).keysOf(secret('account')))).toBe('tls.key');
  expect(writeKeys(graphOf(acme('ClusterIssuer')).keysOf(secret('account', 'cert-manager')))).toBe('tls.key');
});

test('the keys of a manifest are those of all its data fields', () => {
  const graph = graphOf(
    '{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: a}, data: {a: x}, stringData: {b: y}, binaryData: text}',
  );
  expect(writeKeys(graph.keysOf(secret('s')))).toBe('a b');
});

test('a Secret applied beforehand keeps its keys beside those that cert-manager writes', () => {
  const graph = graphOf(
    `${certificate('')}{apiVersion: v1, kind: Secret, metadata: {name: leaf, namespace: a}, stringData: {id: x}}`,
  );
  expect(writeKeys(graph.keysOf(secret('leaf')))).toBe('id tls.crt tls.key ca.crt?');
});

test('whether an object has a key may be unknown', () => {
  const keys = dataKeys(['a'], { possible: ['b'] });
  expect(['a', 'b', 'c'].map((key) => hasKey(keys, key))).toEqual(['yes', 'unknown', 'no']);
  expect(hasKey(dataKeys(['a'], { complete: false }), 'c')).toBe('unknown');
  expect(mergeKeys([keys, dataKeys(['b'])])).toEqual(dataKeys(['a', 'b']));
});

test('nothing is known of the keys of what is unresolved or is no data', () => {
  const graph = graphOf('{apiVersion: v1, kind: Service, metadata: {name: s, namespace: a}, data: {a: x}}');
  expect(writeKeys(graph.keysOf(secret('s')))).toBe('...');
  expect(writeKeys(graph.keysOf({ ...secret('s'), kind: 'Service' }))).toBe('...');
});

test('all productions are listed in the order read, those of selected namespaces left out', () => {
  const bundle = `
{apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: {name: roots}, spec: {sources: [{inLine: x}], target: {configMap: {key: ca.crt}}}}
---
`;
  const graph = graphOf(bundle + certificate('') + externalSecret('target: {name: made}'));
  expect(graph.productions.all().map(({ target }) => target.name)).toEqual(['leaf', 'made']);
});

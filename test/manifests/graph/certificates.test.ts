import { graphOf, named } from './_graph';

const SET = `
{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: root}, spec: {selfSigned: {}}}
---
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: ca, namespace: a}, spec: {isCA: true, secretName: ca, issuerRef: {kind: ClusterIssuer, name: root}}}
---
{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: ca, namespace: a}, spec: {ca: {secretName: ca}}}
---
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: leaf, namespace: a}, spec: {secretName: leaf, issuerRef: {name: ca}}}
---
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: rival, namespace: a}, spec: {secretName: leaf, issuerRef: {name: outside}}}
---
{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: odd, namespace: a}, spec: 7}
`;

test('from a Certificate to its issuer, to the CA, to the Certificate of the CA', () => {
  const graph = graphOf(SET);
  const leaf = named(graph, 'Certificate', 'leaf');
  const issuer = graph.certificates.issuerOf(leaf);
  expect(issuer && graph.resolve(issuer)).toMatchObject({ state: 'present', manifest: named(graph, 'Issuer', 'ca') });
  const secret = graph.certificates.signingSecretOf(leaf);
  expect(secret).toEqual({ group: '', kind: 'Secret', namespace: 'a', name: 'ca' });
  expect(secret && graph.certificates.writtenTo(secret)).toEqual([named(graph, 'Certificate', 'ca')]);
});

test('a self-signed or unknown issuer signs with no Secret of the set', () => {
  const graph = graphOf(SET);
  expect(graph.certificates.signingSecretOf(named(graph, 'Certificate', 'ca'))).toBeUndefined();
  expect(graph.certificates.signingSecretOf(named(graph, 'Certificate', 'rival'))).toBeUndefined();
  expect(graph.certificates.caSecretOf(named(graph, 'ClusterIssuer', 'root'))).toBeUndefined();
});

test('all Certificates that an issuer signs, and all that write one Secret', () => {
  const graph = graphOf(SET);
  expect(graph.certificates.issuedBy(named(graph, 'Issuer', 'ca'))).toEqual([named(graph, 'Certificate', 'leaf')]);
  const writers = graph.certificates.writtenTo({ group: '', kind: 'Secret', namespace: 'a', name: 'leaf' });
  expect(writers.map(({ key }) => key.name)).toEqual(['leaf', 'rival']);
});

test('a Certificate that names no Secret is written nowhere', () => {
  const graph = graphOf(SET);
  expect(graph.certificates.secretOf(named(graph, 'Certificate', 'odd'))).toBeUndefined();
  expect(graph.certificates.issuerOf(named(graph, 'Certificate', 'odd'))).toBeUndefined();
  expect(graph.certificates.all()).toHaveLength(4);
});

import { graphOf, named } from './_graph';

const GRANT = `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: grant, namespace: pki}
spec:
  from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: gateways}]
  to: [{group: "", kind: Secret, name: edge-client}, {group: "", kind: ConfigMap}]
`;

const GATEWAY = { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'gateways' };

test.each([
  ['the named Secret', GATEWAY, { kind: 'Secret', namespace: 'pki', name: 'edge-client' }, true],
  ['another Secret', GATEWAY, { kind: 'Secret', namespace: 'pki', name: 'other' }, false],
  ['any ConfigMap, as none is named', GATEWAY, { kind: 'ConfigMap', namespace: 'pki', name: 'whatever' }, true],
  ['a Secret elsewhere', GATEWAY, { kind: 'Secret', namespace: 'other', name: 'edge-client' }, false],
  [
    'a Gateway elsewhere',
    { ...GATEWAY, namespace: 'other' },
    { kind: 'Secret', namespace: 'pki', name: 'edge-client' },
    false,
  ],
  ['another kind', { ...GATEWAY, kind: 'HTTPRoute' }, { kind: 'Secret', namespace: 'pki', name: 'edge-client' }, false],
  [
    'a Gateway without namespace',
    { group: GATEWAY.group, kind: 'Gateway' },
    { kind: 'Secret', namespace: 'pki', name: 'edge-client' },
    false,
  ],
])('a ReferenceGrant and %s', (_, from, to, expected) => {
  expect(graphOf(GRANT).grants.permits(from, { group: '', ...to })).toBe(expected);
});

function permissions(content: string, kind: string, name: string): readonly string[] {
  const graph = graphOf(content);
  return graph.references.of(named(graph, kind, name)).map((reference) => graph.grants.permissionOf(reference));
}

const gateway = (namespace: string, secret: string) => `
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge${namespace}}, spec: {tls: {backend: {clientCertificateRef: ${secret}}}}}
---`;

test.each([
  ['within the namespace', ', namespace: gateways', '{name: c}', 'not-needed'],
  ['with its own namespace written', ', namespace: gateways', '{name: c, namespace: gateways}', 'not-needed'],
  ['that is granted', ', namespace: gateways', '{name: edge-client, namespace: pki}', 'granted'],
  ['that is not granted', ', namespace: gateways', '{name: other, namespace: pki}', 'missing'],
  ['from an object without namespace', '', '{name: edge-client, namespace: pki}', 'unknown'],
  ['where neither has a namespace', '', '{name: edge-client}', 'not-needed'],
])('the permission of a reference %s', (_, namespace, secret, expected) => {
  expect(permissions(`${gateway(namespace, secret)}${GRANT}`, 'Gateway', 'edge')).toEqual([expected]);
});

test('no grant lets a policy leave its namespace', () => {
  const policy = `
{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: Backend, metadata: {name: bank, namespace: gateways}, spec: {tls: {clientCertificateRef: {name: edge-client, namespace: pki}}}}
---${GRANT}`;
  expect(permissions(policy, 'Backend', 'bank')).toEqual(['impossible']);
});

test('a reference that does not say the namespace needs no grant', () => {
  const rule = `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: r, namespace: a},
    spec: {host: ledger.b.svc, trafficPolicy: {tls: {mode: MUTUAL, credentialName: c}}}}`;
  expect(permissions(rule, 'DestinationRule', 'r')).toEqual(['not-needed', 'not-needed']);
});

test('a reference to an object without namespaces needs no grant', () => {
  const certificate =
    '{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: c, namespace: a}, spec: {issuerRef: {kind: ClusterIssuer, name: i}}}';
  expect(permissions(certificate, 'Certificate', 'c')).toEqual(['not-needed']);
});

test('Kong asks for its own grants, which call the core group core', () => {
  const certificate = `
{apiVersion: configuration.konghq.com/v1alpha1, kind: KongCertificate, metadata: {name: c, namespace: a}, spec: {secretRef: {name: s, namespace: b}}}
---
{apiVersion: KIND/v1alpha1, kind: GRANT, metadata: {name: g, namespace: b}, spec: {
  from: [{group: configuration.konghq.com, kind: KongCertificate, namespace: a}], to: [{group: core, kind: Secret}]}}`;
  const kong = certificate.replace('KIND', 'configuration.konghq.com').replace('GRANT', 'KongReferenceGrant');
  const standard = certificate.replace('KIND', 'gateway.networking.k8s.io').replace('GRANT', 'ReferenceGrant');
  expect(permissions(kong, 'KongCertificate', 'c')).toEqual(['granted']);
  expect(permissions(standard, 'KongCertificate', 'c')).toEqual(['missing']);
});

test.each([
  ['the Secret and namespace', '{secretName: roots, targetNamespaces: [a]}', 'granted'],
  ['every Secret', '{secretName: "*", targetNamespaces: [a]}', 'granted'],
  ['every namespace', '{secretName: roots, targetNamespaces: ["*"]}', 'granted'],
  ['another namespace', '{secretName: roots, targetNamespaces: [c]}', 'missing'],
  ['another Secret', '{secretName: other, targetNamespaces: [a]}', 'missing'],
])('a TLSCertificateDelegation of %s', (_, delegation, expected) => {
  const content = `
{apiVersion: projectcontour.io/v1, kind: HTTPProxy, metadata: {name: p, namespace: a}, spec: {routes: [{services: [{validation: {caSecret: pki/roots}}]}]}}
---
{apiVersion: projectcontour.io/v1, kind: TLSCertificateDelegation, metadata: {name: d, namespace: pki}, spec: {delegations: [${delegation}]}}`;
  expect(permissions(content, 'HTTPProxy', 'p')).toEqual([expected]);
});

test('a grant says which grants permit', () => {
  const graph = graphOf(GRANT);
  const target = { group: '', kind: 'ConfigMap', namespace: 'pki', name: 'roots' };
  expect(graph.grants.grantsFor('reference-grant', GATEWAY, target)).toEqual([named(graph, 'ReferenceGrant', 'grant')]);
});

import { certificatesIn, trustStoresOf } from '../../../../src/checks/rules/trust/_trust-stores';
import { graphOf } from '../../../../src/gateways/gateway-directory';
import { readManifests } from '../../../../src/manifests/read-manifests';
import { INTERMEDIATE, policyOf, ROOT, rootsOf, SERVICE, secretOf, yamlOf } from './_objects';

/** The stores of a set, as `owner: common names` and a mark where roots may be elsewhere. */
function stores(...objects: readonly object[]): readonly string[] {
  const set = readManifests([{ file: 'set.yaml', content: yamlOf(...objects) }]);
  return trustStoresOf(graphOf(set)).map((store) => {
    const names = certificatesIn(store).map(({ subject }) => subject.commonNames.join());
    return `${store.owner.key.kind} ${store.owner.key.name}: ${names.join(' ')}${store.isComplete ? '' : ' and more'}`;
  });
}

function bundle(name: string, sources: readonly object[]): object {
  return {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name },
    spec: { sources, target: { configMap: { key: 'ca.crt' } } },
  };
}

const SOURCE = rootsOf(ROOT.pem, { name: 'source', namespace: 'cert-manager' });

test('a policy trusts what a Bundle writes beside it', () => {
  const sources = [{ configMap: { name: 'source', key: 'ca.crt' } }, { inLine: INTERMEDIATE.pem }];
  expect(stores(SERVICE, policyOf(), SOURCE, bundle('roots', sources))).toEqual([
    'Bundle roots: root intermediate',
    'BackendTLSPolicy ledger: root intermediate',
  ]);
});

test.each([
  ['the default CAs', [{ useDefaultCAs: true }, { inLine: ROOT.pem }]],
  ['a source that is not in the set', [{ inLine: ROOT.pem }, { secret: { name: 'elsewhere', key: 'ca.crt' } }]],
  ['a selector', [{ inLine: ROOT.pem }, { configMap: { selector: { matchLabels: { a: 'b' } }, key: 'ca.crt' } }]],
])('roots may be elsewhere with %s', (_name, sources) => {
  expect(stores(bundle('roots', sources))).toEqual(['Bundle roots: root and more']);
});

test('Bundles that collect themselves or each other are not followed', () => {
  const from = (name: string) => [{ configMap: { name, key: 'ca.crt' } }, { inLine: ROOT.pem }];
  expect(stores(bundle('a', from('a')), bundle('b', from('c')), bundle('c', from('b')))).toEqual([
    'Bundle a: root and more',
    'Bundle b: root and more',
    'Bundle c: root and more',
  ]);
});

test('Kong reads the key cert of a CA object before ca.crt', () => {
  const ca = {
    ...rootsOf(''),
    metadata: { name: 'roots', namespace: 'payments', labels: { 'konghq.com/ca-cert': 'true' } },
    data: { 'ca.crt': ROOT.pem, cert: INTERMEDIATE.pem },
  };
  const service = {
    ...SERVICE,
    metadata: { ...SERVICE.metadata, annotations: { 'konghq.com/ca-certificates-configmaps': 'roots' } },
  };
  expect(stores(service, ca)).toEqual(['Service ledger: intermediate']);
});

const REFERENCES = [{ group: '', kind: 'ConfigMap', name: 'roots' }];

function vendor(apiVersion: string, kind: string, spec: object): object {
  return { apiVersion, kind, metadata: { name: 'ledger', namespace: 'payments' }, spec };
}

test.each([
  ['a policy whose Service is elsewhere', policyOf(), 'BackendTLSPolicy'],
  [
    'a Backend of Envoy Gateway',
    vendor('gateway.envoyproxy.io/v1alpha1', 'Backend', { tls: { caCertificateRefs: REFERENCES } }),
    'Backend',
  ],
  [
    'a ServersTransport of Traefik',
    vendor('traefik.io/v1alpha1', 'ServersTransport', { rootCAs: [{ configMap: 'roots' }] }),
    'ServersTransport',
  ],
])('%s trusts what it names', (_name, owner, kind) => {
  expect(stores(owner, rootsOf(ROOT.pem))).toEqual([`${kind} ledger: root`]);
});

test('a pair that a gateway presents has the roots beside it', () => {
  const pair = { ...secretOf(INTERMEDIATE.pem), stringData: { 'ca.crt': ROOT.pem } };
  const policy = vendor('gateway.kgateway.dev/v1alpha1', 'BackendConfigPolicy', {
    tls: { secretRef: { name: 'ledger-tls' } },
  });
  expect(stores(policy, pair)).toEqual(['BackendConfigPolicy ledger: root']);
});

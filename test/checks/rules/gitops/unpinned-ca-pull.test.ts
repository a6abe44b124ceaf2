import { unpinnedCaPull } from '../../../../src/checks/rules/gitops/unpinned-ca-pull';
import { findingsOf, verdictOf } from '../_rule';

function external(more: string, data = '- { secretKey: ca.crt, remoteRef: { key: roots } }'): string {
  return `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: roots, namespace: payments }
spec:
  secretStoreRef: { name: vault }
  ${more}
  data:
    ${data}
---`;
}

/** Kong reads the roots of this Service from the Secret that the ExternalSecret makes. */
const READER = `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: payments, annotations: { konghq.com/ca-certificates-secrets: roots } }
spec: { ports: [{ port: 8443 }] }
---`;

test.each([
  [
    'the key of roots',
    external(''),
    'spec.data[0].remoteRef',
    '"ca.crt" is pulled periodically and without version, so a root can change unplanned',
    'set remoteRef.version, or refreshPolicy: OnChange',
  ],
  [
    'a key of a Secret that is read for roots',
    external('refreshPolicy: Periodic', '- { secretKey: cert, remoteRef: { key: roots } }') + READER,
    'spec.data[0].remoteRef',
    '"cert" is pulled periodically and without version, so a root can change unplanned',
    'set remoteRef.version, or refreshPolicy: OnChange',
  ],
  [
    'all keys at once',
    external('dataFrom: [{ extract: { key: roots } }]', '[]') + READER,
    'spec.dataFrom[0].extract',
    'roots are pulled periodically and without version, so a root can change unplanned',
    'set extract.version, or refreshPolicy: OnChange',
  ],
])('finds %s', (_name, yaml, path, message, fix) => {
  expect(findingsOf(unpinnedCaPull, yaml)).toEqual([
    { severity: 'warning', object: 'ExternalSecret payments/roots', path, message, fix },
  ]);
});

const CA_OF_TEMPLATE = '{ template: { data: { ca.crt: "{{ .root }}" } } }';
const OF_ROOT = '- { secretKey: root, remoteRef: { key: pki } }';

test('finds a value that a template makes roots of', () => {
  expect(findingsOf(unpinnedCaPull, external(`target: ${CA_OF_TEMPLATE}`, OF_ROOT))).toMatchObject([
    {
      path: 'spec.data[0].remoteRef',
      message: '"root" is pulled periodically and without version, so a root can change unplanned',
    },
  ]);
});

test('finds the roots in a ConfigMap that an ExternalSecret makes', () => {
  const policy = `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: ledger, namespace: payments }
spec:
  targetRefs: [{ group: "", kind: Service, name: ledger }]
  validation: { hostname: ledger.payments.svc, caCertificateRefs: [{ group: "", kind: ConfigMap, name: roots }] }
---`;
  const configMap = external('target: { manifest: { apiVersion: v1, kind: ConfigMap } }', OF_ROOT);
  expect(findingsOf(unpinnedCaPull, policy + configMap)).toMatchObject([{ path: 'spec.data[0].remoteRef' }]);
});

test('finds roots that a ClusterExternalSecret pulls into namespaces', () => {
  const cluster = `
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: { name: roots }
spec:
  namespaces: [payments]
  externalSecretSpec:
    secretStoreRef: { name: vault }
    data: [{ secretKey: cert, remoteRef: { key: roots } }, { secretKey: id, remoteRef: { key: id } }]
---`;
  expect(findingsOf(unpinnedCaPull, cluster + READER)).toEqual([
    {
      severity: 'warning',
      object: 'ClusterExternalSecret roots',
      path: 'spec.externalSecretSpec.data[0].remoteRef',
      message: '"cert" is pulled periodically and without version, so a root can change unplanned',
      fix: 'set remoteRef.version, or refreshPolicy: OnChange',
    },
  ]);
  const pinned = cluster.replace('externalSecretSpec:', 'externalSecretSpec:\n    refreshPolicy: CreatedOnce');
  expect(verdictOf(unpinnedCaPull, pinned + READER)).toBe('pass');
});

test.each([
  ['a pinned version', external('', '- { secretKey: ca.crt, remoteRef: { key: roots, version: "3" } }')],
  ['a pull on change', external('refreshPolicy: OnChange')],
  ['a pull once', external('refreshInterval: "0"')],
])('passes %s', (_name, yaml) => {
  expect(verdictOf(unpinnedCaPull, yaml)).toBe('pass');
});

test('does not apply to other keys, nor to the id of a CA object', () => {
  const reason = 'not applicable: no ExternalSecret pulls roots';
  expect(verdictOf(unpinnedCaPull, external('', '- { secretKey: token, remoteRef: { key: roots } }'))).toBe(reason);
  const id = external('', '- { secretKey: id, remoteRef: { key: roots } }') + READER;
  expect(verdictOf(unpinnedCaPull, id)).toBe(reason);
});

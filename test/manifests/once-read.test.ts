import { indexManifests } from '../../src/manifests/index-set';
import { type DataObject, dataObjectsOf, onceReaders } from '../../src/manifests/once-read';
import { setOf } from '../rotation/payments';

const ROOTS: DataObject = { kind: 'ConfigMap', namespace: 'payments', name: 'roots' };
const KEYS: DataObject = { kind: 'Secret', namespace: 'payments', name: 'ledger-tls' };

/** A Deployment of one container. */
function deployment(container: string, volumes: string, annotations = ''): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: payments, annotations: { ${annotations} } }
spec:
  template:
    spec:
      containers: [{ name: ledger, ${container} }]
      volumes: [${volumes}]
`;
}

const ROOTS_VOLUME = '{ name: roots, configMap: { name: roots } }';
const BY_SUB_PATH = 'volumeMounts: [{ name: roots, mountPath: /roots.pem, subPath: ca.crt }]';

describe('a workload reads an object once', () => {
  test.each([
    ['a ConfigMap by subPath', ROOTS, deployment(BY_SUB_PATH, ROOTS_VOLUME), 'mounts it by subPath'],
    [
      'a Secret by subPathExpr',
      KEYS,
      deployment(
        'volumeMounts: [{ name: tls, mountPath: /tls, subPathExpr: $(POD) }]',
        '{ name: tls, secret: { secretName: ledger-tls } }',
      ),
      'mounts it by subPath',
    ],
    [
      'a projected Secret by subPath',
      KEYS,
      deployment(
        'volumeMounts: [{ name: all, mountPath: /tls, subPath: x }]',
        '{ name: all, projected: { sources: [{ secret: { name: ledger-tls } }] } }',
      ),
      'mounts it by subPath',
    ],
    [
      'one key of a ConfigMap in the environment',
      ROOTS,
      deployment('env: [{ name: ROOTS, valueFrom: { configMapKeyRef: { name: roots, key: ca.crt } } }]', ''),
      'reads it as environment variables',
    ],
    [
      'a whole Secret in the environment',
      KEYS,
      deployment('envFrom: [{ secretRef: { name: ledger-tls } }]', ''),
      'reads it as environment variables',
    ],
    [
      'a ConfigMap by subPath, with Reloader for Secrets only',
      ROOTS,
      deployment(BY_SUB_PATH, ROOTS_VOLUME, 'secret.reloader.stakater.com/auto: "true"'),
      'mounts it by subPath',
    ],
  ])('%s', (_, object, workload, how) => {
    expect(onceReaders(indexManifests(setOf(workload)), object)).toMatchObject([{ how }]);
  });

  test.each([
    ['a folder', deployment('volumeMounts: [{ name: roots, mountPath: /roots }]', ROOTS_VOLUME)],
    ['another object by subPath', deployment(BY_SUB_PATH, '{ name: roots, configMap: { name: other } }')],
    ['Reloader for everything', deployment(BY_SUB_PATH, ROOTS_VOLUME, 'reloader.stakater.com/auto: "true"')],
    [
      'Reloader for this object',
      deployment(BY_SUB_PATH, ROOTS_VOLUME, 'configmap.reloader.stakater.com/reload: "other, roots"'),
    ],
    ['Wave', deployment(BY_SUB_PATH, ROOTS_VOLUME, 'wave.pusher.com/update-on-config-change: "true"')],
    ['another namespace', deployment(BY_SUB_PATH, ROOTS_VOLUME).replace('namespace: payments', 'namespace: other')],
  ])('but not with %s', (_, workload) => {
    expect(onceReaders(indexManifests(setOf(workload)), ROOTS)).toEqual([]);
  });
});

test('the objects of a workload are those that its pods mount or take into their environment', () => {
  const container =
    'env: [{ name: A, valueFrom: { secretKeyRef: { name: one, key: a } } }, { name: B, value: b }, { name: C, valueFrom: { configMapKeyRef: { name: two, key: c } } }], ' +
    'envFrom: [{ secretRef: { name: three } }, { configMapRef: { name: four } }]';
  const volumes =
    '{ name: v, secret: { secretName: five } }, { name: w, projected: { sources: [{ secret: { name: three } }, { configMap: { name: six } }] } }, { name: x, emptyDir: {} }';
  const [workload] = setOf(deployment(container, volumes)).manifests;
  const objects = workload === undefined ? [] : dataObjectsOf(workload);
  expect(objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).toEqual([
    'Secret payments/five',
    'Secret payments/three',
    'ConfigMap payments/six',
    'Secret payments/one',
    'ConfigMap payments/two',
    'ConfigMap payments/four',
  ]);
});

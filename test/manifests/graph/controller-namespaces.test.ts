import { controllerNamespacesIn } from '../../../src/manifests/graph/controller-namespaces';
import { indexManifests } from '../../../src/manifests/index-set';
import { readManifests } from '../../../src/manifests/read-manifests';

function deployment(image: string, container: object): object {
  const containers = [
    { name: 'sidecar', image: 'proxy' },
    { name: 'controller', image, ...container },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'controller', namespace: 'security' },
    spec: { template: { spec: { containers } } },
  };
}

function namespacesIn(...objects: readonly object[]) {
  const content = objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
  return controllerNamespacesIn(indexManifests(readManifests([{ file: 'set.yaml', content }])));
}

const CERT_MANAGER = 'quay.io/jetstack/cert-manager-controller:v1.21.1';
const POD_NAMESPACE = { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } };

test.each([
  ['as one word', { args: ['--cluster-resource-namespace=pki'] }, 'pki'],
  ['as two words', { args: ['--v=2', '--cluster-resource-namespace', 'pki'] }, 'pki'],
  ['as part of the command', { command: ['/controller', '--cluster-resource-namespace=pki'] }, 'pki'],
  [
    'as the namespace of the pod',
    { args: ['--cluster-resource-namespace=$(POD_NAMESPACE)'], env: [POD_NAMESPACE] },
    'security',
  ],
  [
    'as an environment variable',
    { args: ['--cluster-resource-namespace=$(PKI)'], env: [{ name: 'PKI', value: 'pki' }] },
    'pki',
  ],
  ['not at all', { args: ['--v=2'] }, 'cert-manager'],
  ['without a value', { args: ['--cluster-resource-namespace'] }, 'cert-manager'],
  ['as a variable that nobody sets', { args: ['--cluster-resource-namespace=$(PKI)'] }, 'cert-manager'],
])('reads the namespace that cert-manager is told %s', (_name, container, expected) => {
  expect(namespacesIn(deployment(CERT_MANAGER, container))).toEqual({
    clusterResourceNamespace: expected,
    trustNamespace: 'cert-manager',
  });
});

test('reads the namespace that trust-manager is told, from an image of any registry', () => {
  const image = 'registry.example.com:5000/mirror/trust-manager@sha256:0123';
  expect(namespacesIn(deployment(image, { args: ['--trust-namespace=trust'] }))).toEqual({
    clusterResourceNamespace: 'cert-manager',
    trustNamespace: 'trust',
  });
});

test('leaves flags of other programs alone', () => {
  expect(namespacesIn(deployment('approver', { args: ['--trust-namespace=trust'] }))).toEqual({
    clusterResourceNamespace: 'cert-manager',
    trustNamespace: 'cert-manager',
  });
});

import { storeContested } from '../../../../src/checks/rules/license/store-contested';
import { findingsOf, verdictOf } from '../_rule';
import { controllerYaml, LICENSING, POD } from './_yaml';

function controller(name: string, controlPlaneId: string, namespace = 'kong'): string {
  const environment = { ...LICENSING, ...POD, CONTROLLER_KONNECT_CONTROL_PLANE_ID: controlPlaneId };
  return controllerYaml(environment).replace(
    '{ name: controller, namespace: kong }',
    `{ name: ${name}, namespace: ${namespace} }`,
  );
}

test('two controllers of one namespace with one control plane write one Secret', () => {
  expect(findingsOf(storeContested, controller('one', 'cp-1') + controller('two', 'cp-1'))).toEqual([
    {
      severity: 'error',
      object: 'Deployment kong/two',
      path: 'spec.template.spec.containers[0].env[3]',
      message: 'Secret konnect-license-cp-1 is also written by Deployment one, which has the same control plane',
      fix: 'use another control plane, or another namespace',
    },
  ]);
});

test.each([
  ['another control plane', controller('two', 'cp-2')],
  ['another namespace', controller('two', 'cp-1', 'other')],
])('%s keeps them apart', (_name, other) => {
  expect(verdictOf(storeContested, controller('one', 'cp-1') + other)).toBe('pass');
});

const SECRET_STORE = 'secretStoreRef: { kind: SecretStore, name: vault }';

function externalSecret(name: string, target: string, { namespace = 'kong', policy = 'Owner', key = 'license' } = {}) {
  return `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  ${SECRET_STORE}
  target: { name: ${target}, creationPolicy: ${policy} }
  data: [{ secretKey: ${key}, remoteRef: { key: kong/license } }]
---`;
}

function sealedSecret(name: string): string {
  return `
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: ${name}, namespace: kong }
spec: { encryptedData: { license: AgB } }
---`;
}

function syncJob(secret: string): string {
  return `
apiVersion: batch/v1
kind: CronJob
metadata: { name: sync, namespace: kong }
spec:
  schedule: "17 */6 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: sync-license
              image: registry.example.com/node
              command: [node, /opt/license-sync/sync-license.cjs]
              env:
                - { name: SECRET_NAMESPACE, value: kong }
                - { name: SECRET_NAME, value: ${secret} }
                - { name: SECRET_KEY, value: license }
---`;
}

function gatewayReading(secret: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: kong }
spec:
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway } }
    spec:
      containers:
        - name: proxy
          image: kong/kong-gateway:3.14
          env: [{ name: KONG_LICENSE_DATA, valueFrom: { secretKeyRef: { name: ${secret}, key: license } } }]
---`;
}

/** As `LicenseStore` lays it out, for a controller to fill. */
const LAID_OUT = `
apiVersion: v1
kind: Secret
metadata: { name: konnect-license-cp-1, namespace: kong, labels: { upstream-tls.dev/license: "true" } }
type: Opaque
---`;

const TARGET = 'spec.target.name';

test.each([
  [
    'two ExternalSecrets',
    externalSecret('one', 'edge-license') + externalSecret('two', 'edge-license'),
    'ExternalSecret kong/two',
    TARGET,
    'edge-license',
    'ExternalSecret one',
  ],
  [
    'an ExternalSecret and a SealedSecret',
    externalSecret('one', 'edge-license') + sealedSecret('edge-license'),
    'SealedSecret kong/edge-license',
    'metadata.name',
    'edge-license',
    'ExternalSecret one',
  ],
  [
    'an ExternalSecret and a synchronization',
    syncJob('edge-license') + externalSecret('one', 'edge-license'),
    'CronJob kong/sync',
    'spec.jobTemplate.spec.template.spec.containers[0].env[1]',
    'edge-license',
    'ExternalSecret one',
  ],
  [
    'an ExternalSecret that adds the key that a synchronization writes',
    syncJob('edge') + externalSecret('one', 'edge', { policy: 'Merge' }),
    'CronJob kong/sync',
    'spec.jobTemplate.spec.template.spec.containers[0].env[1]',
    'edge',
    'ExternalSecret one',
  ],
  [
    'an ExternalSecret and a controller',
    externalSecret('one', 'konnect-license-cp-1', { key: 'payload' }) + controller('two', 'cp-1'),
    'Deployment kong/two',
    'spec.template.spec.containers[0].env[3]',
    'konnect-license-cp-1',
    'ExternalSecret one',
  ],
  [
    'an ExternalSecret and a controller that is elsewhere',
    externalSecret('one', 'konnect-license-cp-1', { key: 'payload' }) + LAID_OUT,
    'Secret kong/konnect-license-cp-1',
    'metadata.name',
    'konnect-license-cp-1',
    'ExternalSecret one',
  ],
  [
    'two ExternalSecrets of a Secret that Kong Gateway reads, whatever its name',
    externalSecret('one', 'enterprise', { key: 'text' }) +
      externalSecret('two', 'enterprise', { key: 'text' }) +
      gatewayReading('enterprise'),
    'ExternalSecret kong/two',
    TARGET,
    'enterprise',
    'ExternalSecret one',
  ],
])('%s write one Secret', (_name, yaml, object, path, secret, other) => {
  expect(findingsOf(storeContested, yaml)).toEqual([
    {
      severity: 'error',
      object,
      path,
      message: `Secret ${secret} is also written by ${other}; each undoes what the other writes`,
      fix: `keep one of the two, or give one another Secret than ${secret}`,
    },
  ]);
});

test.each([
  ['another Secret', externalSecret('one', 'a-license') + externalSecret('two', 'b-license')],
  [
    'another namespace',
    externalSecret('one', 'a-license') + externalSecret('two', 'a-license', { namespace: 'other' }),
  ],
  ['a Secret that is laid out for the one controller', controller('one', 'cp-1') + LAID_OUT],
  ['another key', syncJob('edge') + externalSecret('one', 'edge', { policy: 'Merge', key: 'note' })],
  ['a policy that writes nothing', syncJob('edge') + externalSecret('one', 'edge', { policy: 'None' })],
])('%s keeps writers apart', (_name, yaml) => {
  expect(verdictOf(storeContested, yaml)).toBe('pass');
});

test.each([
  ['no control plane is known', controllerYaml({ ...LICENSING, ...POD })],
  ['two ExternalSecrets write what is no license', externalSecret('one', 'db') + externalSecret('two', 'db')],
])('does not apply where %s', (_name, yaml) => {
  expect(verdictOf(storeContested, yaml)).toBe('not applicable: nothing in the set writes the Secret of a license');
});

import { Chart, Testing } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import { KongHelmChart, LicenseStore, type LicenseStoreProps } from '../../src/constructs/license-store';

const PROPS: LicenseStoreProps = { ingressControllerName: 'edge', serviceAccount: { name: 'edge-kong' } };

function chart(): Chart {
  return new Chart(Testing.app(), 'test', { namespace: 'kong' });
}

function create(props: Partial<LicenseStoreProps>): () => LicenseStore {
  return () => new LicenseStore(chart(), 'license', { ...PROPS, ...props });
}

describe('LicenseStore', () => {
  test('writes a Role for one verb of one Secret, and its binding, and nothing else', () => {
    const scope = chart();
    new LicenseStore(scope, 'license', PROPS);
    const role = 'test-license-role-c8238469';
    expect(Testing.synth(scope)).toEqual([
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: role, namespace: 'kong' },
        rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['edge-license'], verbs: ['get'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: expect.stringMatching(/^test-license-rolebinding-/), namespace: 'kong' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
        subjects: [{ kind: 'ServiceAccount', name: 'edge-kong', namespace: 'kong' }],
      },
    ]);
  });

  test('names the Secret by convention, and the key that the charts read', () => {
    const store = create({})();
    expect(store.secretName).toBe('edge-license');
    expect(store.secretKey).toBe('license');
    expect(store.namespace).toBe('kong');
  });

  test('takes another Secret and another namespace', () => {
    const scope = new Chart(Testing.app(), 'test');
    new LicenseStore(scope, 'license', { ...PROPS, secretName: 'kong-enterprise', namespace: 'gateways' });
    expect(Testing.synth(scope)).toMatchObject([
      { metadata: { namespace: 'gateways' }, rules: [{ resourceNames: ['kong-enterprise'] }] },
      { metadata: { namespace: 'gateways' }, subjects: [{ namespace: 'gateways' }] },
    ]);
  });

  test.each([
    ['its own namespace', { name: 'edge-kong', namespace: 'controllers' }, 'controllers'],
    ['that of its metadata', { name: 'edge-kong', metadata: { namespace: 'controllers' } }, 'controllers'],
    ['that of the license', { name: 'edge-kong' }, 'kong'],
  ])('binds a ServiceAccount in %s', (_, serviceAccount, namespace) => {
    const scope = chart();
    new LicenseStore(scope, 'license', { ...PROPS, serviceAccount });
    expect(Testing.synth(scope)[1].subjects).toEqual([{ kind: 'ServiceAccount', name: 'edge-kong', namespace }]);
  });

  test('binds a ServiceAccount of cdk8s-plus', () => {
    const scope = chart();
    const metadata = { name: 'edge-kong', namespace: 'controllers' };
    new LicenseStore(scope, 'license', {
      ...PROPS,
      serviceAccount: new ServiceAccount(scope, 'account', { metadata }),
    });
    const binding = Testing.synth(scope).find((object) => object.kind === 'RoleBinding');
    expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'edge-kong', namespace: 'controllers' }]);
  });

  test('is given to a container by reference', () => {
    expect(create({})().envVar()).toEqual({
      name: 'KONG_LICENSE_DATA',
      valueFrom: { secretKeyRef: { name: 'edge-license', key: 'license' } },
    });
  });

  test('is given to the Helm charts by reference', () => {
    const store = create({})();
    expect(store.helmValues(KongHelmChart.KONG)).toEqual({
      enterprise: { enabled: true, license_secret: 'edge-license' },
    });
    expect(store.helmValues(KongHelmChart.INGRESS)).toEqual({
      gateway: {
        env: { LICENSE_DATA: { valueFrom: { secretKeyRef: { name: 'edge-license', key: 'license' } } } },
      },
    });
  });
});

const LICENSE = JSON.stringify({
  license: { payload: { customer: 'Example', license_key: 'ASDASDASD' }, signature: '6985968131533a967fcc' },
});
const NAME =
  'at most 253 lower case letters, digits, "-" and ".", each label beginning and ending with a letter or digit';

describe('LicenseStore refuses', () => {
  test.each<[string, Partial<LicenseStoreProps>, string]>([
    [
      'a license for the name of the Secret',
      { secretName: LICENSE },
      'the text of a license is given where the name of a Secret is expected; give the name of the Secret, and keep the license in a Secret under the key license (secrets/license-text)',
    ],
    [
      'a part of a license for the name of the controller',
      { ingressControllerName: LICENSE.slice(1) },
      'the text of a license is given where the name of a controller is expected; give the name of the controller, and keep the license in a Secret under the key license (secrets/license-text)',
    ],
    [
      'a license in base64',
      { secretName: Buffer.from(LICENSE).toString('base64') },
      `a text of ${Buffer.from(LICENSE).toString('base64').length} characters (not shown) is not a valid Secret name, allowed are ${NAME}; give the name of the Secret (schema/invalid-value)`,
    ],
    [
      'the name of a Secret that none can have',
      { secretName: 'Edge_License' },
      `"Edge_License" is not a valid Secret name, allowed are ${NAME}; give the name of the Secret (schema/invalid-value)`,
    ],
    [
      'the name of a ServiceAccount that none can have',
      { serviceAccount: { name: '' } },
      `"" is not a valid ServiceAccount name, allowed are ${NAME}; give the name of the ServiceAccount (schema/invalid-value)`,
    ],
    [
      'the name of a namespace that none can have',
      { namespace: 'kong.gateways' },
      '"kong.gateways" is not a valid Namespace name, allowed are at most 63 lower case letters, digits and "-", beginning and ending with a letter or digit; give the name of the Namespace (schema/invalid-value)',
    ],
  ])('%s', (_, props, message) => {
    expect(create(props)).toThrow(new Error(`LicenseStore "license" [test/license]: ${message}`));
  });

  test('to guess a namespace', () => {
    const scope = new Chart(Testing.app(), 'test');
    expect(() => new LicenseStore(scope, 'license', PROPS)).toThrow(
      new Error(
        'LicenseStore "license" [test/license]: no namespace is known for the license, so no ServiceAccount could be bound to it; give the namespace of the gateway as namespace, or to the chart (license/rbac-missing)',
      ),
    );
  });

  test('without a word of the license in the message', () => {
    const words = [
      'Example',
      'ASDASDASD',
      '6985968131533a967fcc',
      Buffer.from(LICENSE).toString('base64').slice(0, 20),
    ];
    for (const text of [LICENSE, LICENSE.slice(1), ` ${LICENSE}`, Buffer.from(LICENSE).toString('base64')]) {
      for (const props of [
        { secretName: text },
        { ingressControllerName: text },
        { namespace: text },
        { serviceAccount: { name: text } },
      ]) {
        const message = messageOf(create(props));
        expect(words.filter((word) => message.includes(word))).toEqual([]);
      }
    }
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was refused');
}

import { Chart, Testing } from 'cdk8s';
import {
  ClientCertificate,
  KongIngressController,
  KongOperator,
  LicenseSource,
  LicenseStore,
  type LicenseStoreProps,
} from '../../src';
import { rbacMissing } from '../../src/checks/rules/license/rbac-missing';
import type { JsonObject } from '../../src/manifests/manifest';
import { verdictOf } from '../checks/rules/_rule';
import { licenseText } from './license-sync/_licenses';
import { CONTROL_PLANE_ID, StandIns } from './license-sync/_stand-ins';

const KONNECT = { controlPlaneId: CONTROL_PLANE_ID, clientCertificate: ClientCertificate.secret('konnect-client') };
const IMAGE = `registry.example.com/tools/node@sha256:${'a1'.repeat(32)}`;
const SEALED = JSON.stringify({
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name: 'edge-license', namespace: 'kong' },
  spec: { encryptedData: { license: Buffer.alloc(600, 7).toString('base64') } },
});

function objects(props: Partial<LicenseStoreProps>): readonly JsonObject[] {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'kong' });
  new LicenseStore(chart, 'license', {
    ingressControllerName: 'edge',
    serviceAccount: { name: 'edge-kong' },
    alerts: {},
    backup: {},
    ...props,
  });
  return Testing.synth(chart);
}

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** `verb group/resource name, by ServiceAccount` for each verb that some binding gives to somebody. */
function rightsIn(all: readonly JsonObject[]): readonly string[] {
  const rolesByName = new Map(all.filter(({ kind }) => kind === 'Role').map((role) => [nameOf(role), role]));
  return all
    .filter(({ kind }) => kind === 'RoleBinding')
    .flatMap((binding) => {
      const { name } = binding.roleRef as unknown as { name: string };
      const subjects = binding.subjects as unknown as { kind: string; name: string; namespace: string }[];
      const rules = (rolesByName.get(name)?.rules ?? []) as unknown as PolicyRule[];
      return subjects.flatMap((subject) =>
        rules.flatMap(({ apiGroups, resources, resourceNames = ['*'], verbs }) =>
          verbs.map(
            (verb) =>
              `${verb} ${apiGroups}/${resources} ${resourceNames}, by ${subject.kind} ${subject.namespace}/${subject.name}`,
          ),
        ),
      );
    });
}

function nameOf({ metadata }: JsonObject): string {
  return (metadata as unknown as { name: string }).name;
}

const OF_KONG = 'by ServiceAccount kong/edge-kong';
const STORAGE = `konnect-license-${CONTROL_PLANE_ID}`;
/** The reader that the user names; Kong Gateway itself has the license from the kubelet, and needs no right. */
const READER = { right: `get /secrets edge-license, ${OF_KONG}`, neededBy: 'who reads the license through the API' };
const KEEPER = [
  { right: `get /secrets ${STORAGE}, ${OF_KONG}`, neededBy: 'the controller at its start, without Konnect' },
  { right: `update /secrets ${STORAGE}, ${OF_KONG}`, neededBy: 'the controller after each answer of Konnect' },
];

/** Each verb on each resource, and what needs it. What is not in this table is not granted. */
const TABLE: readonly (readonly [
  string,
  Partial<LicenseStoreProps>,
  readonly { readonly right: string; readonly neededBy: string }[],
])[] = [
  ['an existing Secret', {}, [READER]],
  [
    'an ExternalSecret, whose operator has rights of its own',
    { source: LicenseSource.externalSecret({ store: 'vault', remoteKey: 'kong/license' }) },
    [READER],
  ],
  ['a SealedSecret, whose controller has rights of its own', { source: LicenseSource.sealedSecret(SEALED) }, [READER]],
  ...['2.0.8', '2.1.3', '2.2', '2.3.0-rc.3'].map(
    (version) =>
      [
        `Kong Operator ${version} that asks Konnect`,
        { source: LicenseSource.konnect(KONNECT), gateway: new KongOperator({ version }) },
        KEEPER,
      ] as const,
  ),
  ...['3.5.1', '3.5.13'].map(
    (version) =>
      [
        `Kong Ingress Controller ${version} that asks Konnect, where that is accepted`,
        {
          source: LicenseSource.konnect({ ...KONNECT, acceptUnreadableStorage: true }),
          gateway: new KongIngressController({ version }),
        },
        KEEPER,
      ] as const,
  ),
  [
    'the synchronization',
    { source: LicenseSource.konnectSync({ ...KONNECT, image: IMAGE }) },
    [
      READER,
      { right: 'get /secrets edge-license, by the script', neededBy: 'the script, to compare' },
      { right: 'patch /secrets edge-license, by the script', neededBy: 'the script, to replace' },
    ],
  ],
];

/** The name of the script's ServiceAccount is made up. */
function withoutMadeUpNames(right: string): string {
  return right.replace(/by ServiceAccount kong\/test-.*$/, 'by the script');
}

describe('the rights of a license store', () => {
  test.each(TABLE)('with %s are those of the table', (_, props, expected) => {
    const all = objects(props);
    expect(rightsIn(all).map(withoutMadeUpNames).sort()).toEqual(expected.map(({ right }) => right).sort());
    expect(all.filter(({ kind }) => String(kind).startsWith('ClusterRole'))).toEqual([]);
  });

  test('are all needed by the script, and all that it needs', async () => {
    const standIns = await StandIns.start();
    try {
      standIns.hold(undefined);
      const item = { payload: licenseText(), updated_at: 1, id: 'a' };
      standIns.licenseAnswers = [{ status: 200, body: JSON.stringify({ items: [item] }) }];
      expect((await standIns.run()).exitCode).toBe(0);
      const made = standIns.requests.flatMap((request) => {
        const [, method = '', namespace, name] =
          /^(\S+) \/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/.exec(request) ?? [];
        return method === '' ? [] : [`${method.toLowerCase()} /secrets ${name} of ${namespace}`];
      });
      const [, , rights] = TABLE.at(-1) ?? ['', {}, []];
      const granted = rights
        .filter(({ right }) => right.endsWith(', by the script'))
        .map(({ right }) => right.replace(', by the script', ' of kong'));
      expect([...new Set(made)].sort()).toEqual(granted.sort());
    } finally {
      await standIns.stop();
    }
  });

  /** The controller as it is deployed with what the store writes. */
  const DEPLOYMENT = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'controller', namespace: 'kong' },
    spec: {
      selector: { matchLabels: { app: 'controller' } },
      template: {
        metadata: { labels: { app: 'controller' } },
        spec: {
          serviceAccountName: 'edge-kong',
          containers: [
            {
              name: 'controller',
              image: 'kong/kubernetes-ingress-controller:3.5.13',
              env: [
                { name: 'CONTROLLER_KONNECT_LICENSING_ENABLED', value: 'true' },
                { name: 'CONTROLLER_KONNECT_CONTROL_PLANE_ID', value: CONTROL_PLANE_ID },
              ],
            },
          ],
        },
      },
    },
  };
  const yamlOf = (all: readonly JsonObject[]) =>
    [...all, DEPLOYMENT].map((object) => `---\n${JSON.stringify(object)}\n`).join('');
  const kept = objects({ source: LicenseSource.konnect(KONNECT), gateway: new KongOperator({ version: '2.2' }) });
  const without = (verb: string) =>
    kept.map((object) =>
      object.kind === 'Role'
        ? {
            ...object,
            rules: (object.rules as unknown as PolicyRule[]).map((rule) => ({
              ...rule,
              verbs: rule.verbs.filter((granted) => granted !== verb),
            })),
          }
        : object,
    ) as unknown as readonly JsonObject[];

  test('are enough for a controller, which need not create the Secret', () => {
    expect(verdictOf(rbacMissing, yamlOf(kept))).toBe('pass');
  });

  test.each(['get', 'update'])('are too few for a controller without %s', (verb) => {
    expect(verdictOf(rbacMissing, yamlOf(without(verb)))).toBe('findings');
  });

  test('are too few for a controller where the Secret is not laid out, as it may not create one', () => {
    const bare = kept.filter(({ kind }) => kind !== 'Secret');
    expect(verdictOf(rbacMissing, yamlOf(bare))).toBe('findings');
  });
});

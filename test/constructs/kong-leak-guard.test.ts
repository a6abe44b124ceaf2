import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import {
  ClientCertificate,
  KongClusterPlugin,
  type KongClusterPluginProps,
  KongGateway,
  KongGatewayEdition,
  KongIngressController,
  KongOperator,
  KongPlugin,
  KongPluginDefinition,
  KongPluginInstallation,
  type KongPluginProps,
  KongReloadCall,
  type KongReloadCallProps,
  LicenseSource,
  LicenseStore,
  type LicenseStoreProps,
  UpstreamTls,
} from '../../src';
import { secretsIn } from '../../src/checks/rules/secrets/_secret-text';
import { licenseText, wordsShownIn } from './license-sync/_licenses';

const UUID = '6f1b2c4e-0d1a-4b7c-9a55-3f0c2f7e9d10';
const IMAGE = `registry.example.com/tools/node@sha256:${'a1'.repeat(32)}`;
const client = ClientCertificate.secret('konnect-client');
const kongGateway = new KongGateway({ version: '3.14', edition: KongGatewayEdition.ENTERPRISE });
const acl = KongPluginDefinition.bundled('acl');

type Build = (chart: Chart, text: string) => unknown;

const store =
  (props: (text: string) => Partial<LicenseStoreProps>): Build =>
  (chart, text) =>
    new LicenseStore(chart, 'license', {
      ingressControllerName: 'edge',
      serviceAccount: { name: 'edge' },
      gateway: new KongOperator({ version: '2.2' }),
      ...props(text),
    });
const external = (more: (text: string) => object): Build =>
  store((text) => ({ source: LicenseSource.externalSecret({ store: 's', remoteKey: 'k', ...more(text) }) }));
const konnect = (more: (text: string) => object): Build =>
  store((text) => ({
    source: LicenseSource.konnect({ controlPlaneId: UUID, clientCertificate: client, ...more(text) }),
  }));
const sync = (more: (text: string) => object): Build =>
  store((text) => ({
    source: LicenseSource.konnectSync({ controlPlaneId: UUID, clientCertificate: client, image: IMAGE, ...more(text) }),
  }));
const plugin =
  (props: (text: string) => Partial<KongPluginProps>): Build =>
  (chart, text) =>
    new KongPlugin(chart, 'plugin', { kongGateway, plugin: acl, ...props(text) });
const clusterPlugin =
  (props: (text: string) => Partial<KongClusterPluginProps>): Build =>
  (chart, text) =>
    new KongClusterPlugin(chart, 'plugin', { kongGateway, plugin: acl, ...props(text) });
const call =
  (props: (text: string) => Partial<KongReloadCallProps>): Build =>
  (chart, text) =>
    new KongReloadCall(chart, 'call', {
      kongGateway,
      certificate: client,
      adminApiUrl: 'https://kong-admin.kong.svc:8444',
      adminApiCaConfigMap: 'admin-ca',
      schedule: '0 * * * *',
      image: IMAGE,
      ...props(text),
    });
const custom = (installation: (text: string) => KongPluginInstallation): Build =>
  plugin((text) => ({ plugin: KongPluginDefinition.custom('stamp', { installation: installation(text) }) }));

/** Every place where a user may give a text, and give the license by mistake. */
const PLACES: readonly (readonly [string, Build])[] = [
  ['LicenseStore ingressControllerName', store((text) => ({ ingressControllerName: text }))],
  ['LicenseStore secretName', store((text) => ({ secretName: text }))],
  ['LicenseStore namespace', store((text) => ({ namespace: text }))],
  ['LicenseStore serviceAccount.name', store((text) => ({ serviceAccount: { name: text } }))],
  ['LicenseStore serviceAccount.namespace', store((text) => ({ serviceAccount: { name: 'a', namespace: text } }))],
  ['LicenseStore metadata.labels', store((text) => ({ metadata: { labels: { a: text } } }))],
  ['LicenseStore metadata.annotations', store((text) => ({ metadata: { annotations: { a: text } } }))],
  ['LicenseStore alerts.gatewaySelector', store((text) => ({ alerts: { gatewaySelector: text } }))],
  ['LicenseStore alerts.labels', store((text) => ({ alerts: { labels: { a: text } } }))],
  ['LicenseStore backup.schedule', store((text) => ({ backup: { schedule: text } }))],
  ['LicenseStore backup.veleroNamespace', store((text) => ({ backup: { veleroNamespace: text } }))],
  ['LicenseStore gateway.version', store((text) => ({ gateway: new KongIngressController({ version: text }) }))],
  ['externalSecret store', external((text) => ({ store: text }))],
  ['externalSecret remoteKey', external((text) => ({ remoteKey: text }))],
  ['externalSecret remoteProperty', external((text) => ({ remoteProperty: text }))],
  ['externalSecret remoteVersion', external((text) => ({ remoteVersion: text }))],
  ['sealedSecret', store((text) => ({ source: LicenseSource.sealedSecret(text) }))],
  ['konnect controlPlaneId', konnect((text) => ({ controlPlaneId: text }))],
  ['konnect address', konnect((text) => ({ address: text }))],
  ['konnect address as a password', konnect((text) => ({ address: `https://u:${text}@kic.example.com` }))],
  ['konnect clientCertificate', konnect((text) => ({ clientCertificate: ClientCertificate.secret(text) }))],
  ['konnectSync image', sync((text) => ({ image: text }))],
  ['konnectSync schedule', sync((text) => ({ schedule: text }))],
  ['konnectSync konnectCidrs', sync((text) => ({ konnectCidrs: [text] }))],
  ['KongPlugin config', plugin((text) => ({ plugin: KongPluginDefinition.bundled('acl', { note: text }) }))],
  ['KongPlugin name', plugin((text) => ({ plugin: KongPluginDefinition.bundled(text) }))],
  ['KongPlugin instanceName', plugin((text) => ({ instanceName: text }))],
  ['KongPlugin tags', plugin((text) => ({ tags: [text] }))],
  ['KongPlugin ordering', plugin((text) => ({ ordering: { beforeAccess: [text] } }))],
  ['KongPlugin configFrom', plugin((text) => ({ configFrom: { name: text, key: 'k' } }))],
  [
    'KongPlugin configPatches path',
    plugin((text) => ({ configPatches: [{ path: text, secretKeyRef: { name: 'a', key: 'k' } }] })),
  ],
  [
    'KongPlugin configPatches key',
    plugin((text) => ({ configPatches: [{ path: '/a', secretKeyRef: { name: 'a', key: text } }] })),
  ],
  ['KongPlugin metadata.annotations', plugin((text) => ({ metadata: { annotations: { a: text } } }))],
  ['KongClusterPlugin ingressClassName', clusterPlugin((text) => ({ ingressClassName: text }))],
  [
    'KongClusterPlugin configFrom namespace',
    clusterPlugin((text) => ({ configFrom: { name: 'a', key: 'k', namespace: text } })),
  ],
  ['KongPluginInstallation configMap', custom((text) => KongPluginInstallation.configMap(text))],
  ['KongPluginInstallation image', custom((text) => KongPluginInstallation.image(text))],
  [
    'KongPluginInstallation imagePullSecretName',
    custom((text) => KongPluginInstallation.image(IMAGE, { imagePullSecretName: text })),
  ],
  ['KongReloadCall adminApiUrl', call((text) => ({ adminApiUrl: text }))],
  ['KongReloadCall adminApiCaConfigMap', call((text) => ({ adminApiCaConfigMap: text }))],
  ['KongReloadCall schedule', call((text) => ({ schedule: text }))],
  ['KongReloadCall image', call((text) => ({ image: text }))],
];

const FORMS: readonly (readonly [string, string])[] = [
  ['as it is', licenseText()],
  ['without its first character', licenseText().slice(1)],
  ['in base64', Buffer.from(licenseText()).toString('base64')],
];

/** All that a user sees: the error, or what is written and what is said of it. */
function shownFor(build: Build, text: string): string {
  const app = new App();
  const said: string[] = [];
  UpstreamTls.of(app).configure({ onFindings: (result) => said.push(JSON.stringify(result)) });
  try {
    build(new Chart(app, 'test', { namespace: 'kong' }), text);
    return app.synthYaml() + said.join('\n');
  } catch (error) {
    return String(error);
  }
}

describe('a license that is given by mistake is shown nowhere', () => {
  test.each(PLACES)('as %s', (_, build) => {
    const leaks = FORMS.filter(([, text]) => wordsShownIn(shownFor(build, text)).length > 0).map(([form]) => form);
    expect(leaks).toEqual([]);
  });

  test('and the test would notice one that is', () => {
    for (const [, text] of FORMS) {
      expect(wordsShownIn(`before ${text} after`).length).toBeGreaterThan(0);
    }
    expect(
      shownFor(
        store(() => ({})),
        '',
      ),
    ).toContain('kind: RoleBinding');
  });
});

describe('no file holds a license', () => {
  const root = join(__dirname, '../..');

  function filesIn(path: string): readonly string[] {
    return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];
  }

  test.each(['README.md', 'docs', 'examples', 'src', 'imports', 'bench', 'scripts'])('of %s', (name) => {
    const files = filesIn(join(root, name));
    const found = files.filter((file) => {
      const text = readFileSync(file, 'utf8');
      return wordsShownIn(text).length > 0 || secretsIn(text).length > 0;
    });
    expect(found).toEqual([]);
  });

  test('of the snapshots', () => {
    const snapshots = ['test', 'examples']
      .flatMap((name) => filesIn(join(root, name)))
      .filter((file) => file.endsWith('.snap'));
    const found = snapshots.filter((file) => {
      const text = readFileSync(file, 'utf8');
      return wordsShownIn(text).length > 0 || secretsIn(text).length > 0;
    });
    expect(snapshots.length).toBeGreaterThan(5);
    expect(found).toEqual([]);
  });
});

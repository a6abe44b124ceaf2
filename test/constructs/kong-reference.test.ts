import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { build as buildLicenses } from '../../examples/kong-licenses/charts';
import {
  ClientCertificate,
  KongClusterPlugin,
  KongGateway,
  KongGatewayEdition,
  KongIngressController,
  KongLicenseTextInGit,
  KongOperator,
  KongPlugin,
  KongPluginDefinition,
  LicenseSource,
  LicenseStore,
  UpstreamTls,
} from '../../src';
import { manifestsOf } from '../../src/constructs/upstream-tls';
import { licenseText } from './license-sync/_licenses';

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const given = folder === undefined ? describe.skip : describe;
const reason = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

function referenceCrds(...folders: readonly string[]): string[] {
  return folders.flatMap((name) =>
    readdirSync(join(folder ?? '', name))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(folder ?? '', name, file), 'utf8')),
  );
}

type Controller = KongIngressController | KongOperator;

/** Kinds that Kong Operator serves, and whose CRD is not among the references. */
const WITHOUT_REFERENCE = { 'kong/kic': [], 'kong/kong-operator': ['KongConsumerGroup'] } as const;

/** One release at least of each range that the tables tell apart, with what keeps a license of Konnect there. */
const CONTROLLERS: readonly (readonly [Controller, keyof typeof WITHOUT_REFERENCE, keeps: boolean])[] = [
  ...['3.4.0', '3.4.20', '3.5.0', '3.5.1', '3.5.13'].map(
    (version) => [new KongIngressController({ version }), 'kong/kic', false] as const,
  ),
  ...(
    [
      ['2.0.0', false],
      ['2.0.8', true],
      ['2.1.0', false],
      ['2.1.3', true],
      ['2.2.0', true],
      ['2.2.3', true],
      ['2.3.0-rc.3', true],
    ] as const
  ).map(([version, keeps]) => [new KongOperator({ version }), 'kong/kong-operator', keeps] as const),
];

const KONNECT = {
  controlPlaneId: '6f1b2c4e-0d1a-4b7c-9a55-3f0c2f7e9d10',
  clientCertificate: ClientCertificate.secret('konnect-client'),
};
const SEALED = JSON.stringify({
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name: 'sealed-license', namespace: 'kong' },
  spec: { encryptedData: { license: Buffer.alloc(600, 7).toString('base64') } },
});

function licenses(app: App, gateway: Controller, keeps: boolean): void {
  const chart = new Chart(app, 'kong', { namespace: 'kong' });
  const image = `registry.example.com/tools/node@sha256:${'a1'.repeat(32)}`;
  const sources = {
    existing: LicenseSource.existingSecret(),
    external: LicenseSource.externalSecret({ store: 'vault', remoteKey: 'kong/license' }),
    sealed: LicenseSource.sealedSecret(SEALED),
    synced: LicenseSource.konnectSync({ ...KONNECT, image }),
    ...(keeps ? { kept: LicenseSource.konnect(KONNECT) } : {}),
  };
  for (const [ingressControllerName, source] of Object.entries(sources)) {
    new LicenseStore(chart, ingressControllerName, {
      ingressControllerName,
      serviceAccount: { name: ingressControllerName },
      gateway,
      source,
      alerts: { staleAfter: Duration.hours(24) },
      backup: {},
    });
  }
  new KongLicenseTextInGit(chart, 'text', { licenseTextInClear: licenseText(), gateway });
}

function plugins(app: App, controller: Controller): void {
  const kongGateway = new KongGateway({ version: '3.14', edition: KongGatewayEdition.ENTERPRISE });
  const payments = new Chart(app, 'payments', { namespace: 'payments' });
  const risk = new Chart(app, 'risk', { namespace: 'risk' });
  const limit = new KongPlugin(payments, 'limit', {
    kongGateway,
    plugin: KongPluginDefinition.bundled('rate-limiting', { minute: 5 }),
    tags: ['payments'],
  });
  limit.attachTo(new Service(payments, 'ledger', { ports: [{ port: 80 }] }));
  limit.attachTo(new Service(risk, 'report', { ports: [{ port: 80 }] }), { acrossNamespacesBy: controller });
  const cors = new KongClusterPlugin(payments, 'cors', { kongGateway, plugin: KongPluginDefinition.bundled('cors') });
  const consumer = { apiVersion: 'configuration.konghq.com/v1', kind: 'KongConsumer', username: 'alice' };
  cors.attachTo(new ApiObject(payments, 'consumer', consumer));
  const group = { apiVersion: 'configuration.konghq.com/v1beta1', kind: 'KongConsumerGroup' };
  cors.attachTo(new ApiObject(payments, 'group', group));
}

/** Errors, and kinds that no CRD or contract describes. */
function problemsOf(app: App, crds: readonly string[]): readonly string[] {
  const checks = UpstreamTls.of(app);
  checks.configure({ crds, severities: { 'secrets/license-text': 'warning' } });
  return checks
    .check()
    .findings.filter(({ severity, rule }) => severity === 'error' || rule === 'schema/unchecked-kind')
    .map(({ rule, object, path, message }) => `${rule} ${object?.kind} ${path}: ${message}`);
}

given(`${reason}what is written for licenses and plugins of Kong`, () => {
  const ours = ['external-secrets', 'prometheus-operator', 'gateway-api/standard'];

  test.each(CONTROLLERS.map(([controller, crds, keeps]) => [String(controller), crds, controller, keeps] as const))(
    'is valid for %s under the CRDs of %s',
    (_, crds, controller, keeps) => {
      const app = new App();
      licenses(app, controller, keeps);
      plugins(app, controller);
      const texts = referenceCrds(crds, ...ours);
      const kinds = new Set(
        manifestsOf(app)
          .map(({ key }) => key)
          .filter(({ apiVersion }) => apiVersion.includes('konghq')),
      );
      const missing = [...new Set([...kinds].map(({ kind }) => kind))].filter(
        (kind) => !texts.some((text) => text.includes(`kind: ${kind}\n`)),
      );
      expect(missing).toEqual(WITHOUT_REFERENCE[crds]);
      expect(problemsOf(app, texts)).toEqual([]);
    },
  );

  test('is valid in the example', () => {
    const app = new App();
    buildLicenses(app);
    expect(problemsOf(app, referenceCrds('kong/kong-operator', ...ours))).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration, JsonPatch } from 'cdk8s';
import { build } from '../../examples/kong-remedies/charts';
import {
  KongCertificateHeaderFormat,
  KongClusterPlugin,
  KongGateway,
  KongGatewayEdition,
  KongPlugin,
  KongPluginDefinition,
  KongPluginInstallation,
  type KongPluginProps,
  KongPluginProtocol,
  UpstreamTls,
} from '../../src';

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const given = folder === undefined ? describe.skip : describe;
const reason = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

/** The CRDs as their projects ship them. */
function referenceCrds(...folders: readonly string[]): string[] {
  return folders.flatMap((name) =>
    readdirSync(join(folder ?? '', name))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(folder ?? '', name, file), 'utf8')),
  );
}

/** Errors, and objects of Kong's kinds that no CRD was found for. */
function problemsOf(app: App, crds: readonly string[]): readonly string[] {
  const checks = UpstreamTls.of(app);
  checks.configure({ crds });
  return checks
    .check()
    .findings.filter(({ severity, rule }) => severity === 'error' || rule === 'schema/unchecked-kind')
    .map(({ rule, object, path, message }) => `${rule} ${object?.kind} ${path}: ${message}`);
}

const CA_ID = '3c1a0a70-1a6e-4f70-9d5f-1b1f6b6f2f11';
const DIGEST = `sha256:${'5f'.repeat(32)}`;
const kongGateway = new KongGateway({ version: '3.15', edition: KongGatewayEdition.ENTERPRISE });
const image = KongPluginInstallation.image(`registry.example.com/stamp@${DIGEST}`, { imagePullSecretName: 'pull' });

const PLUGINS: readonly (readonly [string, Omit<KongPluginProps, 'kongGateway'>])[] = [
  ['mtls-auth', { plugin: KongPluginDefinition.mtlsAuth({ caCertificates: [CA_ID], cacheTtl: Duration.minutes(1) }) }],
  [
    'header-cert-auth',
    {
      plugin: KongPluginDefinition.headerCertAuth({
        caCertificates: [CA_ID],
        certificateHeaderName: 'X-Client-Cert',
        certificateHeaderFormat: KongCertificateHeaderFormat.BASE64_ENCODED,
      }),
    },
  ],
  ['tls-handshake-modifier', { plugin: KongPluginDefinition.tlsHandshakeModifier() }],
  ['tls-metadata-headers', { plugin: KongPluginDefinition.tlsMetadataHeaders() }],
  ['prometheus', { plugin: KongPluginDefinition.prometheus({ latencyMetrics: true }) }],
  [
    'all common fields',
    {
      plugin: KongPluginDefinition.bundled('rate-limiting', { minute: 5 }),
      configPatches: [{ path: '/redis/password', secretKeyRef: { name: 'redis', key: 'password' } }],
      disabled: true,
      instanceName: 'limit',
      ordering: { beforeAccess: ['key-auth'], afterAccess: ['cors'] },
      protocols: [KongPluginProtocol.HTTPS, KongPluginProtocol.GRPCS],
    },
  ],
  ['configFrom', { plugin: KongPluginDefinition.bundled('acl'), configFrom: { name: 'acl', key: 'config' } }],
];

given(`${reason}what is written for plugins under the CRDs of Kong`, () => {
  test.each(['kong/kic', 'kong/kong-operator'])('is valid in the example, by %s', (crds) => {
    const app = new App();
    build(app);
    expect(problemsOf(app, referenceCrds('gateway-api/experimental', 'cert-manager', crds))).toEqual([]);
  });

  describe.each(['kong/kic', 'kong/kong-operator'])('of %s', (crds) => {
    const texts = folder === undefined ? [] : referenceCrds(crds);

    test.each(PLUGINS)('is valid with %s, for one namespace and for all', (_, props) => {
      const app = new App();
      const chart = new Chart(app, 'payments', { namespace: 'payments' });
      new KongPlugin(chart, 'plugin', { kongGateway, ...props });
      const { configFrom, configPatches, ...rest } = props;
      new KongClusterPlugin(chart, 'cluster-plugin', {
        kongGateway,
        ...rest,
        global: true,
        ...(configFrom === undefined ? {} : { configFrom: { ...configFrom, namespace: 'kong' } }),
        ...(configPatches === undefined
          ? {}
          : {
              configPatches: configPatches.map(({ path, secretKeyRef }) => ({
                path,
                secretKeyRef: { ...secretKeyRef, namespace: 'kong' },
              })),
            }),
      });
      expect(problemsOf(app, texts)).toEqual([]);
    });
  });

  test('is valid with an image that the operator fetches', () => {
    const app = new App();
    const chart = new Chart(app, 'kong', { namespace: 'kong' });
    new KongPlugin(chart, 'plugin', {
      kongGateway,
      plugin: KongPluginDefinition.custom('stamp', { installation: image }),
    });
    expect(problemsOf(app, referenceCrds('kong/kong-operator'))).toEqual([]);
  });

  test('is not valid where the CRD says otherwise, so that the test can fail', () => {
    const app = new App();
    const chart = new Chart(app, 'kong', { namespace: 'kong' });
    const plugin = new KongPlugin(chart, 'plugin', { kongGateway, plugin: KongPluginDefinition.bundled('acl') });
    ApiObject.of(plugin).addJsonPatch(JsonPatch.replace('/plugin', 5));
    expect(problemsOf(app, referenceCrds('kong/kic')).join()).toContain('schema/invalid-value KongPlugin plugin');
  });
});

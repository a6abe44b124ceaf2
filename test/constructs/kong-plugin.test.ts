import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { KongClusterPlugin } from '../../src/constructs/kong-cluster-plugin';
import { KongPlugin, type KongPluginProps } from '../../src/constructs/kong-plugin';
import { KongCertificateHeaderFormat, KongRevocationCheckMode } from '../../src/constructs/kong-plugin-config';
import { KongPluginDefinition } from '../../src/constructs/kong-plugin-definition';
import { KongPluginInstallation } from '../../src/constructs/kong-plugin-installation';
import { KongPluginProtocol } from '../../src/constructs/kong-plugin-options';
import { UpstreamTls } from '../../src/constructs/upstream-tls';
import { KongGateway, KongGatewayEdition } from '../../src/gateways/kong/kong-gateway';
import { KongIngressController } from '../../src/gateways/kong-ingress-controller/kong-ingress-controller';
import { KongOperator } from '../../src/gateways/kong-operator/kong-operator';

const CA_ID = '3c1a0a70-1a6e-4f70-9d5f-1b1f6b6f2f11';
const DIGEST = `sha256:${'5f'.repeat(32)}`;

const enterprise = (version = '3.15') => new KongGateway({ version, edition: KongGatewayEdition.ENTERPRISE });
const openSource = (version = '3.9') => new KongGateway({ version, edition: KongGatewayEdition.OPEN_SOURCE });

function payments(): Chart {
  return new Chart(Testing.app(), 'payments', { namespace: 'payments' });
}

function pluginOf(props: Partial<KongPluginProps>, chart = payments()): KongPlugin {
  return new KongPlugin(chart, 'plugin', {
    kongGateway: enterprise(),
    plugin: KongPluginDefinition.prometheus(),
    ...props,
  });
}

function written(chart: Chart, kind: string): Record<string, unknown> {
  return Testing.synth(chart).find((object) => object.kind === kind);
}

function findingsOf(chart: Chart): readonly string[] {
  return UpstreamTls.of(chart)
    .check()
    .findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

const withoutMetadata = ({ metadata: _, apiVersion: __, kind: ___, ...fields }: Record<string, unknown>) => fields;

describe('the configuration is written as Kong writes it', () => {
  test.each<[string, Partial<KongPluginProps>, Record<string, unknown>]>([
    ['without any', {}, { plugin: 'prometheus' }],
    [
      'prometheus',
      { plugin: KongPluginDefinition.prometheus({ statusCodeMetrics: true, perConsumer: false }) },
      { plugin: 'prometheus', config: { per_consumer: false, status_code_metrics: true } },
    ],
    [
      'mtls-auth',
      {
        plugin: KongPluginDefinition.mtlsAuth({
          caCertificates: [CA_ID],
          cacheTtl: Duration.minutes(2),
          httpTimeout: Duration.seconds(5),
          revocationCheckMode: KongRevocationCheckMode.STRICT,
          sendCaDn: true,
          sanDirnameMatcher: ['CN'],
          sslVerify: true,
        }),
      },
      {
        plugin: 'mtls-auth',
        config: {
          ca_certificates: [CA_ID],
          cache_ttl: 120,
          http_timeout: 5000,
          revocation_check_mode: 'STRICT',
          san_dirname_matcher: ['CN'],
          send_ca_dn: true,
          ssl_verify: true,
        },
      },
    ],
    [
      'header-cert-auth',
      {
        plugin: KongPluginDefinition.headerCertAuth({
          caCertificates: [CA_ID],
          certificateHeaderName: 'X-Client-Cert',
          certificateHeaderFormat: KongCertificateHeaderFormat.URL_ENCODED,
        }),
      },
      {
        plugin: 'header-cert-auth',
        config: {
          ca_certificates: [CA_ID],
          certificate_header_format: 'url_encoded',
          certificate_header_name: 'X-Client-Cert',
        },
      },
    ],
    [
      'tls-handshake-modifier',
      { plugin: KongPluginDefinition.tlsHandshakeModifier() },
      { plugin: 'tls-handshake-modifier', config: { tls_client_certificate: 'REQUEST' } },
    ],
    [
      'tls-metadata-headers, which does something unless told otherwise',
      { plugin: KongPluginDefinition.tlsMetadataHeaders({ clientCertIssuerDnHeaderName: 'X-Issuer' }) },
      {
        plugin: 'tls-metadata-headers',
        config: { client_cert_issuer_dn_header_name: 'X-Issuer', inject_client_cert_details: true },
      },
    ],
    [
      'all that any plugin has',
      {
        plugin: KongPluginDefinition.bundled('rate-limiting-advanced', { limit: [5], window_size: [60] }),
        configPatches: [{ path: '/redis/password', secretKeyRef: { name: 'redis', key: 'password' } }],
        disabled: true,
        instanceName: 'ledger-limit',
        ordering: { beforeAccess: ['key-auth'], afterAccess: ['cors'] },
        protocols: [KongPluginProtocol.HTTPS],
      },
      {
        plugin: 'rate-limiting-advanced',
        config: { limit: [5], window_size: [60] },
        configPatches: [{ path: '/redis/password', valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } } }],
        disabled: true,
        instance_name: 'ledger-limit',
        ordering: { before: { access: ['key-auth'] }, after: { access: ['cors'] } },
        protocols: ['https'],
      },
    ],
    [
      'from a Secret as a whole',
      { plugin: KongPluginDefinition.bundled('openid-connect'), configFrom: { name: 'oidc', key: 'config' } },
      { plugin: 'openid-connect', configFrom: { secretKeyRef: { name: 'oidc', key: 'config' } } },
    ],
  ])('%s', (_, props, expected) => {
    const chart = payments();
    pluginOf(props, chart);
    expect(withoutMetadata(written(chart, 'KongPlugin'))).toEqual(expected);
  });
});

describe('a plugin that the gateway lacks, or a configuration that it would refuse, is refused:', () => {
  test.each<[string, () => unknown, string]>([
    [
      'a name that is told around',
      () => pluginOf({ plugin: KongPluginDefinition.bundled('ssl-cert-reloader', { interval: 60 }) }),
      'plugin "ssl-cert-reloader" does not exist in any release of Kong; remove it: Kong takes renewed Secrets over by itself, without a plugin (plugins/unknown-name)',
    ],
    [
      'a misspelling',
      () => pluginOf({ plugin: KongPluginDefinition.bundled('rate-limitting') }),
      'Kong Gateway Enterprise 3.15 does not bundle plugin "rate-limitting" (no release up to 3.15 is known to); did you mean "rate-limiting"? say how a custom plugin is installed: KongPluginDefinition.custom("rate-limitting", { installation }) (plugins/unknown-name)',
    ],
    [
      'an Enterprise plugin on the open source edition',
      () =>
        pluginOf({
          kongGateway: openSource(),
          plugin: KongPluginDefinition.mtlsAuth({ caCertificates: [CA_ID] }),
        }),
      'Kong Gateway (open source) 3.9 does not bundle plugin "mtls-auth" (source of 3.9 (kong/constants.lua); that 3.4 has them too is inferred); use Kong Gateway Enterprise (plugins/unknown-name)',
    ],
    [
      'a plugin of a later release',
      () => pluginOf({ kongGateway: openSource('3.8'), plugin: KongPluginDefinition.bundled('redirect') }),
      'Kong Gateway (open source) 3.8 does not bundle plugin "redirect" (changelog of the plugin); use Kong Gateway (open source) 3.9 or later (plugins/unknown-name)',
    ],
    [
      'a field of a later release',
      () =>
        pluginOf({
          kongGateway: enterprise('3.12'),
          plugin: KongPluginDefinition.mtlsAuth({ caCertificates: [CA_ID], sslVerify: true }),
        }),
      'Kong Gateway Enterprise 3.12 does not know ssl_verify of mtls-auth, which came with 3.13, and refuses the configuration; drop ssl_verify, or use Kong Gateway 3.13 or later (schema/unknown-field)',
    ],
    [
      'verification turned off where it cannot be',
      () =>
        pluginOf({
          kongGateway: enterprise('3.14'),
          plugin: KongPluginDefinition.mtlsAuth({ caCertificates: [CA_ID], sslVerify: false }),
        }),
      'Kong Gateway Enterprise 3.14 refuses ssl_verify false of mtls-auth, as its tls_certificate_verify is on by default since 3.14; drop sslVerify, and let the gateway trust the authority of the revocation servers (kong/tls-verify-off)',
    ],
    [
      'a protocol that the plugin is not for',
      () =>
        pluginOf({
          plugin: KongPluginDefinition.tlsMetadataHeaders(),
          protocols: [KongPluginProtocol.HTTP],
        }),
      'protocols of tls-metadata-headers has "http"; allowed are https, grpcs, tls; drop protocols for those of the plugin (schema/invalid-value)',
    ],
    [
      'an ordering on the open source edition',
      () => pluginOf({ kongGateway: openSource(), ordering: { beforeAccess: ['cors'] } }),
      'Kong Gateway (open source) 3.9 has no ordering of plugins; drop ordering, or use Kong Gateway Enterprise (schema/unknown-field)',
    ],
    [
      'two sources of the whole configuration',
      () =>
        pluginOf({
          plugin: KongPluginDefinition.prometheus({ perConsumer: true }),
          configFrom: { name: 'a', key: 'b' },
        }),
      'configFrom takes the whole configuration from a Secret, and a configuration for prometheus is given beside it; keep configFrom alone, or take single values from Secrets by configPatches (schema/rule-violated)',
    ],
    [
      'configFrom beside configPatches',
      () =>
        pluginOf({
          configFrom: { name: 'a', key: 'b' },
          configPatches: [{ path: '/c', secretKeyRef: { name: 'a', key: 'c' } }],
        }),
      'configFrom takes the whole configuration from a Secret, and configPatches is given beside it; keep configFrom alone, or take single values from Secrets by configPatches (schema/rule-violated)',
    ],
    [
      'a patch that goes nowhere',
      () => pluginOf({ configPatches: [{ path: 'redis.password', secretKeyRef: { name: 'a', key: 'c' } }] }),
      'path "redis.password" of configPatches is not a JSON pointer to a field; give it as in "/redis/password" (schema/invalid-value)',
    ],
    [
      'a credential in plain text, by the name of its field',
      () =>
        pluginOf({
          plugin: KongPluginDefinition.bundled('rate-limiting', { redis: { password: 'correct horse battery' } }),
        }),
      'config.redis.password of rate-limiting holds a secret in plain text; a plugin object is readable to all who may read plugins, and stands in Git; remove it, and give configPatches { path: "/redis/password", secretKeyRef: { name, key } } (secrets/plugin-credential)',
    ],
    [
      'a token, by its form',
      () =>
        pluginOf({
          plugin: KongPluginDefinition.bundled('http-log', { headers: { note: `ghp_${'a1B2'.repeat(9)}` } }),
        }),
      'config.headers.note of http-log holds a secret in plain text; a plugin object is readable to all who may read plugins, and stands in Git; remove it, and give configPatches { path: "/headers/note", secretKeyRef: { name, key } } (secrets/plugin-credential)',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(new Error(`KongPlugin "plugin" [payments/plugin]: ${message}`));
  });

  test.each<[string, () => unknown, string]>([
    [
      'a CA by something else than its id',
      () => KongPluginDefinition.mtlsAuth({ caCertificates: ['payments-ca'] }),
      'caCertificates of mtls-auth has "payments-ca"; allowed are ids of CA objects, which are UUIDs; give the value of the key id of a ConfigMap or Secret with the label konghq.com/ca-cert',
    ],
    [
      'no CA at all',
      () => KongPluginDefinition.mtlsAuth({ caCertificates: [] }),
      'caCertificates of mtls-auth is empty; allowed are ids of CA objects, which are UUIDs; give the value of the key id of a ConfigMap or Secret with the label konghq.com/ca-cert',
    ],
    [
      'a header that cannot be',
      () => KongPluginDefinition.tlsMetadataHeaders({ clientCertHeaderName: 'X Client' }),
      'tls-metadata-headers: "X Client" cannot be the name of a header; give a name as in "X-Client-Cert"',
    ],
    [
      'a name that can be none of a plugin',
      () => KongPluginDefinition.bundled('Rate Limiting'),
      '"Rate Limiting" cannot be the name of a plugin, allowed are lower case letters, digits, "-", "_" and "."; give the name of the plugin, as in "rate-limiting"',
    ],
    [
      'an image by tag',
      () => KongPluginInstallation.image('registry.example.com/stamp:1.0'),
      'the image of a plugin is not an image name with a sha256 digest; give it as registry.example.com/name@sha256:... with the digest of the image you reviewed',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(new Error(message));
  });
});

test('whether an older Enterprise release has a plugin may be unknown, and is then said', () => {
  const chart = payments();
  pluginOf({ kongGateway: enterprise('3.11'), plugin: KongPluginDefinition.bundled('datakit') }, chart);
  expect(findingsOf(chart)).toContain(
    'info plugins/unknown-name: whether Kong Gateway Enterprise 3.11 bundles plugin "datakit" is not known: Kong Gateway Enterprise 3.15 does, and since when is not recorded',
  );
});

describe('a custom plugin', () => {
  const custom = (installation: KongPluginInstallation) =>
    KongPluginDefinition.custom('rate-limitor', { installation, config: { limit: 5 } });

  test('of an image brings the KongPluginInstallation that Kong Operator needs, once', () => {
    const chart = payments();
    const plugin = custom(
      KongPluginInstallation.image(`registry.example.com/stamp@${DIGEST}`, { imagePullSecretName: 'registry' }),
    );
    new KongPlugin(chart, 'one', { kongGateway: openSource(), plugin });
    new KongPlugin(chart, 'two', { kongGateway: openSource(), plugin });
    const installations = Testing.synth(chart).filter(({ kind }) => kind === 'KongPluginInstallation');
    expect(installations).toEqual([
      {
        apiVersion: 'gateway-operator.konghq.com/v1alpha1',
        kind: 'KongPluginInstallation',
        metadata: { name: 'rate-limitor', namespace: 'payments' },
        spec: {
          image: `registry.example.com/stamp@${DIGEST}`,
          imagePullSecretRef: { name: 'registry' },
        },
      },
    ]);
  });

  test('says where its code is, so that a name like a bundled one is no misspelling', () => {
    const chart = payments();
    pluginOf({ plugin: custom(KongPluginInstallation.configMap('stamp-code')) }, chart);
    expect(written(chart, 'KongPlugin').metadata).toMatchObject({
      annotations: { 'upstream-tls.dev/plugin-code': 'ConfigMap stamp-code' },
    });
    expect(findingsOf(chart).filter((text) => text.includes('plugins/unknown-name'))).toEqual([]);
    expect(findingsOf(chart)).toContain(
      'info plugins/custom-not-installed: plugin "rate-limitor" is not bundled, and Kong Gateway refuses the configuration until its code is installed (ConfigMap stamp-code)',
    );
  });

  test('of the name of a bundled one is warned of', () => {
    const chart = payments();
    const plugin = KongPluginDefinition.custom('cors', { installation: KongPluginInstallation.gatewayImage() });
    pluginOf({ plugin }, chart);
    expect(findingsOf(chart)).toContain(
      'warning plugins/custom-not-installed: Kong Gateway Enterprise 3.15 bundles a plugin "cors" itself; which of the two is loaded depends on the search path of its code',
    );
  });
});

describe('tags', () => {
  test.each(['KongPlugin', 'KongClusterPlugin'])('of a %s are an annotation, which both controllers read', (kind) => {
    const chart = payments();
    const props = {
      kongGateway: enterprise(),
      plugin: KongPluginDefinition.prometheus(),
      tags: ['payments', 'Zürich 1'],
    };
    kind === 'KongPlugin' ? new KongPlugin(chart, 'p', props) : new KongClusterPlugin(chart, 'p', props);
    expect(written(chart, kind).metadata).toMatchObject({ annotations: { 'konghq.com/tags': 'payments,Zürich 1' } });
    expect(written(chart, kind)).not.toHaveProperty('tags');
  });

  const ALLOWED = 'allowed are 1 to 128 characters but "," and "/", without spaces around them';
  test.each([
    ['a comma', ['a,b'], `tags has "a,b"; ${ALLOWED}`],
    ['a slash', ['a/b'], `tags has "a/b"; ${ALLOWED}`],
    ['spaces around', [' a'], `tags has " a"; ${ALLOWED}`],
    ['nothing', [''], `tags has ""; ${ALLOWED}`],
    ['no tag', [], 'tags has 0 entries; allowed are 1 to 20'],
    ['too many', Array.from({ length: 21 }, (_, index) => `t${index}`), 'tags has 21 entries; allowed are 1 to 20'],
  ])('with %s are refused', (_, tags, message) => {
    expect(() => pluginOf({ tags })).toThrow(
      new Error(
        `KongPlugin "plugin" [payments/plugin]: ${message}; give tags as in ["payments", "edge"] (schema/invalid-value)`,
      ),
    );
  });
});

describe('a plugin of all namespaces', () => {
  test('is without namespace, of the class of its controller, and global where it is asked for', () => {
    const chart = payments();
    new KongClusterPlugin(chart, 'metrics', {
      kongGateway: openSource(),
      plugin: KongPluginDefinition.prometheus(),
      global: true,
      ingressClassName: 'kong-internal',
      configFrom: { name: 'metrics', key: 'config', namespace: 'kong' },
    });
    expect(written(chart, 'KongClusterPlugin')).toEqual({
      apiVersion: 'configuration.konghq.com/v1',
      kind: 'KongClusterPlugin',
      metadata: {
        name: expect.any(String),
        labels: { global: 'true' },
        annotations: { 'kubernetes.io/ingress.class': 'kong-internal' },
      },
      plugin: 'prometheus',
      configFrom: { secretKeyRef: { name: 'metrics', key: 'config', namespace: 'kong' } },
    });
  });

  test('is not attached where it is global', () => {
    const chart = payments();
    const plugin = new KongClusterPlugin(chart, 'metrics', {
      kongGateway: openSource(),
      plugin: KongPluginDefinition.prometheus(),
      global: true,
    });
    expect(() => plugin.attachTo(serviceIn(chart))).toThrow(
      new Error(
        'KongClusterPlugin "metrics" [payments/metrics]: the plugin is global, and is for each request already; drop the attachment, or global (plugins/attached-twice)',
      ),
    );
  });
});

function serviceIn(chart: Chart): Service {
  return new Service(chart, 'ledger', { metadata: { name: 'ledger' }, ports: [{ name: 'https', port: 8443 }] });
}

function objectIn(chart: Chart, apiVersion: string, kind: string, more: object = {}): ApiObject {
  return new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'ledger' }, ...more });
}

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const route = (chart: Chart) => objectIn(chart, GATEWAY_API, 'HTTPRoute', { spec: { rules: [{}, {}] } });

describe('attachment', () => {
  test.each([
    ['v1', 'Service'],
    ['networking.k8s.io/v1', 'Ingress'],
    [GATEWAY_API, 'HTTPRoute'],
    [GATEWAY_API, 'GRPCRoute'],
    ['configuration.konghq.com/v1', 'KongConsumer'],
    ['configuration.konghq.com/v1beta1', 'KongConsumerGroup'],
  ])('to %s %s is by annotation, beside the plugins that are there', (apiVersion, kind) => {
    const chart = payments();
    const object = objectIn(chart, apiVersion, kind);
    object.metadata.addAnnotation('konghq.com/plugins', 'zipkin, cors');
    const plugin = pluginOf({ metadata: { name: 'metrics' } }, chart);
    plugin.attachTo(object);
    expect(object.toJson().metadata).toMatchObject({
      annotations: { 'konghq.com/plugins': 'cors,metrics,zipkin' },
    });
  });

  test('to a construct of cdk8s-plus reaches its object', () => {
    const chart = payments();
    pluginOf({ metadata: { name: 'metrics' } }, chart).attachTo(serviceIn(chart));
    expect(written(chart, 'Service').metadata).toMatchObject({ annotations: { 'konghq.com/plugins': 'metrics' } });
  });

  test('to one rule of an HTTPRoute is by a filter, behind those that are there', () => {
    const chart = payments();
    const object = route(chart);
    for (const name of ['metrics', 'other']) {
      const plugin = new KongPlugin(chart, name, {
        kongGateway: openSource(),
        plugin: KongPluginDefinition.bundled(name === 'metrics' ? 'prometheus' : 'cors'),
        metadata: { name },
      });
      plugin.attachToRule(object, 1);
    }
    const extensionRef = (name: string) => ({
      type: 'ExtensionRef',
      extensionRef: { group: 'configuration.konghq.com', kind: 'KongPlugin', name },
    });
    expect(written(chart, 'HTTPRoute').spec).toEqual({
      rules: [{}, { filters: [extensionRef('metrics'), extensionRef('other')] }],
    });
  });

  test.each<[string, (chart: Chart, plugin: KongPlugin) => void, string]>([
    [
      'to a kind that takes no plugins',
      (chart, plugin) => plugin.attachTo(objectIn(chart, 'v1', 'ConfigMap')),
      'ConfigMap "ledger" takes no plugins; Service, Ingress, HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, UDPRoute, KongConsumer, KongConsumerGroup do; attach it to the Service, or to a route of it (plugins/not-attached)',
    ],
    [
      'to an object of another namespace',
      (chart, plugin) => plugin.attachTo(serviceIn(new Chart(chart.node.root, 'risk', { namespace: 'risk' }))),
      'Service risk/ledger is not in namespace payments, and a KongPlugin is for objects of its own namespace; requests would pass without prometheus; make a KongPlugin in namespace risk, or a KongClusterPlugin, or have a controller follow it: attachTo(object, { acrossNamespacesBy }) (plugins/not-attached)',
    ],
    [
      'to a rule of a route of another namespace',
      (chart, plugin) => plugin.attachToRule(route(new Chart(chart.node.root, 'risk', { namespace: 'risk' })), 0),
      'HTTPRoute risk/ledger is not in namespace payments, and a filter takes a KongPlugin of its own namespace only; requests would pass without prometheus; make a KongPlugin in namespace risk, or attach this one to the route as a whole: attachTo(route, { acrossNamespacesBy }) (plugins/not-attached)',
    ],
    [
      'twice by annotation',
      (chart, plugin) => {
        const service = serviceIn(chart);
        plugin.attachTo(service);
        plugin.attachTo(service);
      },
      'KongPlugin metrics is attached to Service payments/ledger already; attach it once (plugins/attached-twice)',
    ],
    [
      'to a rule and to its route',
      (chart, plugin) => {
        const object = route(chart);
        plugin.attachTo(object);
        plugin.attachToRule(object, 0);
      },
      'KongPlugin metrics is attached to HTTPRoute payments/ledger already; attach it once (plugins/attached-twice)',
    ],
    [
      'twice to a rule',
      (chart, plugin) => {
        const object = route(chart);
        plugin.attachToRule(object, 0);
        plugin.attachToRule(object, 0);
      },
      'KongPlugin metrics is attached to HTTPRoute payments/ledger already; attach it once (plugins/attached-twice)',
    ],
    [
      'to a rule that is not there',
      (chart, plugin) => plugin.attachToRule(route(chart), 2),
      'HTTPRoute payments/ledger has no rule 2; it has 2, counted from 0; give the number of one of its rules (schema/invalid-value)',
    ],
    [
      'to a rule of another kind of route',
      (chart, plugin) => plugin.attachToRule(objectIn(chart, GATEWAY_API, 'GRPCRoute'), 0),
      'GRPCRoute "ledger" takes no plugin in a rule; only HTTPRoute does; attach it to the object as a whole: attachTo(...) (plugins/not-attached)',
    ],
  ])('%s is refused', (_, attach, message) => {
    const chart = payments();
    const plugin = pluginOf({ metadata: { name: 'metrics' } }, chart);
    expect(() => attach(chart, plugin)).toThrow(new Error(`KongPlugin "plugin" [payments/plugin]: ${message}`));
  });

  test('of what finds out the consumer to a consumer is refused', () => {
    const chart = payments();
    const plugin = pluginOf({ plugin: KongPluginDefinition.mtlsAuth({ caCertificates: [CA_ID] }) }, chart);
    expect(() => plugin.attachTo(objectIn(chart, 'configuration.konghq.com/v1', 'KongConsumer'))).toThrow(
      new Error(
        'KongPlugin "plugin" [payments/plugin]: mtls-auth finds out who the consumer is, and cannot be for one; KongConsumer payments/ledger is a consumer; attach it to the Service, to a route, or globally (plugins/not-attached)',
      ),
    );
  });
});

describe('attachment across namespaces', () => {
  const risk = (chart: Chart) => new Chart(chart.node.root, 'risk', { namespace: 'risk' });
  const by = new KongOperator({ version: '2.2' });

  test.each([
    ['v1', 'Service', '', { spec: { ports: [{ port: 80 }] } }],
    [
      'networking.k8s.io/v1',
      'Ingress',
      'networking.k8s.io',
      { spec: { defaultBackend: { service: { name: 'ledger', port: { number: 80 } } } } },
    ],
    [GATEWAY_API, 'HTTPRoute', 'gateway.networking.k8s.io', { spec: {} }],
    [GATEWAY_API, 'GRPCRoute', 'gateway.networking.k8s.io', { spec: {} }],
    ['configuration.konghq.com/v1', 'KongConsumer', 'configuration.konghq.com', { username: 'ledger' }],
    ['configuration.konghq.com/v1beta1', 'KongConsumerGroup', 'configuration.konghq.com', {}],
  ])('to %s %s names the namespace, and is granted beside the plugin', (apiVersion, kind, group, more) => {
    const chart = payments();
    const object = objectIn(risk(chart), apiVersion, kind, more);
    pluginOf({ metadata: { name: 'metrics' } }, chart).attachTo(object, { acrossNamespacesBy: by });
    expect(object.toJson().metadata).toMatchObject({ annotations: { 'konghq.com/plugins': 'payments:metrics' } });
    expect(written(chart, 'ReferenceGrant')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: expect.any(String), namespace: 'payments' },
      spec: {
        from: [{ group, kind, namespace: 'risk' }],
        to: [{ group: 'configuration.konghq.com', kind: 'KongPlugin', name: 'metrics' }],
      },
    });
    expect(findingsOf(chart).filter((text) => text.includes('plugins/'))).toEqual([]);
  });

  test('to two Services of one namespace needs one grant', () => {
    const chart = payments();
    const other = risk(chart);
    const plugin = pluginOf({ metadata: { name: 'metrics' } }, chart);
    for (const name of ['ledger', 'report']) {
      plugin.attachTo(new Service(other, name, { metadata: { name }, ports: [{ port: 80 }] }), {
        acrossNamespacesBy: by,
      });
    }
    expect(Testing.synth(chart).filter(({ kind }) => kind === 'ReferenceGrant')).toHaveLength(1);
  });

  test('within a namespace needs none', () => {
    const chart = payments();
    const service = serviceIn(chart);
    pluginOf({ metadata: { name: 'metrics' } }, chart).attachTo(service, { acrossNamespacesBy: by });
    expect(written(chart, 'Service').metadata).toMatchObject({ annotations: { 'konghq.com/plugins': 'metrics' } });
    expect(written(chart, 'ReferenceGrant')).toBeUndefined();
  });

  const OWN = 'takes plugins of the own namespace of an object only (before Kong/kubernetes-ingress-controller#5965)';
  const MISGRANTED =
    'looks for the grant in the wrong namespace, and does not find that for a route at all (Kong/kubernetes-ingress-controller#6290 and #6294: the grant is looked for in the wrong namespace)';

  test.each([
    ['Kong Ingress Controller 3.1.6', new KongIngressController({ version: '3.1.6' }), OWN],
    ['Kong Ingress Controller 3.2.2', new KongIngressController({ version: '3.2.2' }), MISGRANTED],
    [
      'Kong Ingress Controller 3.2',
      new KongIngressController({ version: '3.2' }),
      'may or may not take plugins of another namespace (patches of 3.2 differ: state the patch version)',
    ],
    [
      'Kong Ingress Controller 3.6.0',
      new KongIngressController({ version: '3.6.0' }),
      'may or may not take plugins of another namespace (nothing is recorded for version 3.6.0)',
    ],
    [
      'Kong Operator 2.2 with a hybrid Gateway',
      new KongOperator({ version: '2.2', hybridGateway: true }),
      'may or may not take plugins of another namespace (not established)',
    ],
  ])('is refused for %s', (title, controller, reason) => {
    const chart = payments();
    const plugin = pluginOf({ metadata: { name: 'metrics' } }, chart);
    expect(() => plugin.attachTo(serviceIn(risk(chart)), { acrossNamespacesBy: controller })).toThrow(
      new Error(
        `KongPlugin "plugin" [payments/plugin]: Service risk/ledger is not in namespace payments, and ${title} ${reason}; requests would pass without prometheus; make a KongPlugin in namespace risk, or a KongClusterPlugin, or use Kong Ingress Controller 3.2.3, Kong Operator 2.0 or later (plugins/not-attached)`,
      ),
    );
  });

  test.each(['3.2.3', '3.3', '3.4.20', '3.5'])('is taken for Kong Ingress Controller %s', (version) => {
    const chart = payments();
    const plugin = pluginOf({ metadata: { name: 'metrics' } }, chart);
    const acrossNamespacesBy = new KongIngressController({ version });
    expect(() => plugin.attachTo(serviceIn(risk(chart)), { acrossNamespacesBy })).not.toThrow();
  });

  test('is refused where a namespace is left to whoever applies the objects', () => {
    const chart = payments();
    const plugin = pluginOf({ metadata: { name: 'metrics' } }, chart);
    const service = objectIn(new Chart(chart.node.root, 'risk'), 'v1', 'Service');
    expect(() => plugin.attachTo(service, { acrossNamespacesBy: by })).toThrow(
      'Service ledger is not in namespace payments, and a KongPlugin is for objects of its own namespace',
    );
  });

  test('a second time is refused', () => {
    const chart = payments();
    const plugin = pluginOf({ metadata: { name: 'metrics' } }, chart);
    const service = serviceIn(risk(chart));
    plugin.attachTo(service, { acrossNamespacesBy: by });
    expect(() => plugin.attachTo(service, { acrossNamespacesBy: by })).toThrow(
      'KongPlugin metrics is attached to Service risk/ledger already; attach it once',
    );
  });
});

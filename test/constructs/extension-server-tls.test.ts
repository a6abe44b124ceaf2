import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Duration, Size, Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  Backend,
  CertificateUsage,
  ClientCertificate,
  EnvoyGateway,
  ExtensionHook,
  ExtensionServer,
  ExtensionServerTls,
  type ExtensionServerTlsProps,
  GrpcStatusCode,
  TrustAnchors,
  UpstreamTls,
} from '../../src';
import { createCa, issue } from '../trust/pki';

const OLD = createCa({ commonName: 'extension root old' });
const NEW = createCa({ commonName: 'extension root new' });
const SERVICE = Backend.serviceName('rate-cards', { namespace: 'extensions', portNumber: 9443 });

const PROPS: ExtensionServerTlsProps = {
  gateway: new EnvoyGateway({ version: '1.9' }),
  server: ExtensionServer.backend(SERVICE),
  trust: TrustAnchors.secret('extension-ca'),
  hooks: { post: [ExtensionHook.CLUSTER] },
};

function chart(): Chart {
  return new Chart(Testing.app(), 'test', { namespace: 'platform' });
}

function create(props: Partial<ExtensionServerTlsProps> = {}, scope = chart()): ExtensionServerTls {
  return new ExtensionServerTls(scope, 'extension', { ...PROPS, ...props });
}

function managerOf(props: Partial<ExtensionServerTlsProps>) {
  return create(props).helmValues().config.envoyGateway.extensionManager;
}

/** What the checks of the app say, one line each. */
function findingsIn(scope: Chart): readonly string[] {
  return UpstreamTls.of(scope)
    .check()
    .findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

describe('the values of the Helm chart', () => {
  test('with the least that is needed', () => {
    expect(create().helmValues()).toEqual({
      config: {
        envoyGateway: {
          extensionManager: {
            hooks: { xdsTranslator: { post: ['Cluster'] } },
            service: {
              fqdn: { hostname: 'rate-cards.extensions.svc.cluster.local', port: 9443 },
              tls: {
                certificateRef: { group: '', kind: 'Secret', name: 'extension-ca', namespace: 'envoy-gateway-system' },
              },
            },
          },
        },
      },
    });
  });

  test('with all that can be given, RetryableStatusCodes with a capital letter', () => {
    const kind = { group: 'example.com', version: 'v1', kind: 'RateCard' };
    expect(
      managerOf({
        name: 'rate-cards',
        resources: [kind],
        policyResources: [kind],
        backendResources: [kind],
        client: ClientCertificate.secret('controller-client', { namespace: 'platform' }),
        hooks: {
          pre: [ExtensionHook.ROUTE],
          post: [ExtensionHook.TRANSLATION],
          translation: { allListeners: true, allRoutes: true, allClusters: false, allSecrets: false },
        },
        retry: {
          maxAttempts: 3,
          initialBackoff: Duration.millis(250),
          maxBackoff: Duration.seconds(2),
          backoffMultiplier: 1.5,
          retryableStatusCodes: [GrpcStatusCode.UNAVAILABLE, GrpcStatusCode.ABORTED],
        },
        failOpen: false,
        maxMessageSize: Size.mebibytes(8),
      }),
    ).toEqual({
      name: 'rate-cards',
      resources: [kind],
      policyResources: [kind],
      backendResources: [kind],
      hooks: {
        xdsTranslator: {
          pre: ['Route'],
          post: ['Translation'],
          translation: {
            listener: { includeAll: true },
            route: { includeAll: true },
            cluster: { includeAll: false },
            secret: { includeAll: false },
          },
        },
      },
      service: {
        fqdn: { hostname: 'rate-cards.extensions.svc.cluster.local', port: 9443 },
        tls: {
          certificateRef: { group: '', kind: 'Secret', name: 'extension-ca', namespace: 'envoy-gateway-system' },
          clientCertificateRef: { group: '', kind: 'Secret', name: 'controller-client', namespace: 'platform' },
        },
        retry: {
          maxAttempts: 3,
          initialBackoff: '250ms',
          maxBackoff: '2s',
          backoffMultiplier: { numerator: 150, denominator: 100 },
          RetryableStatusCodes: ['UNAVAILABLE', 'ABORTED'],
        },
      },
      failOpen: false,
      maxMessageSize: '8Mi',
    });
  });

  test.each([
    [
      'a Service by a shorter name',
      ExtensionServer.backend(SERVICE, { hostname: 'rate-cards.extensions.svc' }),
      {
        fqdn: { hostname: 'rate-cards.extensions.svc', port: 9443 },
      },
    ],
    [
      'a host outside the cluster',
      ExtensionServer.backend(Backend.external('extension.example.com', 443)),
      {
        fqdn: { hostname: 'extension.example.com', port: 443 },
      },
    ],
    [
      'an address',
      ExtensionServer.backend(Backend.external('10.0.0.7', 9443)),
      {
        ip: { address: '10.0.0.7', port: 9443 },
      },
    ],
    [
      'a socket file',
      ExtensionServer.unixSocket('/run/extension/server.sock'),
      {
        unix: { path: '/run/extension/server.sock' },
      },
    ],
  ])('name %s', (_name, server, target) => {
    const { service } = managerOf({ server });
    expect(service).toMatchObject(target);
    expect(Object.keys(service as object)).toEqual([...Object.keys(target), 'tls']);
  });
});

describe('the roots', () => {
  test.each([
    ['PEM', () => TrustAnchors.anyOf(TrustAnchors.pem(OLD.pem), TrustAnchors.pem(NEW.pem))],
    ['a PEM file', () => trustInFile(OLD.pem + NEW.pem)],
  ])('as %s stand under tls.crt of a Secret, old and new in one', (_name, trust) => {
    const scope = chart();
    const tls = create({ trust: trust() }, scope).helmValues().config.envoyGateway.extensionManager;
    const secret = Testing.synth(scope).find(({ kind }) => kind === 'Secret');

    expect(secret).toMatchObject({ type: 'Opaque', metadata: { namespace: 'envoy-gateway-system' } });
    expect(Object.keys(secret.data)).toEqual(['tls.crt']);
    expect(Buffer.from(secret.data['tls.crt'], 'base64').toString()).toBe(OLD.pem + NEW.pem);
    expect(tls).toMatchObject({ service: { tls: { certificateRef: { name: secret.metadata.name } } } });
  });

  test.each([
    ['a Secret of another namespace', TrustAnchors.secret('roots', { namespace: 'pki' }), 'pki'],
    ['what a Bundle writes', TrustAnchors.bundle('roots'), 'envoy-gateway-system'],
  ])('are read from %s', (_name, trust, namespace) => {
    expect(managerOf({ trust })).toMatchObject({
      service: { tls: { certificateRef: { kind: 'Secret', name: 'roots', namespace } } },
    });
  });

  test('are found in a Secret whose tls.crt is a leaf', () => {
    const scope = chart();
    create({ trust: TrustAnchors.secret('server-tls'), configMap: {} }, scope);
    new ApiObject(scope, 'leaf', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'server-tls', namespace: 'envoy-gateway-system' },
      data: { 'tls.crt': Buffer.from(issue(OLD).pem).toString('base64') },
    });

    expect(findingsIn(scope)).toEqual([
      'error envoy-gateway/extension-ca-key: extensionManager.service.tls.certificateRef: Secret envoy-gateway-system/server-tls has a certificate that is no CA under tls.crt; Envoy Gateway takes the roots of an extension server from tls.crt',
    ]);
  });
});

describe('the right to read', () => {
  test('is to get the two Secrets by name, where they are, and no ReferenceGrant is written', () => {
    const scope = chart();
    create({ client: ClientCertificate.secret('controller-client', { namespace: 'envoy-gateway-system' }) }, scope);

    expect(Testing.synth(scope)).toMatchObject([
      {
        kind: 'Role',
        metadata: { namespace: 'envoy-gateway-system' },
        rules: [
          {
            apiGroups: [''],
            resources: ['secrets'],
            resourceNames: ['extension-ca', 'controller-client'],
            verbs: ['get'],
          },
        ],
      },
      {
        kind: 'RoleBinding',
        subjects: [{ kind: 'ServiceAccount', name: 'envoy-gateway', namespace: 'envoy-gateway-system' }],
      },
    ]);
  });

  test('is one Role in each namespace', () => {
    const scope = chart();
    create(
      {
        trust: TrustAnchors.secret('roots', { namespace: 'pki' }),
        client: ClientCertificate.secret('controller-client'),
        controller: { namespace: 'edge', serviceAccount: 'edge-controller' },
      },
      scope,
    );
    const objects = Testing.synth(scope);

    expect(objects.filter(({ kind }) => kind === 'Role')).toMatchObject([
      { metadata: { namespace: 'pki' }, rules: [{ resourceNames: ['roots'], verbs: ['get'] }] },
      { metadata: { namespace: 'platform' }, rules: [{ resourceNames: ['controller-client'], verbs: ['get'] }] },
    ]);
    for (const binding of objects.filter(({ kind }) => kind === 'RoleBinding')) {
      expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'edge-controller', namespace: 'edge' }]);
    }
  });
});

describe('the configuration file', () => {
  test('is written into the ConfigMap of the controller, and passes all checks', () => {
    const scope = chart();
    create({ configMap: { configuration: { extensionApis: { enableBackend: true } } } }, scope);
    const configMap = Testing.synth(scope).find(({ kind }) => kind === 'ConfigMap');

    expect(configMap.metadata).toEqual({ name: 'envoy-gateway-config', namespace: 'envoy-gateway-system' });
    expect(parse(configMap.data['envoy-gateway.yaml'])).toEqual({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyGateway',
      gateway: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
      provider: { type: 'Kubernetes' },
      extensionApis: { enableBackend: true },
      extensionManager: managerOf({}),
    });
    expect(findingsIn(scope)).toEqual([]);
  });

  test('passes all checks with roots as PEM and a client certificate too', () => {
    const scope = chart();
    create(
      {
        trust: TrustAnchors.pem(OLD.pem + NEW.pem),
        client: ClientCertificate.secret('controller-client'),
        retry: { retryableStatusCodes: [GrpcStatusCode.UNAVAILABLE] },
        configMap: {},
      },
      scope,
    );

    expect(findingsIn(scope)).toEqual([]);
  });

  test.each([
    [
      'a field in the wrong case',
      { extensionapis: { enableBackend: true } },
      'extensionapis is dropped in silence: the field is extensionApis',
    ],
    [
      'a value of the wrong type',
      { extensionApis: { enableBackend: 'yes' } },
      'extensionApis: enableBackend is a string, "yes"; allowed is a boolean',
    ],
    [
      'an extension of its own',
      { extensionManagers: [] },
      'configuration has extensionManagers, which this construct writes',
    ],
  ])('with %s is refused', (_name, configuration, message) => {
    expect(() => create({ configMap: { configuration } })).toThrow(message);
  });
});

describe('what is reported', () => {
  test('an extension that nobody is told of', () => {
    const scope = chart();
    create({}, scope);

    expect(findingsIn(scope)).toEqual([
      'warning references/manual-change: nothing tells the controller in namespace envoy-gateway-system of the extension server: neither helmValues() nor configMap is used',
    ]);
  });

  test.each([
    ['values', undefined],
    ['a ConfigMap', {}],
  ])('failing open, once, in %s', (_name, configMap) => {
    const scope = chart();
    create({ failOpen: true, configMap }, scope).helmValues();

    expect(findingsIn(scope)).toEqual([
      expect.stringMatching(
        /^warning envoy-gateway\/extension-fail-open: .*failOpen is true: when the extension server/,
      ),
    ]);
  });

  test('that roots are read once before 1.4', () => {
    const scope = chart();
    create({ gateway: new EnvoyGateway({ version: '1.3' }) }, scope).helmValues();

    expect(findingsIn(scope)).toEqual([
      'warning rotation/never-reloads: Envoy Gateway 1.3 keeps the roots of an extension server that it read first (envoyproxy/gateway#5396: read once, when the controller first connects)',
    ]);
  });

  test('what is not known of a version', () => {
    const scope = chart();
    const gateway = new EnvoyGateway({ version: '1.12' });
    create({ gateway, client: ClientCertificate.secret('controller-client') }, scope).helmValues();

    expect(findingsIn(scope)).toEqual([
      'warning gateway-api/capability-unknown: Envoy Gateway 1.12: whether it presents a client certificate to an extension server is unknown (nothing is recorded for version 1.12)',
      'warning gateway-api/capability-unknown: Envoy Gateway 1.12: when it reads the roots of an extension server again is unknown (nothing is recorded for version 1.12)',
    ]);
  });
});

describe('ExtensionServerTls refuses', () => {
  const client = ClientCertificate.secret('controller-client');
  const leafUsage = { secretName: 'server-only', usages: [CertificateUsage.SERVER_AUTH] };

  test.each<[string, Partial<ExtensionServerTlsProps>, string]>([
    [
      'a client certificate before 1.6',
      { client, gateway: new EnvoyGateway({ version: '1.5' }) },
      'Envoy Gateway 1.5 presents no client certificate to an extension server and drops clientCertificateRef in silence (envoyproxy/gateway#6777 came with 1.6); use version 1.6 to 1.9, or leave client out (gateway-api/field-too-new)',
    ],
    ['a certificate for servers', { client: leafUsage }, 'the client certificate server-only is for server auth'],
    [
      'a ConfigMap',
      { trust: TrustAnchors.configMap('roots') },
      'Envoy Gateway 1.9 reads the roots of an extension server from a Secret only; got ConfigMap roots',
    ],
    [
      'the system roots',
      { trust: TrustAnchors.system() },
      'Envoy Gateway 1.9 has no field for the system roots of an extension server',
    ],
    [
      'two Secrets',
      { trust: TrustAnchors.anyOf(TrustAnchors.secret('old'), TrustAnchors.secret('new')) },
      'Envoy Gateway 1.9 reads the roots of an extension server from one Secret; got 2 sources',
    ],
    [
      'a Secret beside PEM',
      { trust: TrustAnchors.anyOf(TrustAnchors.secret('old'), TrustAnchors.pem(NEW.pem)) },
      'from one Secret; got 2 sources; put the roots into one Secret under the key tls.crt',
    ],
    [
      'no hooks',
      { hooks: {} },
      'no hook is named, and Envoy Gateway refuses a configuration with an extension without',
    ],
    ['one attempt', { retry: { maxAttempts: 1 } }, 'maxAttempts 1 is not allowed; gRPC takes 2 to 5'],
    ['half an attempt', { retry: { maxAttempts: 2.5 } }, 'maxAttempts 2.5 is not allowed'],
    ['a multiplier of nothing', { retry: { backoffMultiplier: 0 } }, 'backoffMultiplier 0 is not allowed'],
    ['a multiplier too fine', { retry: { backoffMultiplier: 1.555 } }, 'backoffMultiplier 1.555 is not allowed'],
    ['no status codes', { retry: { retryableStatusCodes: [] } }, 'retryableStatusCodes is empty'],
    [
      'a wait of no time',
      { retry: { initialBackoff: Duration.millis(0) } },
      'initialBackoff is 0s; more than nothing, and at most five digits',
    ],
    [
      'a name that is not that of the Service',
      { server: ExtensionServer.backend(SERVICE, { hostname: 'extension.example.com' }) },
      'hostname "extension.example.com" is no name of Service extensions/rate-cards, and Envoy Gateway verifies the name that it calls',
    ],
    [
      'a name that is not that of the host',
      { server: ExtensionServer.backend(Backend.external('a.example.com', 443), { hostname: 'b.example.com' }) },
      'hostname "b.example.com" is no name of a.example.com',
    ],
    [
      'a Service whose port number nobody knows',
      { server: ExtensionServer.backend(Backend.serviceName('rate-cards', { port: 'grpc' })) },
      'the port number of Service rate-cards is not known',
    ],
    ['a key for a name', { controller: { serviceAccount: 'not a name' } }, 'not a valid ServiceAccount name'],
  ])('%s', (_name, props, message) => {
    expect(() => create(props)).toThrow(message);
  });

  test.each(['relative.sock', `/${'x'.repeat(108)}`])('the socket path %s', (path) => {
    expect(() => ExtensionServer.unixSocket(path)).toThrow('is no path of a socket file');
  });

  test('a second extension of the same controller', () => {
    const scope = chart();
    create({}, scope);
    expect(() => new ExtensionServerTls(scope, 'other', PROPS)).toThrow(
      'ExtensionServerTls "other" [test/other]: [test/extension] already configures the extension of Envoy Gateway in namespace envoy-gateway-system; keep one of the two (envoy-gateway/config-invalid)',
    );
    expect(() => new ExtensionServerTls(scope, 'edge', { ...PROPS, controller: { namespace: 'edge' } })).not.toThrow();
  });
});

function trustInFile(pem: string): TrustAnchors {
  const folder = mkdtempSync(join(tmpdir(), 'extension-server-'));
  try {
    writeFileSync(join(folder, 'roots.pem'), pem);
    return TrustAnchors.pemFile(join(folder, 'roots.pem'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

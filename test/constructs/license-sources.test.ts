import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, Duration, Testing } from 'cdk8s';
import {
  ClientCertificate,
  KongHelmChart,
  KongIngressController,
  KongOperator,
  LicenseDocument,
  LicenseSource,
  LicenseStore,
  type LicenseStoreProps,
  UpstreamTls,
} from '../../src';
import { describeString } from '../../src/checks/schema/describe-value';
import type { JsonObject } from '../../src/manifests/manifest';
import { licenseText, wordsShownIn } from './license-sync/_licenses';

const ID = '6f1b2c4e-0d1a-4b7c-9a55-3f0c2f7e9d10';
const IMAGE = `registry.example.com/tools/node@sha256:${'a1'.repeat(32)}`;
const CLIENT = ClientCertificate.secret('konnect-client');
const KONNECT = { controlPlaneId: ID, clientCertificate: CLIENT };
const OPERATOR = new KongOperator({ version: '2.2.0' });
const SEALED = Buffer.alloc(600, 7).toString('base64');

function chart(): Chart {
  return new Chart(Testing.app(), 'test', { namespace: 'kong' });
}

function store(scope: Chart, props: Partial<LicenseStoreProps>): LicenseStore {
  return new LicenseStore(scope, 'license', {
    ingressControllerName: 'edge',
    serviceAccount: { name: 'edge-kong' },
    ...props,
  });
}

function objects(props: Partial<LicenseStoreProps>): readonly JsonObject[] {
  const scope = chart();
  store(scope, props);
  return Testing.synth(scope);
}

function ofKind(kind: string, all: readonly JsonObject[]): JsonObject {
  const found = all.filter((object) => object.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

function sealed(overrides: JsonObject = {}): string {
  return JSON.stringify({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name: 'edge-license', namespace: 'kong' },
    spec: { encryptedData: { license: SEALED }, template: { metadata: { name: 'edge-license', namespace: 'kong' } } },
    ...overrides,
  });
}

const SOURCES: readonly (readonly [string, LicenseSource])[] = [
  ['an existing Secret', LicenseSource.existingSecret()],
  ['an ExternalSecret', LicenseSource.externalSecret({ store: 'vault', remoteKey: 'kong/license' })],
  ['a SealedSecret', LicenseSource.sealedSecret(sealed())],
  ['a controller that keeps its license', LicenseSource.konnect(KONNECT)],
  ['our synchronization', LicenseSource.konnectSync({ ...KONNECT, image: IMAGE })],
];

describe('what a license store writes', () => {
  const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
  const reference = folder === undefined ? test.skip : test;
  const why = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

  function findings(source: LicenseSource, crds?: readonly string[]): readonly string[] {
    const scope = chart();
    store(scope, { source, gateway: OPERATOR, alerts: {}, backup: {} });
    UpstreamTls.of(scope).configure(crds === undefined ? {} : { crds });
    return UpstreamTls.of(scope)
      .check()
      .findings.filter(({ severity, rule }) => severity !== 'info' || rule === 'schema/unchecked-kind')
      .map(({ rule, path, message }) => `${rule} ${path} ${message}`);
  }

  test.each(SOURCES)('has nothing to be found with %s', (_, source) => {
    expect(findings(source)).toEqual([]);
  });

  reference.each(SOURCES)(`${why}is valid under the CRDs that the projects ship with %s`, (_, source) => {
    const files = ['external-secrets', 'prometheus-operator'].flatMap((name) =>
      readdirSync(join(folder ?? '', name)).map((file) => readFileSync(join(folder ?? '', name, file), 'utf8')),
    );
    expect(findings(source, files)).toEqual([]);
  });
});

describe('LicenseSource.externalSecret', () => {
  test('keeps the license while the provider is down, has lost it, or the ExternalSecret goes', () => {
    const source = LicenseSource.externalSecret({
      store: 'vault',
      storeKind: 'ClusterSecretStore',
      remoteKey: 'kong/license',
      remoteProperty: 'text',
      remoteVersion: '3',
      refreshInterval: Duration.minutes(30),
    });
    expect(ofKind('ExternalSecret', objects({ source })).spec).toEqual({
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
      refreshPolicy: 'Periodic',
      refreshInterval: '30m',
      target: {
        name: 'edge-license',
        creationPolicy: 'Orphan',
        deletionPolicy: 'Retain',
        template: { engineVersion: 'v2', metadata: { labels: { 'upstream-tls.dev/license': 'true' } } },
      },
      data: [{ secretKey: 'license', remoteRef: { key: 'kong/license', property: 'text', version: '3' } }],
    });
  });
});

describe('LicenseSource.sealedSecret', () => {
  test('passes on what is sealed, and has the Secret stay', () => {
    expect(ofKind('SealedSecret', objects({ source: LicenseSource.sealedSecret(sealed()) }))).toMatchObject({
      metadata: { name: 'edge-license', namespace: 'kong' },
      spec: {
        encryptedData: { license: SEALED },
        template: { metadata: { annotations: { 'sealedsecrets.bitnami.com/skip-set-owner-references': 'true' } } },
      },
    });
  });

  test.each<[string, JsonObject]>([
    ['namespace-wide', { name: 'any', namespace: 'kong' }],
    ['cluster-wide', { name: 'any', namespace: 'other' }],
  ])('passes on a %s scope, under the name of the Secret', (scope, metadata) => {
    const annotations = { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
    const source = LicenseSource.sealedSecret(sealed({ metadata: { ...metadata, annotations } }));
    expect(ofKind('SealedSecret', objects({ source }))).toMatchObject({
      metadata: { name: 'edge-license', namespace: 'kong', annotations },
      spec: { template: { metadata: { annotations } } },
    });
  });

  const plain = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, stringData: { license: licenseText() } };
  test.each([
    ['a plain Secret', JSON.stringify(plain), 'the manifest is no SealedSecret of bitnami.com/v1alpha1'],
    ['the license itself', licenseText(), 'the text is not one manifest (it is not shown)'],
    [
      'one that is sealed for another Secret',
      sealed({ metadata: { name: 'other', namespace: 'kong' } }),
      'the SealedSecret is sealed for Secret kong/other, and the license stands in kong/edge-license; seal it with --name edge-license --namespace kong',
    ],
    [
      'a license in place of a sealed value',
      sealed({ spec: { encryptedData: { license: licenseText() } } }),
      'encryptedData.license is not a sealed value (it is not shown)',
    ],
    [
      'another key',
      sealed({ spec: { encryptedData: { licence: SEALED } } }),
      'encryptedData must have the key license and no other; it has 1 keys',
    ],
    [
      'text beside the sealed value',
      sealed({ spec: { encryptedData: { license: SEALED }, template: { data: { license: licenseText() } } } }),
      'the SealedSecret has data beside encryptedData',
    ],
  ])('refuses %s, and shows nothing of it', (_, manifest, message) => {
    const refusal = messageOf(() => store(chart(), { source: LicenseSource.sealedSecret(manifest) }));
    expect(refusal).toContain(`LicenseStore "license" [test/license]: ${message}`);
    expect(wordsShownIn(refusal)).toEqual([]);
  });
});

describe('LicenseSource.konnect', () => {
  test('has the Secret there before the controller, empty, with what the operator needs to see it', () => {
    expect(ofKind('Secret', objects({ source: LicenseSource.konnect(KONNECT), gateway: OPERATOR }))).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `konnect-license-${ID}`,
        namespace: 'kong',
        labels: { 'upstream-tls.dev/license': 'true', 'konghq.com/secret': 'true' },
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        },
      },
      type: 'Opaque',
    });
  });

  test('gives the ControlPlane of Kong Operator its settings', () => {
    const kept = store(chart(), { source: LicenseSource.konnect(KONNECT), gateway: OPERATOR });
    expect(kept.controlPlaneKonnectOptions()).toEqual({ licensing: { state: 'enabled', storageState: 'enabled' } });
    expect(kept.secretKey).toBe('payload');
  });

  const IN_3_5 =
    'Kong Ingress Controller %s writes the license as plain text and reads it as base64 text, so it cannot read back what it stored and does not get ready after a restart without Konnect';
  const IN_2 = IN_3_5.replace('Kong Ingress Controller', 'Kong Operator');
  const UNKNOWN =
    '%t %s may or may not be able to read back the license that it stores: that differs by patch, or is not known';
  const USE = 'use Kong Operator 2.0.8, 2.1.3 or later, or LicenseSource.konnectSync, which keeps the license itself';
  const STATE = 'state a release that is known, with its patch, or use LicenseSource.konnectSync';

  test.each([
    ['3.4.20', '%t %s keeps no license of Konnect: after a restart without Konnect there is none', USE],
    ['3.4', '%t %s keeps no license of Konnect: after a restart without Konnect there is none', USE],
    [
      '3.5.0',
      '%t %s cannot write the Secret of its license, since the label that it sets has an invalid value (Kong/kubernetes-ingress-controller#7648)',
      USE,
    ],
    ['3.5.1', IN_3_5, USE],
    ['3.5.13', IN_3_5, USE],
    ['3.5', UNKNOWN, STATE],
    ['3.6.0', UNKNOWN, STATE],
  ])('is refused for Kong Ingress Controller %s', (version, message, fix) => {
    const gateway = new KongIngressController({ version });
    expect(messageOf(() => store(chart(), { source: LicenseSource.konnect(KONNECT), gateway }))).toBe(
      `LicenseStore "license" [test/license]: ${message.replace('%t', 'Kong Ingress Controller').replace('%s', version)}; ${fix} (license/storage-unreadable)`,
    );
  });

  test.each([
    ['2.0.7', IN_2, USE],
    ['2.1.2', IN_2, USE],
    ['2.0', UNKNOWN, STATE],
    ['2.1', UNKNOWN, STATE],
    ['2.4.0', UNKNOWN, STATE],
  ])('is refused for Kong Operator %s', (version, message, fix) => {
    const gateway = new KongOperator({ version });
    expect(messageOf(() => store(chart(), { source: LicenseSource.konnect(KONNECT), gateway }))).toBe(
      `LicenseStore "license" [test/license]: ${message.replace('%t', 'Kong Operator').replace('%s', version)}; ${fix} (license/storage-unreadable)`,
    );
  });

  test('is refused for a hybrid Gateway, of which nothing is established', () => {
    const gateway = new KongOperator({ version: '2.2.3', hybridGateway: true });
    expect(messageOf(() => store(chart(), { source: LicenseSource.konnect(KONNECT), gateway }))).toBe(
      `LicenseStore "license" [test/license]: ${UNKNOWN.replace('%t', 'Kong Operator').replace('%s', '2.2.3 with a hybrid Gateway')}; ${STATE} (license/storage-unreadable)`,
    );
  });

  test.each(['2.0.8', '2.0.11', '2.1.3', '2.2', '2.2.0', '2.3.0-rc.3'])('is taken for Kong Operator %s', (version) => {
    const gateway = new KongOperator({ version });
    expect(() => store(chart(), { source: LicenseSource.konnect(KONNECT), gateway })).not.toThrow();
  });

  test('goes on with a storage that cannot be read back only where that is accepted, and then warns', () => {
    const scope = chart();
    const gateway = new KongIngressController({ version: '3.5.13' });
    const source = LicenseSource.konnect({
      ...KONNECT,
      address: 'https://eu.kic.api.konghq.com',
      acceptUnreadableStorage: true,
    });
    const kept = store(scope, { source, gateway });
    const certificate = (key: string) => ({ valueFrom: { secretKeyRef: { name: 'konnect-client', key } } });
    const env = {
      konnect_licensing_enabled: 'true',
      konnect_license_storage_enabled: 'true',
      konnect_control_plane_id: ID,
      konnect_address: 'https://eu.kic.api.konghq.com',
      konnect_tls_client_cert: certificate('tls.crt'),
      konnect_tls_client_key: certificate('tls.key'),
    };
    expect(kept.controllerHelmValues(KongHelmChart.KONG)).toEqual({ ingressController: { env } });
    expect(kept.controllerHelmValues(KongHelmChart.INGRESS)).toEqual({ controller: { ingressController: { env } } });
    expect(UpstreamTls.of(scope).check().findings).toMatchObject([
      { rule: 'license/storage-unreadable', severity: 'warning', constructPath: 'test/license' },
    ]);
  });

  test.each<[string, Partial<LicenseStoreProps>, string]>([
    [
      'without a gateway',
      { source: LicenseSource.konnect(KONNECT) },
      'which controller asks Konnect is not known; give it as gateway (license/storage-unreadable)',
    ],
    [
      'with another name for the Secret',
      { source: LicenseSource.konnect(KONNECT), gateway: OPERATOR, secretName: 'mine' },
      "the controller keeps its license in a Secret whose name it makes from the control plane's id; leave secretName out (schema/invalid-value)",
    ],
    [
      'with a license in place of the id',
      { source: LicenseSource.konnect({ ...KONNECT, controlPlaneId: licenseText() }), gateway: OPERATOR },
      `the id of the control plane is a text of ${licenseText().length} characters (not shown) and no UUID in lower case; give the id that Konnect shows for the control plane (schema/invalid-value)`,
    ],
    [
      'with an address that is not https',
      { source: LicenseSource.konnect({ ...KONNECT, address: 'http://eu.kic.api.konghq.com' }), gateway: OPERATOR },
      'address "http://eu.kic.api.konghq.com" is no https address without a path; give it as in https://eu.kic.api.konghq.com (schema/invalid-value)',
    ],
    [
      'with an address that holds a password',
      { source: LicenseSource.konnect({ ...KONNECT, address: 'https://u:horse@kic.example.com' }), gateway: OPERATOR },
      'address has a user or a password (not shown), or is no https address without a path; give it as in https://eu.kic.api.konghq.com (schema/invalid-value)',
    ],
    [
      'with a certificate of another namespace',
      {
        source: LicenseSource.konnect({
          ...KONNECT,
          clientCertificate: ClientCertificate.secret('c', { namespace: 'x' }),
        }),
        gateway: OPERATOR,
      },
      'the client certificate stands in Secret x/c, and pods in kong read Secrets of their own namespace only; have the certificate issued in kong (references/missing-object)',
    ],
  ])('is refused %s', (_, props, message) => {
    expect(messageOf(() => store(chart(), props))).toBe(`LicenseStore "license" [test/license]: ${message}`);
  });

  test('has no license for Kong Gateway to read, and no settings for another controller', () => {
    const kept = store(chart(), { source: LicenseSource.konnect(KONNECT), gateway: OPERATOR });
    const passedOn = 'the controller passes the license of Konnect on to Kong Gateway, which reads no Secret for it';
    expect(() => kept.envVar()).toThrow(passedOn);
    expect(() => kept.helmValues(KongHelmChart.KONG)).toThrow(passedOn);
    expect(() => kept.reloaderAnnotations()).toThrow(passedOn);
    expect(() => kept.controllerHelmValues(KongHelmChart.KONG)).toThrow(
      'these are settings for Kong Ingress Controller that asks Konnect for its license; here Kong Operator 2.2.0 does',
    );
  });
});

describe('LicenseSource.konnectSync', () => {
  const SYNC = { ...KONNECT, image: IMAGE };

  test('runs as nobody, on a read-only root, with no more than it needs', () => {
    const all = objects({ source: LicenseSource.konnectSync(SYNC) });
    const configMap = ofKind('ConfigMap', all);
    expect(ofKind('CronJob', all)).toMatchObject({
      spec: {
        schedule: '17 */6 * * *',
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            activeDeadlineSeconds: 600,
            template: {
              spec: {
                restartPolicy: 'Never',
                securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
                containers: [
                  {
                    image: IMAGE,
                    command: ['node', '/opt/license-sync/sync-license.cjs'],
                    securityContext: {
                      allowPrivilegeEscalation: false,
                      readOnlyRootFilesystem: true,
                      capabilities: { drop: ['ALL'] },
                    },
                  },
                ],
                volumes: [
                  { configMap: { name: (configMap.metadata as JsonObject).name } },
                  { secret: { secretName: 'konnect-client' } },
                ],
              },
            },
          },
        },
      },
    });
    expect(Object.keys(configMap.data as JsonObject).sort()).toEqual(['license-document.cjs', 'sync-license.cjs']);
  });

  test('is let out to the two APIs and name servers, and nothing is let in', () => {
    const source = LicenseSource.konnectSync({
      ...SYNC,
      address: 'https://proxy.example.com:8443',
      konnectCidrs: ['192.0.2.0/24'],
      kubernetesApiPorts: [6443],
    });
    const all = objects({ source });
    const job = ofKind('CronJob', all) as unknown as {
      spec: { jobTemplate: { spec: { template: { metadata: { labels: JsonObject } } } } };
    };
    expect(ofKind('NetworkPolicy', all).spec).toEqual({
      podSelector: { matchLabels: job.spec.jobTemplate.spec.template.metadata.labels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        {
          to: [{ namespaceSelector: {} }],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
        { to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ protocol: 'TCP', port: 8443 }] },
        {
          to: [
            { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
            { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
          ],
          ports: [{ protocol: 'TCP', port: 6443 }],
        },
      ],
    });
  });

  test('gives Kong Gateway the license by the convention', () => {
    const kept = store(chart(), { source: LicenseSource.konnectSync(SYNC) });
    expect(kept.envVar().valueFrom).toEqual({ secretKeyRef: { name: 'edge-license', key: 'license' } });
    expect(kept.reloaderAnnotations()).toEqual({ 'secret.reloader.stakater.com/reload': 'edge-license' });
  });

  test.each(['registry.example.com/node:20', 'node@sha256:abc', `node:20@sha256:${'A1'.repeat(32)}`, ''])(
    'refuses the image "%s", which may change',
    (image) => {
      expect(messageOf(() => store(chart(), { source: LicenseSource.konnectSync({ ...SYNC, image }) }))).toBe(
        `LicenseStore "license" [test/license]: image ${describeString(image)} is not pinned by digest; allowed is <repository>@sha256:<64 hexadecimal digits>; give the digest of the image, which a registry shows beside the tag (schema/invalid-value)`,
      );
    },
  );

  const CIDRS = 'give them as in 192.0.2.0/24 or 2001:db8::/32, or leave konnectCidrs out';
  const PORTS = 'give the port of the API server, as in 6443, or leave kubernetesApiPorts out';
  test.each([
    ['no range', { konnectCidrs: [] }, `konnectCidrs is empty; allowed are ranges of addresses; ${CIDRS}`],
    [
      'a range without a length',
      { konnectCidrs: ['192.0.2.0/24', '198.51.100.7'] },
      `konnectCidrs has "198.51.100.7"; allowed are ranges of addresses; ${CIDRS}`,
    ],
    [
      'a range that is too long',
      { konnectCidrs: ['192.0.2.0/33'] },
      `konnectCidrs has "192.0.2.0/33"; allowed are ranges of addresses; ${CIDRS}`,
    ],
    [
      'a host name in place of a range',
      { konnectCidrs: ['eu.kic.api.konghq.com/24'] },
      `konnectCidrs has "eu.kic.api.konghq.com/24"; allowed are ranges of addresses; ${CIDRS}`,
    ],
    [
      'no port',
      { kubernetesApiPorts: [] },
      `kubernetesApiPorts is empty; allowed are numbers from 1 to 65535; ${PORTS}`,
    ],
    [
      'a port that is none',
      { kubernetesApiPorts: [6443, 65_536] },
      `kubernetesApiPorts has 65536; allowed are numbers from 1 to 65535; ${PORTS}`,
    ],
  ])('refuses %s to let the pod out to', (_, options, message) => {
    expect(messageOf(() => store(chart(), { source: LicenseSource.konnectSync({ ...SYNC, ...options }) }))).toBe(
      `LicenseStore "license" [test/license]: ${message} (schema/invalid-value)`,
    );
  });

  test('takes ranges of both versions', () => {
    const konnectCidrs = ['192.0.2.0/24', '2001:db8::/32', '0.0.0.0/0'];
    expect(() => store(chart(), { source: LicenseSource.konnectSync({ ...SYNC, konnectCidrs }) })).not.toThrow();
  });

  test('refuses a schedule that is none', () => {
    const source = LicenseSource.konnectSync({ ...SYNC, schedule: 'hourly' });
    expect(messageOf(() => store(chart(), { source }))).toMatch(
      /the schedule .*; give five fields, as in 17 \*\/6 \* \* \*/,
    );
  });

  test('names the CronJob so that its Jobs can be named after it', () => {
    const scope = new Chart(Testing.app(), 'a-chart-with-a-name-that-is-as-long-as-names-of-charts-get', {
      namespace: 'kong',
    });
    store(scope, { source: LicenseSource.konnectSync(SYNC) });
    const { name } = ofKind('CronJob', Testing.synth(scope)).metadata as { name: string };
    expect(name.length).toBeLessThanOrEqual(52);
  });
});

describe('a license document', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'upstream-tls-license-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function file(text: string): string {
    const path = join(folder, 'license.json');
    writeFileSync(path, text);
    return path;
  }

  test.each<[string, LicenseSource, string, JsonObject]>([
    ['an existing Secret, on the Role', LicenseSource.existingSecret(), 'Role', {}],
    [
      'an ExternalSecret and what it writes',
      LicenseSource.externalSecret({ store: 'vault', remoteKey: 'kong/license' }),
      'ExternalSecret',
      {
        spec: {
          target: { template: { metadata: { annotations: { 'upstream-tls.dev/license-expires': '2099-12-31' } } } },
        },
      },
    ],
    ['a SealedSecret', LicenseSource.sealedSecret(sealed()), 'SealedSecret', {}],
  ])('leaves its last day and nothing else with %s', (_, source, kind, more) => {
    const all = objects({ source, document: LicenseDocument.fromFile(file(licenseText())) });
    expect(ofKind(kind, all)).toMatchObject({
      metadata: { annotations: { 'upstream-tls.dev/license-expires': '2099-12-31' } },
      ...more,
    });
    expect(wordsShownIn(JSON.stringify(all))).toEqual([]);
  });

  test('is judged at the instant that the app is given', () => {
    const scope = chart();
    store(scope, { document: LicenseDocument.fromFile(file(licenseText({ expires: '2026-12-01' }))) });
    UpstreamTls.of(scope).configure({ now: new Date('2026-11-20T00:00:00Z') });
    expect(UpstreamTls.of(scope).check().findings).toMatchObject([
      { rule: 'license/expiring', message: 'the license expires after 2026-12-01, 11 days from now' },
    ]);
  });

  test('is not for a license that Konnect renews', () => {
    const document = LicenseDocument.fromFile(file(licenseText()));
    const source = LicenseSource.konnectSync({ ...KONNECT, image: IMAGE });
    expect(messageOf(() => store(chart(), { source, document }))).toContain(
      'a license document is given, and the license comes from Konnect, which renews it',
    );
  });

  test.each([
    ['is no JSON', licenseText().slice(1), 'is not JSON'],
    ['is no license', '[]', 'has no object license'],
    ['has no payload', '{"license":{}}', 'has no object license.payload'],
    ['has no key', licenseText().replace('license_key', 'licence_key'), 'has no text license.payload.license_key'],
    ['has no signature', licenseText().replace('signature', 'sign'), 'has no hexadecimal license.signature'],
    [
      'ends on no day',
      licenseText({ expires: '2026-13-01' }),
      'has no date (YYYY-MM-DD) license.payload.license_expiration_date',
    ],
    ['is too long', ' '.repeat(65 * 1024), 'has 66560 characters, at most 65536 are read'],
  ])('is refused where it %s, and nothing of it is shown', (_, text, problem) => {
    const path = file(text);
    const message = messageOf(() => LicenseDocument.fromFile(path));
    expect(message).toBe(`the license in ${path} ${problem} (its text is not shown); give the file as Kong issued it`);
    expect(wordsShownIn(message)).toEqual([]);
  });
});

describe('alerts on a license', () => {
  function rules(source: LicenseSource): readonly { alert: string; expr: string; for?: string }[] {
    const rule = ofKind('PrometheusRule', objects({ source, gateway: OPERATOR, alerts: {} })) as unknown as {
      spec: { groups: { rules: { alert: string; expr: string; for?: string }[] }[] };
    };
    return rule.spec.groups.flatMap((group) => group.rules);
  }

  const ALWAYS = [
    'KongLicenseExpiresIn90Days',
    'KongLicenseExpiresIn30Days',
    'KongLicenseExpiresIn7Days',
    'KongLicenseUnreadable',
    'KongLicenseUnwatched',
    'KongLicenseSecretMissing',
  ];

  test.each<[string, LicenseSource, readonly string[]]>([
    ['an existing Secret', LicenseSource.existingSecret(), []],
    ['a store', LicenseSource.externalSecret({ store: 'v', remoteKey: 'k' }), ['KongLicenseStoreUnreadable']],
    ['a controller', LicenseSource.konnect(KONNECT), []],
    [
      'a synchronization',
      LicenseSource.konnectSync({ ...KONNECT, image: IMAGE }),
      ['KongLicenseSyncFailed', 'KongLicenseSyncStale'],
    ],
  ])('are those that %s can raise', (_, source, more) => {
    expect(rules(source).map(({ alert }) => alert)).toEqual([...ALWAYS, ...more]);
  });

  test('add the day that the metric of the gateway leaves out, and fire one at a time', () => {
    const left = '(kong_enterprise_license_expiration{namespace="kong"} + 86400 - time()) / 86400';
    expect(
      rules(LicenseSource.existingSecret())
        .slice(0, 3)
        .map(({ expr }) => expr),
    ).toEqual([`${left} < 90 and ${left} >= 30`, `${left} < 30 and ${left} >= 7`, `${left} < 7`]);
  });

  test('count the age of the CronJob until it has succeeded once', () => {
    const stale = rules(LicenseSource.konnectSync({ ...KONNECT, image: IMAGE })).at(-1)?.expr ?? '';
    const cronJob = /cronjob="([^"]+)"/.exec(stale)?.[1];
    expect(stale).toBe(
      `time() - (kube_cronjob_status_last_successful_time{namespace="kong",cronjob="${cronJob}"} or kube_cronjob_created{namespace="kong",cronjob="${cronJob}"}) > 172800`,
    );
  });

  test('take other matchers, another age and labels', () => {
    const source = LicenseSource.konnectSync({ ...KONNECT, image: IMAGE });
    const alerts = { gatewaySelector: 'job="edge"', staleAfter: Duration.hours(7), labels: { release: 'prometheus' } };
    const rule = ofKind('PrometheusRule', objects({ source, alerts }));
    expect(rule.metadata).toMatchObject({ labels: { release: 'prometheus' } });
    expect(JSON.stringify(rule.spec)).toContain('kong_enterprise_license_expiration{job=\\"edge\\"}');
    expect(JSON.stringify(rule.spec)).toContain('> 25200');
  });
});

describe('backups of a license', () => {
  test('hold the Secret and what writes it, by label, in the namespace of Velero', () => {
    expect(ofKind('Schedule', objects({ backup: { ttl: Duration.days(7) } }))).toMatchObject({
      metadata: { namespace: 'velero' },
      spec: {
        schedule: '47 1 * * *',
        template: {
          includedNamespaces: ['kong'],
          includedResources: ['secrets', 'externalsecrets.external-secrets.io', 'sealedsecrets.bitnami.com'],
          includeClusterResources: false,
          labelSelector: { matchLabels: { 'upstream-tls.dev/license': 'true' } },
          ttl: '168h',
        },
      },
    });
  });

  test('refuse a schedule that is none', () => {
    expect(messageOf(() => store(chart(), { backup: { schedule: '* *' } }))).toMatch(
      /the schedule .*; give five fields/,
    );
  });
});

describe('two license stores', () => {
  test('may not serve one controller', () => {
    const scope = chart();
    store(scope, {});
    expect(
      messageOf(
        () => new LicenseStore(scope, 'other', { ingressControllerName: 'edge', serviceAccount: { name: 'edge' } }),
      ),
    ).toBe(
      'LicenseStore "other" [test/other]: [test/license] already keeps the license of controller kong/edge; which of two licenses it takes would be left to chance; keep one of the two (license/store-contested)',
    );
  });

  test('may not write one Secret', () => {
    const scope = chart();
    store(scope, { source: LicenseSource.konnect(KONNECT), gateway: OPERATOR });
    expect(
      messageOf(
        () =>
          new LicenseStore(scope, 'other', {
            ingressControllerName: 'other',
            serviceAccount: { name: 'other' },
            source: LicenseSource.konnect(KONNECT),
            gateway: OPERATOR,
          }),
      ),
    ).toBe(
      `LicenseStore "other" [test/other]: [test/license] already writes Secret kong/konnect-license-${ID}; each would overwrite the license of the other; give each controller a Secret of its own, and a control plane of its own in Konnect (license/store-contested)`,
    );
  });

  test('may read one Secret that someone else writes, and stand in two namespaces', () => {
    const scope = chart();
    store(scope, { secretName: 'kong-license' });
    const other = { ingressControllerName: 'other', serviceAccount: { name: 'other' }, secretName: 'kong-license' };
    new LicenseStore(scope, 'other', other);
    expect(() => new LicenseStore(scope, 'third', { ...other, namespace: 'elsewhere' })).not.toThrow();
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

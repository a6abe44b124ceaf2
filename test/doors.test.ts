import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { build } from '../examples/envoy-gateway/charts';
import { type Finding, UpstreamTls, UpstreamTlsValidation } from '../src';
import { widget, widgetCrd } from './checks/_manifests';

const CLI = join(__dirname, '../lib/src/cli/bundle/main.js');

const folder = mkdtempSync(join(tmpdir(), 'upstream-tls-doors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Objects with mistakes of many kinds: schema, CEL, metadata, suppression. */
const MISTAKES: readonly object[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'number' }, data: { a: 1 } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'unknown-field' }, dta: {} },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'Upper' } },
  { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'unchecked' } },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'BackendTLSPolicy',
    metadata: { name: 'both', annotations: { 'upstream-tls.dev/ignore': 'schema/rule-violated' } },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
      validation: {
        hostname: 'ledger.example.com',
        wellKnownCACertificates: 'System',
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'roots' }],
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'silenced',
      annotations: { 'upstream-tls.dev/ignore': 'schema/invalid-value: tested elsewhere' },
    },
    data: { a: 1 },
  },
];

/** A CA that is renewed too late for its leaf: a rule about rotations that needs no second set of manifests. */
const SHORT_LEAD: readonly object[] = [
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'root' },
    spec: { isCA: true, commonName: 'root', secretName: 'root', issuerRef: { name: 'self-signed' } },
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: 'root' },
    spec: { ca: { secretName: 'root' } },
  },
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'ledger' },
    spec: { secretName: 'ledger', dnsNames: ['ledger.example.com'], issuerRef: { name: 'root' } },
  },
];

function withMistakes(app: App): void {
  const chart = new Chart(app, 'mistakes', { namespace: 'payments' });
  [...MISTAKES, ...SHORT_LEAD].forEach((object, index) => {
    new ApiObject(chart, `object-${index}`, object as ConstructorParameters<typeof ApiObject>[2]);
  });
}

const NOW = '2050-01-01T00:00:00Z';
const CRD = JSON.stringify(widgetCrd({ type: 'object', properties: { size: { type: 'integer' } } }));
const CRD_FILE = join(folder, 'crd.json');
writeFileSync(CRD_FILE, CRD);

/** Objects that are wrong only at an instant, with a gateway, and under a CRD. */
const WRONG_BY_OPTIONS: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'roots' },
    data: { 'ca.crt': readFileSync(join(__dirname, '../examples/pki/payments-root.pem'), 'utf8') },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ledger' },
    spec: { ports: [{ name: 'https', port: 8443 }] },
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'BackendTLSPolicy',
    metadata: { name: 'ledger' },
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
      validation: {
        hostname: 'ledger.example.com',
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'roots' }],
      },
    },
  },
  widget({ size: 'large' }),
];

/** A finding by all that does not depend on where its object was read. */
function essence({ rule, severity, object, path, message, fix }: Finding): string {
  return [rule, severity, object?.kind, object?.namespace, object?.name, path, message, fix].join(' | ');
}

/** A finding as cdk8s-cli would hear of it: it has one text for severity, object, path and message. */
function pluginText({ rule, severity, object, path, message, fix }: Finding): string {
  const namespace = object?.namespace === undefined ? '' : `${object.namespace}/`;
  const owner = object === undefined ? '' : `${object.kind} ${namespace}${object.name} (${object.apiVersion}) `;
  return `${rule} ${severity}: ${owner}${path === '' ? '' : `${path}: `}${message} -> ${fix}`;
}

async function throughPlugin(outdir: string, properties: object): Promise<{ texts: string[]; status: string }> {
  const texts: string[] = [];
  let status = '';
  await new UpstreamTlsValidation({ ...properties }).validate({
    manifests: readdirSync(outdir).map((file) => join(outdir, file)),
    report: {
      addViolation: ({ ruleName, recommendation, fix }) => texts.push(`${ruleName} ${recommendation} -> ${fix}`),
      submit: (result) => {
        status = result;
      },
    },
  });
  return { texts: texts.sort(), status };
}

function throughCli(outdir: string, options: readonly string[]): { findings: Finding[]; status: number | null } {
  const args = [CLI, 'validate', outdir, '--format', 'json', ...options];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { findings: JSON.parse(stdout).findings, status };
}

/** The findings within an app, after which the app is written although it has errors. */
function findingsIn(app: App): readonly Finding[] {
  const checks = UpstreamTls.of(app);
  const findings = checks.check().findings.filter(({ object }) => object !== undefined);
  jest
    .spyOn(checks, 'check')
    .mockReturnValue({ findings: [], suppressed: [], summary: { objects: 0, errors: 0, warnings: 0 } });
  app.synth();
  return findings;
}

const essences = (findings: readonly Finding[]): readonly string[] => findings.map(essence).sort();

describe('the three doors', () => {
  test.each<[string, (app: App) => void, { name: string; version: string }[], number]>([
    ['an app with mistakes', withMistakes, [], 1],
    ['an example without', build, [{ name: 'envoy-gateway', version: '1.9' }], 0],
  ])('find the same in %s', async (name, fill, gateways, exitCode) => {
    // GIVEN the findings within the app, and the files that it writes where nothing stops it
    const app = new App({ outdir: join(folder, name.replaceAll(' ', '-')) });
    fill(app);
    const inApp = findingsIn(app);
    // WHEN
    const stated = gateways.flatMap(({ name, version }) => ['--gateway', `${name}@${version}`]);
    const cli = throughCli(app.outdir, stated);
    const plugin = await throughPlugin(app.outdir, { gateways });
    // THEN
    expect(essences(cli.findings)).toEqual(essences(inApp));
    expect(plugin.texts).toEqual(inApp.map(pluginText).sort());
    expect(cli.status).toBe(exitCode);
    expect(cli.findings.some(({ rule }) => rule === 'rotation/lead-too-short')).toBe(fill === withMistakes);
    expect(plugin.status).toBe(exitCode === 0 ? 'success' : 'failure');
  });

  test('find the same at an instant, with a gateway and under CRDs, and nothing of it without', async () => {
    // GIVEN
    const app = new App({ outdir: join(folder, 'options') });
    const chart = new Chart(app, 'options', { namespace: 'payments' });
    for (const [index, object] of WRONG_BY_OPTIONS.entries()) {
      new ApiObject(chart, `object-${index}`, object as ConstructorParameters<typeof ApiObject>[2]);
    }
    const checks = UpstreamTls.of(app);
    const bare = checks.check().findings;
    checks.configure({ now: new Date(NOW), crds: [CRD] });
    checks.useGateway('istio', '1.30');
    // WHEN
    const inApp = findingsIn(app);
    const cli = throughCli(app.outdir, ['--now', NOW, '--crds', CRD_FILE, '--gateway', 'istio@1.30']);
    const gateways = [{ name: 'istio', version: '1.30' }];
    const plugin = await throughPlugin(app.outdir, { now: NOW, crds: [CRD_FILE], gateways });
    // THEN
    const found = inApp.map(({ rule, object }) => `${rule} ${object?.kind}`);
    for (const expected of [
      'trust/expired ConfigMap',
      'istio/btp-without-san BackendTLSPolicy',
      'schema/invalid-value Widget',
    ]) {
      expect(found).toContain(expected);
      expect(bare.map(({ rule, object }) => `${rule} ${object?.kind}`)).not.toContain(expected);
    }
    expect(essences(cli.findings)).toEqual(essences(inApp));
    expect(plugin.texts).toEqual(inApp.map(pluginText).sort());
    expect([cli.status, plugin.status]).toEqual([1, 'failure']);
  });

  test('differ under severities of the app by these severities alone', () => {
    const findingsWith = (severities: Parameters<UpstreamTls['configure']>[0]['severities']): readonly Finding[] => {
      const app = new App({ outdir: join(folder, 'severities') });
      withMistakes(app);
      UpstreamTls.of(app).configure({ severities });
      return findingsIn(app);
    };
    const own = findingsWith({});
    const set = findingsWith({ 'schema/invalid-value': 'info', 'schema/unknown-field': 'off' });
    const cli = throughCli(join(folder, 'severities'), []);
    expect(essences(cli.findings)).toEqual(essences(own));
    expect(own.some(({ rule }) => rule === 'schema/unknown-field')).toBe(true);
    expect(essences(set)).toEqual(
      essences(
        own
          .filter(({ rule }) => rule !== 'schema/unknown-field')
          .map((finding) => (finding.rule === 'schema/invalid-value' ? { ...finding, severity: 'info' } : finding)),
      ),
    );
  });
});

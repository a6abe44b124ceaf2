import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { build } from '../examples/envoy-gateway/charts';
import { type Finding, UpstreamTls, UpstreamTlsValidation } from '../src';

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

/** A finding by all that does not depend on where its object was read. */
function essence({ rule, severity, object, path, message, fix }: Finding): string {
  return [rule, severity, object?.kind, object?.namespace, object?.name, path, message, fix].join(' | ');
}

/** Findings as cdk8s-cli would hear of them: it has one text for severity, object, path and message. */
async function throughPlugin(
  outdir: string,
  gateways: readonly object[],
): Promise<{ rules: string[]; status: string }> {
  const rules: string[] = [];
  let status = '';
  await new UpstreamTlsValidation({ gateways }).validate({
    manifests: readdirSync(outdir).map((file) => join(outdir, file)),
    report: {
      addViolation: ({ ruleName, recommendation }) => rules.push(`${ruleName} ${recommendation.split(':')[0]}`),
      submit: (result) => {
        status = result;
      },
    },
  });
  return { rules: rules.sort(), status };
}

function throughCli(
  outdir: string,
  gateways: readonly { name: string; version: string }[],
): { findings: Finding[]; status: number | null } {
  const stated = gateways.flatMap(({ name, version }) => ['--gateway', `${name}@${version}`]);
  const { stdout, status } = spawnSync(process.execPath, [CLI, 'validate', outdir, '--format', 'json', ...stated], {
    encoding: 'utf8',
  });
  return { findings: JSON.parse(stdout).findings, status };
}

describe('the three doors', () => {
  test.each<[string, (app: App) => void, { name: string; version: string }[], number]>([
    ['an app with mistakes', withMistakes, [], 1],
    ['an example without', build, [{ name: 'envoy-gateway', version: '1.9' }], 0],
  ])('find the same in %s', async (name, fill, gateways, exitCode) => {
    // GIVEN the findings within the app, and the files that it writes where nothing stops it
    const app = new App({ outdir: join(folder, name.replaceAll(' ', '-')) });
    fill(app);
    const checks = UpstreamTls.of(app);
    const inApp = checks.check().findings.filter(({ object }) => object !== undefined);
    jest
      .spyOn(checks, 'check')
      .mockReturnValue({ findings: [], suppressed: [], summary: { objects: 0, errors: 0, warnings: 0 } });
    app.synth();
    // WHEN
    const cli = throughCli(app.outdir, gateways);
    const plugin = await throughPlugin(app.outdir, gateways);
    // THEN
    expect(cli.findings.map(essence).sort()).toEqual(inApp.map(essence).sort());
    expect(plugin.rules).toEqual(inApp.map(({ rule, severity }) => `${rule} ${severity}`).sort());
    expect(cli.status).toBe(exitCode);
    expect(cli.findings.some(({ rule }) => rule === 'rotation/lead-too-short')).toBe(fill === withMistakes);
    expect(plugin.status).toBe(exitCode === 0 ? 'success' : 'failure');
  });
});

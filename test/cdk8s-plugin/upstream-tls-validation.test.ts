import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Validation } from 'cdk8s-cli/plugins';
import { stringify } from 'yaml';
import { UpstreamTlsValidation } from '../../src';

const ROOT = join(__dirname, '../..');
const CLI = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'plugin-'));
  mkdirSync(join(project, 'node_modules'));
  for (const name of ['cdk8s', 'constructs']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
  symlinkSync(ROOT, join(project, 'node_modules/cdk8s-upstream-tls'));
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

interface Synthesis {
  readonly status: number | null;
  readonly output: string;
  readonly report?: { readonly violations: readonly object[]; readonly summary: object };
}

/** Synthesizes an app of one ConfigMap, which uses nothing of this library, through the real command line of cdk8s. */
function synth(name: string, properties: object = {}): Synthesis {
  const app = `
    const { App, ApiObject, Chart } = require('cdk8s');
    const app = new App();
    const chart = new Chart(app, 'chart', { namespace: 'payments' });
    new ApiObject(chart, 'roots', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: ${JSON.stringify(name)} } });
    app.synth();`;
  const validation = {
    package: './node_modules/cdk8s-upstream-tls',
    version: '0.1.0',
    class: 'UpstreamTlsValidation',
    properties,
  };
  const config = { language: 'typescript', app: 'node main.js', validations: [validation] };
  writeFileSync(join(project, 'main.js'), app);
  writeFileSync(join(project, 'cdk8s.yaml'), stringify(config));
  const args = [CLI, 'synth', '--no-check-upgrade', '--validation-reports-output-file', 'report.json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  const output = stdout + stderr;
  return output.includes('Validations finished')
    ? { status, output, report: JSON.parse(readFileSync(join(project, 'report.json'), 'utf8')).reports[0] }
    : { status, output };
}

test('an app without findings is synthesized', () => {
  const { status, report } = synth('roots');
  expect(status).toBe(0);
  expect(report).toMatchObject({
    violations: [],
    summary: { status: 'success', metadata: { Objects: '1', Errors: '0', Warnings: '0' } },
  });
});

test('an error fails the synthesis, and the text names the object with its version and namespace', () => {
  const { status, output, report } = synth('Roots_');
  expect(status).toBe(2);
  expect(report?.summary).toMatchObject({ status: 'failure', metadata: { Errors: '1' } });
  expect(report?.violations).toEqual([
    {
      ruleName: 'schema/invalid-metadata',
      recommendation: expect.stringMatching(/^error: ConfigMap payments\/Roots_ \(v1\) metadata\.name: /),
      fix: expect.any(String),
      violatingConstructs: [
        {
          resourceName: 'Roots_',
          locations: ['metadata.name (line 4)'],
          manifestPath: 'dist/chart.k8s.yaml',
          constructPath: 'chart/roots',
        },
      ],
    },
  ]);
  expect(output).toContain('schema/invalid-metadata (1 occurrences)');
});

test('a property that is unknown fails the synthesis and says what is allowed', () => {
  const { status, output } = synth('roots', { gateway: [] });
  expect(status).not.toBe(0);
  expect(output).toContain('property "gateway" is unknown; allowed are gateways, now, crds, closedWorld, failOn');
});

test('CRDs among which there is none fail the synthesis', () => {
  writeFileSync(join(project, 'crds.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
  const { status, output } = synth('roots', { crds: ['crds.yaml'] });
  expect(status).not.toBe(0);
  expect(output).toContain('property "crds": there is no CustomResourceDefinition among 1 object');
});

test('the plugin is what cdk8s-cli takes for one, which the compiler checks', () => {
  const plugin: Validation = new UpstreamTlsValidation();
  expect(typeof plugin.validate).toBe('function');
});

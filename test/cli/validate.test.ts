import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../lib/src/cli/bundle/main.js');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'validate-'));
  const file = (name: string, content: string) => writeFileSync(join(folder, name), content);
  file(
    'clean.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: roots\n  namespace: payments\ndata:\n  a: b\n',
  );
  file(
    'wrong.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: roots\n  namespace: payments\ndata:\n  a: yes\n',
  );
  file('broken.yaml', 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\n');
  file('template.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n');
  file('unknown.yaml', 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {size: large}\n');
  file(
    'crd.yaml',
    `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Cluster
  names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, properties: {size: {type: integer}}}
`,
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], input = ''): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('exit codes', () => {
  test('0 where nothing is found', () => {
    expect(run(['validate', 'clean.yaml'])).toEqual({
      status: 0,
      stdout: '1 object checked: 0 errors, 0 warnings\n',
      stderr: '',
    });
  });

  test('1 where an error is found, with its line', () => {
    const { status, stdout, stderr } = run(['validate', 'wrong.yaml']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^ConfigMap payments\/roots \(v1\)\n {2}error data\.a: /);
    expect(stdout).toContain('    at wrong.yaml:7\n    7 |   a: yes\n    fix: quote it: "yes"\n');
    expect(stdout).toMatch(/\n1 object checked: 1 error, 0 warnings\n$/);
  });

  test.each([
    ['broken.yaml', 'manifests/unreadable', 3],
    ['template.yaml', 'manifests/unrendered-template', 4],
  ])('2 where %s cannot be read, and the report says why', (file, rule, line) => {
    const { status, stdout, stderr } = run(['validate', '--format', 'json', 'clean.yaml', file]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ rule, severity: 'error', source: { file, line } }],
      summary: { objects: 1, errors: 1, warnings: 0 },
    });
  });

  test('2 where the CRDs cannot be read, and the manifests are checked all the same', () => {
    const { status, stdout } = run(['validate', 'wrong.yaml', '--crds', 'broken.yaml', '--format', 'json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).findings).toEqual([
      expect.objectContaining({ rule: 'manifests/unreadable', source: { file: 'broken.yaml', line: 3 } }),
      expect.objectContaining({ rule: 'schema/invalid-value', path: 'data.a' }),
    ]);
  });

  test.each<[string, readonly string[], string]>([
    ['a path does not exist', ['validate', 'gone.yaml'], 'upstream-tls: error: path "gone.yaml" does not exist;'],
    ['no path is given', ['validate'], "error: missing required argument 'path'"],
    ['the command is unknown', ['valdate', 'x'], '(Did you mean validate?)'],
    ['an option is unknown', ['validate', 'clean.yaml', '--closed-wold'], '(Did you mean --closed-world?)'],
    [
      'a format is unknown',
      ['validate', 'clean.yaml', '--format', 'xml'],
      'Allowed choices are text, json, sarif, junit.',
    ],
    ['a severity is unknown', ['validate', 'clean.yaml', '--fail-on', 'info'], 'Allowed choices are error, warning.'],
    ['a gateway is unknown', ['validate', 'clean.yaml', '--gateway', 'kgatway@2.4'], 'did you mean "kgateway"?'],
    ['an instant is none', ['validate', 'clean.yaml', '--now', 'today'], '--now: "today" is not an instant;'],
    [
      'CRDs are given and there is none',
      ['validate', 'clean.yaml', '--crds', 'clean.yaml'],
      '--crds clean.yaml: there is no CustomResourceDefinition among 1 object; give what "kubectl get crd -o yaml" prints, or leave it out',
    ],
    ['standard input is read twice', ['validate', '-', '--crds', '-'], 'can be read only once; give it once'],
    ['no command is given', [], 'Usage: upstream-tls [options] [command]'],
  ])('2 where %s, with the reason on standard error only', (_name, args, reason) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });

  test('a warning fails only where warnings are meant to', () => {
    // A rule with a function that CEL does not have cannot be evaluated, which is a warning.
    const rules = [{ rule: 'self.nothingLikeIt()' }];
    const spec = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-validations': rules };
    const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
        versions: [{ name: 'v1', served: true, storage: true, schema }],
      },
    };
    const args = ['validate', 'unknown.yaml', '--crds', '-', '--format', 'json'];
    const { status, stdout } = run(args, JSON.stringify(crd));
    expect(status).toBe(0);
    expect(JSON.parse(stdout).summary).toEqual({ objects: 1, errors: 0, warnings: 1 });
    expect(run([...args, '--fail-on', 'warning'], JSON.stringify(crd)).status).toBe(1);
  });
});

describe('what is checked', () => {
  test('standard input, where the path is -', () => {
    const { status, stdout } = run(
      ['validate', '-'],
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_, namespace: b}\n',
    );
    expect(status).toBe(1);
    expect(stdout).toContain('at <stdin>:3\n    3 | metadata: {name: A_, namespace: b}');
  });

  test('a kind of the user, by the CRDs of the user', () => {
    const { status, stdout } = run(['validate', 'unknown.yaml', '--crds', 'crd.yaml', '--format', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).findings).toEqual([
      expect.objectContaining({
        rule: 'schema/invalid-value',
        path: 'spec.size',
        source: { file: 'unknown.yaml', line: 4 },
      }),
    ]);
  });

  test('nothing, which standard error says', () => {
    expect(run(['validate', '-'])).toEqual({
      status: 0,
      stdout: '0 objects checked: 0 errors, 0 warnings\n',
      stderr: 'upstream-tls: no manifests in -\n',
    });
  });
});

describe('output', () => {
  test('JSON has the keys that are documented, and nothing else goes to standard output', () => {
    const { stdout, stderr } = run(['validate', 'wrong.yaml', '--format', 'json']);
    const report = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(Object.keys(report)).toEqual(['findings', 'summary']);
    expect(Object.keys(report.findings[0])).toEqual(['rule', 'severity', 'object', 'path', 'message', 'fix', 'source']);
    expect(report.findings[0].object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'payments',
      name: 'roots',
    });
    expect(report.summary).toEqual({ objects: 1, errors: 1, warnings: 0 });
  });

  test('SARIF names the rule and the line', () => {
    const [sarif] = JSON.parse(run(['validate', 'wrong.yaml', '--format', 'sarif']).stdout).runs;
    const [result] = sarif.results;
    expect(sarif.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'wrong.yaml' },
      region: { startLine: 7 },
    });
  });

  test('JUnit counts the failure', () => {
    expect(run(['validate', 'wrong.yaml', '--format', 'junit']).stdout).toContain('tests="2" failures="1"');
  });

  test('the same input gives the same bytes', () => {
    expect(run(['validate', '.'])).toEqual(run(['validate', '.']));
  });

  test('a reader that stops early is no failure', () => {
    const script = `"$0" "$1" validate . --format sarif | head -c 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, MAIN], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: '{', stderr: '' });
  });

  test('help shows examples and exit codes, and the version is printed', () => {
    const help = run(['validate', '--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('helm template ledger charts/ledger | upstream-tls validate -');
    expect(help.stdout).toContain('Exit codes:');
    expect(run(['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

test('neither cdk8s nor the certificate and CEL libraries are loaded for an object that needs none', () => {
  // The modules before they are bundled: what is loaded there is what the bundle executes.
  const modules = join(__dirname, '../../lib/src/cli/main.js');
  const preload = join(folder, 'preload.cjs');
  writeFileSync(preload, "process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));");
  const args = ['--require', preload, modules, 'validate', 'clean.yaml'];
  const { stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toContain('/node_modules/commander/');
  expect(stderr).not.toMatch(/\/node_modules\/(?:cdk8s|constructs|@bufbuild|@peculiar)\//);
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import {
  Backend,
  type CheckResult,
  ClientCertificate,
  EnvoyGateway,
  TrustAnchors,
  UpstreamMtls,
  UpstreamTls,
} from '../../src';

const folder = mkdtempSync(join(tmpdir(), 'upstream-tls-synth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configMap(chart: Chart, id: string, data: object, namespace?: string): ApiObject {
  return new ApiObject(chart, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'roots', namespace },
    data,
  });
}

/** An app whose checks are on although it holds no construct of ours. */
function checkedApp(props: ConstructorParameters<typeof App>[0] = {}): { app: App; chart: Chart } {
  const app = new App(props);
  UpstreamTls.of(app);
  return { app, chart: new Chart(app, 'c', { namespace: 'payments' }) };
}

describe('a synthesis that fails', () => {
  test('leaves the output folder as it was', () => {
    // GIVEN
    const outdir = join(folder, 'kept');
    const { app, chart } = checkedApp({ outdir });
    configMap(chart, 'good', { a: '1' });
    app.synth();
    const before = readFileSync(join(outdir, 'c.k8s.yaml'), 'utf8');
    writeFileSync(join(outdir, 'other.yaml'), 'kind: Other\n');
    // WHEN
    configMap(chart, 'bad', { a: 1 }, 'other');
    expect(() => app.synth()).toThrow(/schema\/invalid-value/);
    // THEN
    expect(readdirSync(outdir).sort()).toEqual(['c.k8s.yaml', 'other.yaml']);
    expect(readFileSync(join(outdir, 'c.k8s.yaml'), 'utf8')).toBe(before);
  });

  test('makes no output folder', () => {
    const outdir = join(folder, 'never');
    const { app, chart } = checkedApp({ outdir });
    configMap(chart, 'bad', { a: 1 });
    expect(() => app.synth()).toThrow(/schema\/invalid-value/);
    expect(existsSync(outdir)).toBe(false);
  });
});

describe('the checks', () => {
  test('find two objects that cdk8s would write into one file', () => {
    const { app, chart } = checkedApp({
      outdir: join(folder, 'one'),
      yamlOutputType: YamlOutputType.FILE_PER_RESOURCE,
    });
    configMap(chart, 'a', {}, 'team-a');
    configMap(chart, 'b', {}, 'team-b');
    expect(() => app.synth()).toThrow(/gitops\/file-collision/);
  });

  test('take the severity that is set for a rule, also for what constructs say of themselves', () => {
    const { app, chart } = checkedApp();
    configMap(chart, 'bad', { a: 1 });
    new UpstreamMtls(chart, 'mtls', {
      gateway: new EnvoyGateway({ version: '1.9' }),
      backend: Backend.serviceName('ledger', { port: 'https', portNumber: 8443 }),
      server: { hostname: 'ledger.example.com' },
      trust: TrustAnchors.configMap('payments-roots'),
      client: ClientCertificate.secret('edge'),
    });
    const checks = UpstreamTls.of(app);
    checks.configure({ severities: { 'schema/invalid-value': 'warning', 'envoy-gateway/api-disabled': 'off' } });
    const { findings, summary } = checks.check();
    expect(findings.map(({ rule, severity }) => ({ rule, severity }))).toContainEqual({
      rule: 'schema/invalid-value',
      severity: 'warning',
    });
    expect(findings.some(({ rule }) => rule === 'envoy-gateway/api-disabled')).toBe(false);
    expect(summary.errors).toBe(0);
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('hand what was found to the listener after a synthesis that succeeds', () => {
    const { app, chart } = checkedApp();
    configMap(chart, 'bad', { a: 1 });
    const heard: CheckResult[] = [];
    const severities = { 'schema/invalid-value': 'warning' } as const;
    UpstreamTls.of(app).configure({ severities, onFindings: (result) => heard.push(result) });
    app.synthYaml();
    expect(heard.map((result) => result.summary)).toEqual([{ objects: 1, errors: 0, warnings: 1 }]);
  });

  test('write warnings to standard error where nobody listens', () => {
    const { app, chart } = checkedApp();
    configMap(chart, 'bad', { a: 1 });
    UpstreamTls.of(app).configure({ severities: { 'schema/invalid-value': 'warning' } });
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    app.synthYaml();
    expect(write.mock.calls.join('')).toMatch(/^warning: \[c\/bad\] ConfigMap payments\/roots: data.a: /);
    write.mockRestore();
  });

  test('refuse a severity for a rule that does not exist, but not for the rules of a gateway of the user', () => {
    const { app, chart } = checkedApp();
    configMap(chart, 'good', { a: '1' });
    const checks = UpstreamTls.of(app);
    checks.configure({ severities: { 'schema/invalid-valu': 'off' } });
    expect(() => app.synthYaml()).toThrow(
      'severities: "schema/invalid-valu" is not a rule; did you mean "schema/invalid-value"',
    );
    checks.configure({ severities: { 'own-gateway/beta': 'off', 'rotation/retire-too-early': 'warning' } });
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('refuse CRDs among which there is none', () => {
    const { app } = checkedApp();
    const configMapText = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
    expect(() => UpstreamTls.of(app).configure({ crds: [configMapText, configMapText] })).toThrow(
      'UpstreamTls.configure: crds: there is no CustomResourceDefinition among 2 objects; give what "kubectl get crd -o yaml" prints, or leave it out',
    );
    expect(() => UpstreamTls.of(app).configure({ crds: [] })).not.toThrow();
  });

  test('a path in place of the text of CRDs is found at synthesis, which says the prop', () => {
    const { app } = checkedApp();
    UpstreamTls.of(app).configure({ crds: ['crds/policies.yaml'] });
    expect(() => app.synth()).toThrow('crds[0]: line 1: no Kubernetes object: a string stands in place of a map');
  });

  test('let the CRDs of the user win over our contracts', () => {
    const { app, chart } = checkedApp();
    const object = { apiVersion: 'example.com/v1', kind: 'Widget', spec: { size: 'large' } };
    new ApiObject(chart, 'widget', object);
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
              },
            },
          },
        ],
      },
    };
    const rules = (): string[] =>
      UpstreamTls.of(app)
        .check()
        .findings.map(({ rule }) => rule);
    expect(rules()).toEqual(['schema/unchecked-kind']);
    UpstreamTls.of(app).configure({ crds: [JSON.stringify(crd)] });
    expect(rules()).toEqual(['schema/invalid-value']);
  });
});

import { fileCollision } from '../../../src/checks/rules/gitops/file-collision';
import { duplicateObject } from '../../../src/checks/rules/manifests/duplicate-object';
import { emptyDocument } from '../../../src/checks/rules/manifests/empty-document';
import { misreadScalar } from '../../../src/checks/rules/manifests/misread-scalar';
import { suppressionInvalid } from '../../../src/checks/rules/manifests/suppression-invalid';
import { unreadable } from '../../../src/checks/rules/manifests/unreadable';
import { unrenderedTemplate } from '../../../src/checks/rules/manifests/unrendered-template';
import type { JsonObject, Manifest, ManifestSet, ReadProblem } from '../../../src/manifests/manifest';
import { readManifests } from '../../../src/manifests/read-manifests';
import { manifestOf, setOf } from '../_manifests';
import { run } from './_run';

function configMap(metadata: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}

const GOOD = setOf(configMap({ name: 'a', namespace: 'x' }), configMap({ name: 'a', namespace: 'y' }));

describe.each([
  ['manifests/unreadable', unreadable],
  ['manifests/unrendered-template', unrenderedTemplate],
] as const)('%s', (rule, subject) => {
  const problem: ReadProblem = {
    rule,
    message: 'line 3, column 1: broken',
    fix: 'mend it',
    source: { file: 'a.yaml', line: 3 },
  };

  test('passes what could be read', () => {
    expect(run(subject, GOOD)).toBe('pass');
  });

  test('reports what could not, in the manifests and in the CRDs', () => {
    const set: ManifestSet = { manifests: [], problems: [problem] };
    expect(run(subject, set)).toEqual(['no object : line 3, column 1: broken -> mend it']);
    expect(run(subject, GOOD, { crds: set })).toEqual(['no object : line 3, column 1: broken -> mend it']);
  });

  test('leaves the problems of other rules to them', () => {
    const other = rule === 'manifests/unreadable' ? 'manifests/unrendered-template' : 'manifests/unreadable';
    expect(run(subject, { manifests: [], problems: [{ ...problem, rule: other }] })).toBe('pass');
  });
});

describe('manifests/duplicate-object', () => {
  test('passes one name in two namespaces, groups or kinds', () => {
    const ingress = (group: string) => ({ apiVersion: `${group}/v1`, kind: 'Gateway', metadata: { name: 'a' } });
    expect(run(duplicateObject, setOf(ingress('networking.istio.io'), ingress('gateway.networking.k8s.io')))).toBe(
      'pass',
    );
    expect(run(duplicateObject, GOOD)).toBe('pass');
  });

  test('finds an object stated twice, and says where it stands first', () => {
    const first = manifestOf(configMap({ name: 'a' }), { source: { file: 'a.yaml', line: 7 } });
    const second = manifestOf(configMap({ name: 'a' }), { source: { file: 'b.yaml', line: 1 } });
    expect(run(duplicateObject, { manifests: [first, second], problems: [] })).toEqual([
      'a : ConfigMap a is stated before, in a.yaml line 7; the object applied last replaces the other -> remove or rename one of the two',
    ]);
  });

  test('finds it in another version of its group, and names the construct', () => {
    const policy = (version: string, constructPath: string): Manifest =>
      manifestOf(
        { apiVersion: `gateway.networking.k8s.io/${version}`, kind: 'BackendTLSPolicy', metadata: { name: 'p' } },
        { constructPath },
      );
    expect(
      run(duplicateObject, { manifests: [policy('v1alpha3', 'app/a'), policy('v1', 'app/b')], problems: [] }),
    ).toEqual([
      'p : BackendTLSPolicy p is stated before (as gateway.networking.k8s.io/v1alpha3), by the construct app/a; the object applied last replaces the other -> remove or rename one of the two',
    ]);
  });

  test('does not apply where no object has a name of its own', () => {
    const generated = configMap({ generateName: 'a-' });
    expect(run(duplicateObject, setOf(generated, generated))).toBe('not applicable: there is no object with a name');
  });
});

describe('manifests/empty-document', () => {
  const read = (content: string) => readManifests([{ file: 'a.yaml', content }]);
  const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

  test('passes files whose documents all hold something', () => {
    expect(run(emptyDocument, read(`---\n${OBJECT}---\n${OBJECT}---\n`))).toBe('pass');
  });

  test.each([
    [`${OBJECT}---\n# Source: ledger.yaml\n---\n${OBJECT}`, 'line 5: the document is empty'],
    ['# a\n---\n# b\n', 'line 1: the document is empty, and so is 1 more in the file'],
    ['# a\n---\n---\n# b\n', 'line 1: the document is empty, and so are 2 more in the file'],
  ])('tells once of %j', (content, expected) => {
    expect(run(emptyDocument, read(content))).toEqual([
      `no object : ${expected}; nothing is there to check -> see whether an object is missing there, or take the separator out`,
    ]);
  });
});

describe('manifests/misread-scalar', () => {
  const read = (lines: string, kind = 'ConfigMap') =>
    readManifests([{ file: 'a.yaml', content: `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\n${lines}\n` }]);

  test.each(['data: {"on": x, 8443: y}', 'spec: {ports: [{port: 443}]}', 'spec: {defaultMode: 0644, mode: 0400}'])(
    'passes %s',
    (lines) => {
      expect(run(misreadScalar, read(lines))).toBe('pass');
    },
  );

  test.each([
    ['data: {y: x}', 'data.true: the key y is true in YAML 1.1 and becomes "true" -> quote it: "y"'],
    ['data: {010: x}', 'data[8]: the key 010 is 8 in YAML 1.1 and becomes "8" -> quote it: "010"'],
    [
      'spec: {ports: [{port: 0443}]}',
      'spec.ports[0].port: port is written 0443, which is octal in YAML 1.1: 291 -> write 443, or 0o443 if octal is meant; quote it if it is text',
    ],
    [
      'spec: {offset: -0_10}',
      'spec.offset: offset is written -010, which is octal in YAML 1.1: -8 -> write -10, or -0o10 if octal is meant; quote it if it is text',
    ],
    [
      'spec: {password: 0443}',
      'spec.password: password begins with 0 (not shown), and is octal in YAML 1.1 -> quote it if it is text, else write it without the zero',
    ],
  ])('finds %s', (lines, expected) => {
    expect(run(misreadScalar, read(lines))).toEqual([`a ${expected}`]);
  });

  test('never shows the digits of a Secret', () => {
    const text = JSON.stringify(run(misreadScalar, read('stringData: {pin: 0443}', 'Secret')));
    expect(text).toContain('stringData.pin');
    expect(text).not.toMatch(/443|291/);
  });

  test('repeats no more of a long number than fits a message', () => {
    expect(run(misreadScalar, read(`spec: {a: 0${'1'.repeat(300)}}`))).toEqual([
      'a spec.a: a begins with 0 (not shown), and is octal in YAML 1.1 -> quote it if it is text, else write it without the zero',
    ]);
    expect(run(misreadScalar, read(`data: {${'0'.repeat(300)}1: x}`))).toEqual([
      expect.stringMatching(/: the key 0{30}\.\.\. is 1 in YAML 1\.1/),
    ]);
  });

  test('does not apply to objects that come from no file', () => {
    expect(run(misreadScalar, GOOD)).toBe('not applicable: no object comes from a file');
  });
});

describe('manifests/suppression-invalid', () => {
  const ignoring = (text: string) => setOf(configMap({ name: 'a', annotations: { 'upstream-tls.dev/ignore': text } }));
  const path = 'a metadata.annotations[upstream-tls.dev/ignore]';

  test('passes known rules with reasons, one a line', () => {
    expect(
      run(suppressionInvalid, ignoring('schema/unknown-field: beta: kept\n\n manifests/duplicate-object: twice \n')),
    ).toBe('pass');
  });

  test.each([
    [
      'schema/unknown-field',
      'rule "schema/unknown-field" is suppressed without a reason -> write "schema/unknown-field: <reason>"',
    ],
    [
      'schema/unknown-field: ',
      'rule "schema/unknown-field" is suppressed without a reason -> write "schema/unknown-field: <reason>"',
    ],
    ['schema/unknown-feild: x', '"schema/unknown-feild" is not a rule -> did you mean "schema/unknown-field"'],
    ['everything: x', '"everything" is not a rule -> give the id of a rule as findings show it'],
    [
      'secrets/private-key-text: it is a test',
      'rule "secrets/private-key-text" cannot be suppressed -> remove the line and mend what the rule found',
    ],
    [
      'manifests/suppression-invalid: x',
      'rule "manifests/suppression-invalid" cannot be suppressed -> remove the line and mend what the rule found',
    ],
  ])('finds %j', (text, expected) => {
    expect(run(suppressionInvalid, ignoring(text))).toEqual([`${path}: ${expected}`]);
  });

  test('does not apply where nothing is suppressed', () => {
    expect(run(suppressionInvalid, GOOD)).toBe('not applicable: no object has a suppression');
  });
});

describe('gitops/file-collision', () => {
  const fileOf = ({ key }: Manifest) => `${key.kind}.${key.name}.k8s.yaml`;

  test('passes objects that differ in kind or name', () => {
    expect(run(fileCollision, setOf(configMap({ name: 'a' }), configMap({ name: 'b' })), { fileOf })).toBe('pass');
  });

  test('finds two objects that one file would have to hold', () => {
    expect(run(fileCollision, GOOD, { fileOf })).toEqual([
      'a : ConfigMap y/a (v1) and ConfigMap x/a (v1) are both written to ConfigMap.a.k8s.yaml; allowed is one object per file -> set yamlOutputType to FILE_PER_CHART, or rename one of the two',
    ]);
  });

  test('does not apply where files hold many objects', () => {
    expect(run(fileCollision, GOOD)).toBe('not applicable: the output is not one file per object');
  });
});

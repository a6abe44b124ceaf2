import { MAX_ALIASED_VALUES, MAX_DEPTH, MAX_MISREAD_SCALARS, MAX_PROBLEMS_PER_FILE } from '../../src/manifests/limits';
import type { JsonValue, ManifestSet } from '../../src/manifests/manifest';
import { readManifests } from '../../src/manifests/read-manifests';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

function read(content: string | Uint8Array): ManifestSet {
  return readManifests([{ file: 'a.yaml', content }]);
}

function dataOf(yaml: string): JsonValue | undefined {
  const { manifests, problems } = read(`${HEAD}data:\n${yaml}`);
  expect(problems).toEqual([]);
  return manifests[0]?.body.data;
}

function problemsOf(content: string | Uint8Array): readonly string[] {
  const { manifests, problems } = read(content);
  expect(manifests).toEqual([]);
  return problems.map(({ rule, message }) => `${rule}: ${message}`);
}

describe('values are read as an API server reads them', () => {
  test.each<[string, JsonValue]>([
    ['yes', true],
    ['Off', false],
    ['y', true],
    ['oN', 'oN'],
    ['"yes"', 'yes'],
    ['~', null],
    ['', null],
    ['0755', 493],
    ['0o755', 493],
    ['-010', -8],
    ['08', 8],
    ['0x1F', 31],
    ['-0b101', -5],
    ['1_000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['.', '.'],
    ['1.2.3', '1.2.3'],
    ['1e999', '1e999'],
    ['190:20:30', '190:20:30'],
    ['2024-01-31', '2024-01-31'],
    ['2024-01-31T10:00:00Z', '2024-01-31T10:00:00Z'],
    ['!!str 8443', '8443'],
    ['!!int "8443"', 8443],
    ['!!float 1', 1],
    ['!!bool on', true],
    ['!!null ~', null],
    ['!!binary |\n    aGVs\n    bG8=', 'hello'],
    ['!!timestamp 2024-01-31', '2024-01-31'],
    ['!Ref other', 'other'],
    ['! 12', 12],
    ['<<', '<<'],
    ['|\n    two\n    lines', 'two\nlines\n'],
    ['>-\n    two\n    lines', 'two lines'],
    ['[a, {b: c}, 1]', ['a', { b: 'c' }, 1]],
    ['"\\x41\\u00e9"', 'A\u00e9'],
  ])('%s is read as %j', (text, value) => {
    expect(dataOf(`  key: ${text}\n`)).toEqual({ key: value });
  });

  test.each<[string, string, string]>([
    ['a number', '8443: x', '8443'],
    ['an octal number', '010: x', '8'],
    ['a boolean', 'on: x', 'true'],
    ['a quoted boolean', '"on": x', 'on'],
    ['a prototype', '__proto__: x', '__proto__'],
  ])('a key that is %s becomes text', (_name, entry, key) => {
    const data = dataOf(`  ${entry}\n`);
    expect(Object.entries(data ?? {})).toEqual([[key, 'x']]);
  });

  test('aliases repeat the value of their anchor, and a later anchor of one name wins', () => {
    expect(dataOf('  a: &x [1]\n  b: *x\n  c: &x 2\n  d: *x\n')).toEqual({ a: [1], b: [1], c: 2, d: 2 });
  });

  test('merge keys give way to explicit keys, and the first of several merged maps wins', () => {
    const yaml = '  base: &base {a: 1, b: 1}\n  more: &more {b: 2, c: 2}\n  all:\n    <<: [*base, *more]\n    c: 3\n';
    expect(dataOf(yaml)).toMatchObject({ all: { a: 1, b: 1, c: 3 } });
  });

  test('a merge key in quotes is a key like others', () => {
    expect(dataOf('  "<<": x\n')).toEqual({ '<<': 'x' });
  });
});

describe('what is read otherwise than it looks', () => {
  const misread = (yaml: string) => read(yaml).manifests.map((manifest) => manifest.misread);

  test('keys that become another text and octal numbers are noted with their fields', () => {
    const data = 'data:\n  on: 1\n  list: [{010: x}, {a: 0443}, -010]\n  0x1F: y\n';
    expect(misread(HEAD + data)).toEqual([
      [
        { path: ['data', 'true'], isKey: true, written: 'on', value: true },
        { path: ['data', 'list', 0, '8'], isKey: true, written: '010', value: 8 },
        { path: ['data', 'list', 1, 'a'], isKey: false, written: '0443', value: 291 },
        { path: ['data', 'list', 2], isKey: false, written: '-010', value: -8 },
        { path: ['data', '31'], isKey: true, written: '0x1F', value: 31 },
      ],
    ]);
  });

  test.each(['8443: x', '"on": x', 'true: x', 'a: 07', 'a: 0', 'a: 0o755', 'a: 0x1F', 'a: "010"', 'a: 08', 'a: yes'])(
    '%s is what it looks like, or what its place refuses',
    (entry) => {
      expect(misread(`${HEAD}data:\n  ${entry}\n`)).toEqual([undefined]);
    },
  );

  test('the objects of a list have their own, counted from the object', () => {
    const item = (name: string, port: string) =>
      `- {apiVersion: v1, kind: A, metadata: {name: ${name}}, port: ${port}}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item('a', '80')}${item('b', '080')}${item('c', '010')}`;
    expect(misread(list)).toEqual([undefined, undefined, [{ path: ['port'], isKey: false, written: '010', value: 8 }]]);
  });

  test('only the first ones of a document are noted', () => {
    const [manifest] = read(`${HEAD}data: [${'010, '.repeat(1000)}]\n`).manifests;
    expect(manifest?.misread).toHaveLength(MAX_MISREAD_SCALARS);
  });

  test.each<[string, (string | number)[], string | undefined]>([
    ['a: 1.10', ['data', 'a'], '1.10'],
    ['a: yes # x', ['data', 'a'], 'yes'],
    ['a: [0755]', ['data', 'a', 0], '0755'],
    ['a: "1.10"', ['data', 'a'], undefined],
    ['a: !!int 1', ['data', 'a'], undefined],
    ['a: {b: 1}', ['data', 'a'], undefined],
    ['a: 1', ['data', 'b'], undefined],
    ['a: &x 1.10\n  b: *x', ['data', 'b'], undefined],
  ])('of %j, the text at %j is %j', (entry, path, text) => {
    expect(read(`${HEAD}data:\n  ${entry}\n`).manifests[0]?.written?.(path)).toBe(text);
  });

  test('JSON is what it looks like', () => {
    const [manifest] = read('{"apiVersion": "v1", "kind": "A", "a": 1.10}').manifests;
    expect(manifest?.misread).toBeUndefined();
    expect(manifest?.written?.(['a'])).toBeUndefined();
  });
});

describe('what cannot be read is a problem with its line and column', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['a duplicate key', `${HEAD}  name: b\n`, 'line 5, column 3: the key "name" stands twice in one map'],
    [
      'keys that become one',
      `${HEAD}data:\n  1: a\n  "1": b\n`,
      'line 7, column 3: the key "1" stands twice in one map',
    ],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'line 2, column 1: a tab is used as indentation'],
    ['a null key', '~: 1\n', 'line 1, column 1: a key is null, and JSON keys are text'],
    ['an empty key', ': 1\n', 'line 1, column 1: a key is null, and JSON keys are text'],
    ['a list as key', '? [a]\n: 1\n', 'line 1, column 3: a key is a list, and JSON keys are text'],
    ['a map as key', '? {a: 1}\n: 1\n', 'line 1, column 3: a key is a map, and JSON keys are text'],
    ['a fraction as key', '1.10: x\n', 'line 1, column 1: a key is a number, and JSON keys are text'],
    ['infinity', 'a: .inf\n', 'line 1, column 4: the value is infinite or not a number, which JSON cannot hold'],
    ['a wrong tag', 'a: !!int x\n', 'line 1, column 10: the value is tagged !!int and is none'],
    ['base64 that is none', 'a: !!binary "*"\n', 'line 1, column 13: the value is tagged !!binary and is not base64'],
    ['an unknown alias', 'a: *b\n', 'line 1, column 4: an alias names an anchor that is not set before it'],
    ['an alias of itself', 'a: &a [*a]\n', 'line 1, column 8: an anchor holds an alias of itself'],
    ['a merge of a scalar', 'a:\n  <<: 1\n', 'line 2, column 7: a merge key `<<` holds no map'],
    ['two merge keys', 'a: &a {}\nb:\n  <<: *a\n  <<: *a\n', 'line 4, column 3: the key "<<" stands twice in one map'],
    [
      'a merge key that overrides',
      'a: 1\n<<: {a: 2}\n',
      'line 2, column 5: a merge key `<<` stands after the key "a" that it also holds, and readers differ in which wins',
    ],
    [
      'a directive',
      '%YAML 1.1\n',
      'line 1, column 1: the document begins with a YAML directive, which kubectl cuts off from it',
    ],
    [
      'a second document',
      `${HEAD}...\na: 1\n`,
      'line 6, column 1: a second document begins without a separator, and an API server reads only the first',
    ],
    [
      'a separator that goes on',
      '---\na: 1\n--- b: 2\n',
      'line 3, column 1: the line begins with `---` and goes on, and a document separator stands alone',
    ],
    [
      'an un-indented PEM block',
      'a: |\n-----BEGIN CERTIFICATE-----\n',
      'line 2, column 1: a PEM block begins in the first column, where `---` separates documents',
    ],
    ['an open bracket', 'a: [1\nb: 2\n', 'line 2, column 1: the indentation is wrong, or a bracket is not closed'],
    ['an open quote', 'a: "x\n', 'line 2, column 1: a quote, bracket, comma or colon is missing'],
    ['an unknown escape', 'a: "\\q"\n', 'line 1, column 5: a double-quoted string has an unknown escape'],
    ['a NUL', 'a: x\0\n', 'line 1, column 5: the character U+0000 stands unescaped'],
    ['a line separator', 'a: x\u2028kind: y\n', 'line 1, column 5: the character U+2028 stands unescaped'],
    ['a lone carriage return', 'a: 1\rb: 2\n', 'line 1, column 5: a carriage return stands without a line feed'],
    ['bytes that are not UTF-8', Buffer.from('é: 1\nb: \xff\n', 'latin1'), 'line 1, column 1: the text is not UTF-8'],
    [
      'a late byte that is not UTF-8',
      Buffer.from([0x61, 0x0a, 0xc3, 0xa9, 0x80]),
      'line 2, column 2: the text is not UTF-8',
    ],
    ['half a surrogate pair', 'a: \ud800', 'line 1, column 4: the text is not UTF-8'],
    [
      'UTF-16 with a mark',
      Buffer.from('\ufeffa: 1', 'utf16le'),
      'line 1, column 1: the file is UTF-16, and an API server reads UTF-8',
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('a: 1', 'utf16le'),
      'line 1, column 1: the file is UTF-16, and an API server reads UTF-8',
    ],
    ['broken JSON', '{"a": 1,\n "b": [1}', 'line 2, column 9: a comma or `]` is missing: the text goes on otherwise'],
    ['a duplicate JSON key', '{"a": 1, "a": 2}', 'line 1, column 10: the key "a" stands twice in one map'],
    [
      'an endless JSON string',
      '{"a": "b',
      'line 1, column 7: a string in double quotes is missing: the text goes on otherwise',
    ],
    ['a scalar', 'hello\n', 'line 1: no Kubernetes object: a string stands in place of a map'],
    ['a list', '- a\n', 'line 1: no Kubernetes object: a list stands in place of a map'],
    ['Helm values', '\nreplicas: 2\n', 'line 2: no Kubernetes object: apiVersion and kind are missing'],
    ['a missing kind', 'apiVersion: v1\n', 'line 1: no Kubernetes object: kind is missing'],
    [
      'a version that is a number',
      'apiVersion: 1\nkind: A\n',
      'line 1: no Kubernetes object: apiVersion is a number, and a string is wanted',
    ],
    [
      'a kind that is a boolean',
      'apiVersion: v1\nkind: no\n',
      'line 1: no Kubernetes object: kind is a boolean, and a string is wanted',
    ],
    [
      'a list without list',
      'apiVersion: v1\nkind: List\nitems: 1\n',
      'line 3: items of a List is a number, and a list is wanted',
    ],
  ])('%s', (_name, content, message) => {
    expect(problemsOf(content)).toEqual([`manifests/unreadable: ${message}`]);
  });

  test.each([
    ['lists', '['.repeat(100_000)],
    ['list entries', '- '.repeat(100_000)],
    ['maps', 'a: {'.repeat(100_000)],
    ['indented maps', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['JSON', '{"a":'.repeat(100_000)],
    ['aliases', `a0: &a0 x\n${Array.from({ length: 500 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join('')}`],
  ])('%s beyond the depth limit', (_name, content) => {
    expect(problemsOf(content)).toEqual([
      expect.stringContaining(`the document nests deeper than ${MAX_DEPTH} levels`),
    ]);
  });

  test('the deepest document that is allowed is read', () => {
    const nested = '['.repeat(MAX_DEPTH - 1) + ']'.repeat(MAX_DEPTH - 1);
    expect(read(`apiVersion: v1\nkind: A\nspec: ${nested}\n`)).toMatchObject({ manifests: [{}], problems: [] });
    expect(read(`{"apiVersion": "v1", "kind": "A", "spec": ${nested}}`)).toMatchObject({
      manifests: [{}],
      problems: [],
    });
  });

  test('a billion laughs', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]\n`);
    expect(problemsOf(`a0: &a0 [lol]\n${levels.join('')}`)).toEqual([
      expect.stringContaining(`the aliases of the document stand for more than ${MAX_ALIASED_VALUES} values`),
    ]);
  });

  test('many problems in one file end its reading, and the last one says so', () => {
    const problems = problemsOf('a: 1\n---\n'.repeat(10_000));
    expect(problems).toHaveLength(MAX_PROBLEMS_PER_FILE + 1);
    expect(problems.at(-1)).toContain(`the file has more than ${MAX_PROBLEMS_PER_FILE} documents that cannot be read`);
  });

  test('a problem in one document leaves the others of the file readable', () => {
    const { manifests, problems } = read(`${HEAD}---\na: [\n---\n${HEAD}`);
    expect(manifests.map(({ source }) => source?.line)).toEqual([1, 8]);
    expect(problems.map(({ source }) => source.line)).toEqual([7]);
  });

  test('no message quotes a value', () => {
    const secret = 'hunter2';
    const broken = [
      `a: "${secret}`,
      `a: b: ${secret}`,
      `a: [${secret}`,
      `- ${secret}\nb: 1`,
      `a: !!int ${secret}`,
      `@${secret}`,
    ];
    for (const content of [...broken, `{"a": "${secret}`, `{"a": ${secret}}`, `a: \x01${secret}`]) {
      const [problem] = problemsOf(content);
      expect(problem).toContain('manifests/unreadable');
      expect(problem).not.toContain(secret);
    }
  });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the tests are about such text
describe('templates that were not rendered are named', () => {
  test.each([
    ['a value', 'name: {{ .Values.name }}\n', 'line 1, column 7', '{{ }}'],
    ['a line', `${HEAD}{{- if .Values.tls }}\ntls: true\n{{- end }}\n`, 'line 5, column 1', '{{ }}'],
    ['quotes in quotes', 'a: 1\nname: "{{ include "chart.name" . }}"\n', 'line 2, column 8', '{{ }}'],
    ['a value over two lines', 'a: {{ if\n.x }}b\n', 'line 1, column 4', '{{ }}'],
    ['a list entry', 'a:\n  - {{ . }}\n', 'line 2, column 5', '{{ }}'],
    ['a quoted value', `${HEAD}data:\n  a: "{{ .Values.name }}"\n`, 'line 6, column 7', '{{ }}'],
    ['part of a value', `${HEAD}data:\n  a: x-{{ include "chart.name" . }}\n`, 'line 6, column 8', '{{ }}'],
    ['a name', 'apiVersion: v1\nkind: A\nmetadata:\n  name: x-{{ name }}\n', 'line 4, column 11', '{{ }}'],
    ['a variable', `${HEAD}data:\n  a: \${NAME:-x}\n`, 'line 6, column 6', '${ }'],
    ['a variable in a name', 'apiVersion: v1\nkind: A\nmetadata: {name: "x-${NAME}"}\n', 'line 3, column 21', '${ }'],
    ['a variable that breaks a flow map', 'a: {b: ${NAME}}\n', 'line 1, column 8', '${ }'],
    ['JSON', '{"apiVersion": "v1", "kind": "A",\n "x": "{{ .Release.Name }}"}', 'line 2, column 8', '{{ }}'],
    ['JSON that is no JSON', '{"apiVersion": {{ .Values.version }}}', 'line 1, column 16', '{{ }}'],
  ])('%s', (_name, content, position, form) => {
    expect(problemsOf(content)).toEqual([
      `manifests/unrendered-template: ${position}: template text ${form} stands in place of a value`,
    ]);
  });

  test.each([
    ['text for Prometheus', 'a: "{{ $labels.instance }} is down"'],
    ['text for External Secrets', 'a: "{{ .cert }}"'],
    ['text for Argo', 'a: "{{inputs.parameters.x}}"'],
    ['a chart in a ConfigMap', 'a: |\n    {{ .Values.x }}\n    ${NAME}\n'],
    ['a variable for the kubelet', 'a: $(NAME)'],
    ['a variable inside text', 'a: "http://${HOST}/"'],
  ])('%s is left alone', (_name, entry) => {
    expect(read(`${HEAD}data:\n  ${entry}\n`)).toMatchObject({ manifests: [{}], problems: [] });
  });
});

test('kinds that carry Helm values may hold Helm templates, but not in their names', () => {
  const release = (name: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: "${name}"}\nspec: {values: {a: "{{ .Release.Name }}"}}\n`;
  expect(read(release('ledger'))).toMatchObject({ manifests: [{}], problems: [] });
  expect(problemsOf(release('x-{{ .Release.Name }}'))).toHaveLength(1);
});

test('template text elsewhere does not hide why a document does not parse', () => {
  expect(problemsOf('a: |\n  {{ $labels.instance }}\nb: 1\nc: 1\nb: 2\n')).toEqual([
    'manifests/unreadable: line 5, column 1: the key "b" stands twice in one map',
  ]);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the tests are about such text

describe('objects keep their place', () => {
  const file = `# first\n\n${HEAD}data:\n  a.b: |\n    x\n  list:\n    - one\n    - two: 2\n--- # second\n---\n\n${HEAD}`;

  test('every object knows its file and the line that it begins on', () => {
    expect(read(file).manifests.map(({ source }) => source)).toEqual([
      { file: 'a.yaml', line: 3 },
      { file: 'a.yaml', line: 16 },
    ]);
  });

  test.each<[(string | number)[], number]>([
    [[], 3],
    [['kind'], 4],
    [['metadata', 'name'], 6],
    [['data', 'a.b'], 8],
    [['data', 'list', 0], 11],
    [['data', 'list', 1, 'two'], 12],
    [['data', 'list', 7], 10],
    [['metadata', 'labels', 'app'], 5],
    [['spec', 'x'], 3],
  ])('the field at %j is found, or its nearest parent', (path, line) => {
    expect(read(file).manifests[0]?.locate?.(path)).toEqual({ file: 'a.yaml', line });
  });

  test('a field that comes from an alias is found where the alias stands', () => {
    const [manifest] = read(`${HEAD}a: &a\n  b: 1\nc: *a\n`).manifests;
    expect(manifest?.locate?.(['c', 'b']).line).toBe(7);
  });

  test('the items of a list are objects with their own lines', () => {
    const yaml =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n- apiVersion: v1\n  kind: B\n  metadata: {name: b, namespace: ns}\n';
    const { manifests } = read(yaml);
    expect(manifests.map(({ key, source }) => [key, source?.line])).toEqual([
      [{ apiVersion: 'v1', kind: 'A', name: 'a' }, 4],
      [{ apiVersion: 'v1', kind: 'B', namespace: 'ns', name: 'b' }, 8],
    ]);
    expect(manifests[0]?.locate?.(['metadata', 'name']).line).toBe(7);
    expect(manifests[1]?.locate?.(['metadata', 'name']).line).toBe(10);
  });

  test('the items of a JSON list are objects with their own lines', () => {
    const items = [
      { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'B', metadata: { name: 'b\u00e9"' } }] },
    ];
    const { manifests } = read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2));
    expect(manifests.map(({ key, source }) => [key.name, source?.line])).toEqual([
      ['a', 5],
      ['b\u00e9"', 16],
    ]);
    expect(manifests[1]?.locate?.(['metadata', 'name']).line).toBe(20);
  });

  test('the items of a typed list have its version and kind', () => {
    const { manifests } = read(
      '{"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{"metadata": {"name": "a"}}]}',
    );
    expect(manifests.map(({ key }) => key)).toEqual([{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }]);
  });

  test('a kind that ends in List and has no items is an object', () => {
    expect(read('apiVersion: x/v1\nkind: AllowList\nspec: {}\n').manifests.map(({ key }) => key.kind)).toEqual([
      'AllowList',
    ]);
  });

  test('JSON objects may follow each other, and each knows its line', () => {
    const { manifests } = read(
      '{"apiVersion":"v1","kind":"A"}\n\n{"apiVersion":"v1","kind":"B",\n"x":1}{"apiVersion":"v1","kind":"C"}',
    );
    expect(manifests.map(({ key, source }) => [key.kind, source?.line])).toEqual([
      ['A', 1],
      ['B', 3],
      ['C', 4],
    ]);
    expect(manifests[1]?.locate?.(['x']).line).toBe(4);
  });

  test('a YAML flow map is read although it begins like JSON', () => {
    expect(read('{apiVersion: v1, kind: A}\n---\n{apiVersion: v1, kind: B}\n').manifests).toHaveLength(2);
  });

  test('byte order marks and carriage returns do not matter', () => {
    const { manifests, problems } = read(Buffer.from(`\ufeff${HEAD}---\n\ufeff${HEAD}`.replaceAll('\n', '\r\n')));
    expect(problems).toEqual([]);
    expect(manifests.map(({ key, source }) => [key.name, source?.line])).toEqual([
      ['a', 1],
      ['a', 6],
    ]);
  });

  test.each(['', '\n\n', '---\n', '\n---\n\n'])('the empty file %j has no document', (content) => {
    expect(read(content)).toEqual({ manifests: [], problems: [] });
  });

  test.each([
    ['---\n---\n', 2, 1],
    ['# only a comment\n', 1, 1],
    ['~\n', 1, 1],
    ['null\n---\n# x\n', 1, 2],
    [`${HEAD}---\n# Source: ledger.yaml\n---\n\n---\n${HEAD}`, 6, 2],
    [`---\n${HEAD}---\n`, undefined, 0],
  ])('the empty documents of %j are told of once', (content, line, count) => {
    const { problems, emptyDocuments = [] } = read(content);
    expect(problems).toEqual([]);
    expect(emptyDocuments.map((empty) => [empty.source.line, empty.count])).toEqual(
      line === undefined ? [] : [[line, count]],
    );
  });
});

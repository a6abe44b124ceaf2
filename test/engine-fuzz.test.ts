import fc from 'fast-check';
import { check } from '../src/checks/check';
import { RULES } from '../src/checks/rules';
import { readManifests } from '../src/manifests/read-manifests';
import { formatReport, type ReportFormat } from '../src/report/format-report';

const FORMATS: readonly ReportFormat[] = ['text', 'json', 'sarif', 'junit'];

const MANIFESTS = `apiVersion: example.com/v1
kind: Widget
metadata: &meta
  name: wheel
  namespace: team
  labels: {app: 'wheel', "on": yes}
  annotations: {upstream-tls.dev/ignore: "schema/invalid-value: known"}
spec:
  size: 0755
  names: [a, b, b]
  limit: 5Gi
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: team}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger, sectionName: https}]
  validation:
    hostname: ledger.example.com
    caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]
---
{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Secret", "data": {"a": "!"}}]}
`;

const CRD = `apiVersion: v1
kind: List
items:
- apiVersion: apiextensions.k8s.io/v1
  kind: CustomResourceDefinition
  metadata: {name: widgets.example.com}
  spec:
    group: example.com
    scope: Namespaced
    names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
    versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: {type: integer, minimum: 1, maximum: 9, default: 3}
                names: {type: array, items: {type: string, pattern: '^[a-z]+$'}, x-kubernetes-list-type: set, maxItems: 3}
                limit: {x-kubernetes-int-or-string: true}
              x-kubernetes-validations:
              - rule: "!has(self.limit) || quantity(self.limit).isLessThan(quantity('4Gi'))"
                messageExpression: "'limit is ' + string(self.limit)"
                reason: FieldValueForbidden
                fieldPath: .limit
              - rule: "self.size >= oldSelf.orValue(self).size"
                optionalOldSelf: true
`;

/** Pieces that change what a text means, in YAML, in schemas and in CEL. */
const PIECES = [
  ...['{', '}', '[', ']', ': ', '- ', '\n', '  ', '\n---\n', '"', "'", '&meta ', '*meta', '<<: ', '|\n', '#', '~'],
  ...['null', 'true', '-1', '1e999', '0755', '""', '\u202e', '\ufeff', '\0', '{{ .Values.a }}', '9'.repeat(40)],
  ...['spec', 'type', 'object', 'string', 'items', 'properties', 'default: ', 'enum: []', 'nullable: true', '$ref: x'],
  ...['self', 'oldSelf', '.all(a, ', '.?', '[0]', ' + ', ' / 0', 'quantity(', 'size(', '__proto__', 'constructor'],
];

function mutated(seed: string): fc.Arbitrary<string> {
  const mutation = fc.record({
    at: fc.nat(),
    remove: fc.nat({ max: 15 }),
    insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })),
  });
  return fc.array(mutation, { minLength: 0, maxLength: 4 }).map((mutations) =>
    mutations.reduce((text, { at, remove, insert }) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + insert + text.slice(start + remove);
    }, seed),
  );
}

const anything = fc.oneof(
  { weight: 6, arbitrary: mutated(MANIFESTS) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
);

/** What the command does with its input, from the bytes to the reports; returns the rules that found something. */
function wholeWay(content: string | Uint8Array, crds: string, before: string): ReadonlySet<string> {
  const set = readManifests([{ file: 'a.yaml', content }]);
  const result = check(set, {
    crds: readManifests([{ file: 'crds.yaml', content: crds }]),
    before: readManifests([{ file: 'before.yaml', content: before }]),
    now: new Date('2026-01-01T00:00:00Z'),
    closedWorld: true,
  });
  const sourceText = (): string => Buffer.from(content).toString('utf8');
  const reports = new Map(
    FORMATS.map((format): [ReportFormat, string] => [
      format,
      formatReport(format, result, { version: '0.1.0', rules: RULES, failOn: 'error', color: false, sourceText }),
    ]),
  );
  expect(JSON.parse(reports.get('json') ?? '').summary).toEqual(result.summary);
  expect(JSON.parse(reports.get('sarif') ?? '').runs).toHaveLength(1);
  expect(result.findings.filter(({ message, fix }) => message === '' || fix === '')).toEqual([]);
  // Nothing that a file holds may write to the terminal.
  expect(reports.get('text')).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  expect([...(reports.get('junit') ?? '')].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  return new Set(result.findings.map(({ rule }) => rule));
}

test('the texts that are mutated are judged by schema, CEL and references', () => {
  expect([...wholeWay(MANIFESTS, CRD, MANIFESTS)]).toEqual(
    expect.arrayContaining([
      'schema/duplicate-list-entry',
      'schema/rule-violated',
      'manifests/misread-scalar',
      'references/missing-object',
    ]),
  );
});

test('mutated manifests under mutated CRDs and random bytes end in reports that can be read', () => {
  fc.assert(
    fc.property(anything, mutated(CRD), mutated(MANIFESTS), (content, crds, before) => {
      wholeWay(content, crds, before);
    }),
    { numRuns: 400 },
  );
});

import { check } from '../../src/checks/check';
import { RULES, ruleOf } from '../../src/checks/rules';
import type { JsonObject, ManifestSet } from '../../src/manifests/manifest';
import { manifestOf, setOf, widget, widgetCrd } from './_manifests';

const CRDS = setOf(widgetCrd({ type: 'object', properties: { port: { type: 'integer' } } }));
const WRONG = widget({ port: 'x' });

function suppressing(text: string, spec: JsonObject = { port: 'x' }): ManifestSet {
  return setOf(widget(spec, { annotations: { 'upstream-tls.dev/ignore': text } }));
}

describe('a check', () => {
  test('counts objects, errors and warnings', () => {
    const deployment = { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { name: 'a' } };
    expect(check(setOf(WRONG, deployment), { crds: CRDS }).summary).toEqual({ objects: 2, errors: 1, warnings: 0 });
  });

  test('of nothing finds nothing', () => {
    expect(check(setOf())).toEqual({ findings: [], suppressed: [], summary: { objects: 0, errors: 0, warnings: 0 } });
  });

  test('names the object, the field, the line and the construct', () => {
    const manifest = manifestOf(WRONG, {
      source: { file: 'a.yaml', line: 3 },
      constructPath: 'app/chart/widget',
      locate: (path) => ({ file: 'a.yaml', line: 3 + path.length }),
    });
    expect(check({ manifests: [manifest], problems: [] }, { crds: CRDS }).findings).toEqual([
      {
        rule: 'schema/invalid-value',
        severity: 'error',
        object: { apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'team', name: 'w' },
        path: 'spec.port',
        message: 'port is a string, "x"; allowed is an integer',
        fix: 'give an integer',
        source: { file: 'a.yaml', line: 5 },
        constructPath: 'app/chart/widget',
      },
    ]);
  });

  test('orders findings by file and line, whatever the order of the objects', () => {
    const at = (file: string, line: number) =>
      manifestOf(WRONG, { source: { file, line }, locate: () => ({ file, line }) });
    const manifests = [at('b.yaml', 1), at('a.yaml', 10), at('a.yaml', 9)];
    const places = (set: ManifestSet) =>
      check(set, { crds: CRDS, severities: { 'manifests/duplicate-object': 'off' } }).findings.map(
        ({ source }) => source,
      );
    const expected = [
      { file: 'a.yaml', line: 9 },
      { file: 'a.yaml', line: 10 },
      { file: 'b.yaml', line: 1 },
    ];
    expect(places({ manifests, problems: [] })).toEqual(expected);
    expect(places({ manifests: manifests.toReversed(), problems: [] })).toEqual(expected);
  });

  test('leaves its input as it is', () => {
    const crd = widgetCrd({ type: 'object', properties: { port: { type: 'integer', default: 8443 } } });
    const object = widget({ extra: null });
    const before = structuredClone([crd, object]);
    check(setOf(object), { crds: setOf(crd) });
    expect([crd, object]).toEqual(before);
  });

  test('lists no more than a hundred violations of one object, and says how many there are', () => {
    const crd = widgetCrd({ type: 'array', items: { type: 'integer' } });
    const { findings } = check(setOf(widget(Array.from({ length: 150 }, () => 'x'))), { crds: setOf(crd) });
    expect(findings).toHaveLength(101);
    expect(findings.map(({ message }) => message)).toContain('50 more violations are not listed');
  });
});

describe('severities', () => {
  test('replace those of the rules', () => {
    const result = check(setOf(WRONG), { crds: CRDS, severities: { 'schema/invalid-value': 'warning' } });
    expect(result.summary).toEqual({ objects: 1, errors: 0, warnings: 1 });
  });

  test('turn rules off', () => {
    expect(check(setOf(WRONG), { crds: CRDS, severities: { 'schema/invalid-value': 'off' } }).findings).toEqual([]);
  });

  test('of unknown rules are refused', () => {
    expect(() => check(setOf(), { severities: { 'schema/invalid-valu': 'off' } })).toThrow(
      'severities: "schema/invalid-valu" is not a rule; did you mean "schema/invalid-value"',
    );
  });

  test('cannot turn off what cannot be suppressed', () => {
    expect(() => check(setOf(), { severities: { 'manifests/suppression-invalid': 'off' } })).toThrow(
      'severities: rule "manifests/suppression-invalid" cannot be turned off; remove it from the severities',
    );
  });
});

describe('a suppression', () => {
  test('moves the findings of its rule to the suppressed ones, with the reason', () => {
    const result = check(suppressing('schema/invalid-value: the port is patched in later'), { crds: CRDS });
    expect(result.findings).toEqual([]);
    expect(result.suppressed).toMatchObject([{ rule: 'schema/invalid-value', reason: 'the port is patched in later' }]);
    expect(result.summary.errors).toBe(0);
  });

  test('silences nothing without a reason', () => {
    const result = check(suppressing('schema/invalid-value:'), { crds: CRDS });
    expect(result.suppressed).toEqual([]);
    expect(result.findings.map(({ rule }) => rule).sort()).toEqual([
      'manifests/suppression-invalid',
      'schema/invalid-value',
    ]);
  });

  test('silences no other rule and no other object', () => {
    const other = widget({ port: 'x' }, { name: 'other' });
    const [first] = suppressing('schema/unknown-field: none').manifests;
    const result = check(
      { manifests: [...(first === undefined ? [] : [first]), manifestOf(other)], problems: [] },
      { crds: CRDS },
    );
    expect(result.findings).toHaveLength(2);
  });
});

describe('the rules', () => {
  test('have ids of topic and name, each once, and can be found by them', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
      expect(ruleOf(id)?.id).toBe(id);
    }
    expect(ruleOf('no/such-rule')).toBeUndefined();
  });

  test('are documented', () => {
    for (const { title, why, fix } of RULES) {
      // Names of products and fields keep their lower case, also at the beginning.
      expect(title).toMatch(/^[A-Za-z].*[^.]$/s);
      expect(why).toMatch(/^[A-Za-z].*\.$/s);
      expect(fix).toMatch(/^[A-Z].*\.$/s);
    }
  });
});

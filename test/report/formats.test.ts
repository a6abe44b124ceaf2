import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv';
import type { CheckResult } from '../../src/checks/check';
import type { Finding } from '../../src/manifests/finding';
import { formatReport, REPORT_FORMATS, type ReportFormat } from '../../src/report/format-report';
import type { ReportContext } from '../../src/report/report-context';

const ESCAPE = String.fromCharCode(27);

const file = 'policies/ledger é.yaml';
const ledger = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'BackendTLSPolicy',
  namespace: 'payments',
  name: 'ledger',
};

const findings: readonly Finding[] = [
  {
    rule: 'schema/invalid-value',
    severity: 'error',
    object: ledger,
    path: 'spec.validation.hostname',
    message: 'hostname "*.svc" is not a precise hostname',
    fix: 'give the name in the server certificate',
    source: { file, line: 3 },
  },
  {
    rule: 'schema/unchecked-kind',
    severity: 'info',
    object: ledger,
    path: '',
    message: 'no schema',
    fix: 'pass --crds',
    source: { file, line: 1 },
  },
  {
    rule: 'manifests/unreadable',
    severity: 'error',
    path: '',
    message: 'line 7, column 1: the text is not YAML here',
    fix: 'quote the value',
    source: { file: './other.yaml', line: 7 },
  },
  {
    rule: 'gitops/file-collision',
    severity: 'warning',
    object: { apiVersion: 'v1', kind: 'Namespace', name: 'payments' },
    path: 'metadata',
    message: `hostile <text> & "quotes"\n${ESCAPE}[31m\u202e\0\ud800`,
    fix: 'rename it',
    constructPath: 'chart/Namespace',
  },
];

const result: CheckResult = {
  findings,
  suppressed: [{ ...(findings[0] as Finding), reason: 'a wildcard is wanted' }],
  summary: { objects: 2, errors: 2, warnings: 1 },
};
const clean: CheckResult = { findings: [], suppressed: [], summary: { objects: 1, errors: 0, warnings: 0 } };

const context: ReportContext = {
  version: '0.1.0',
  rules: [
    {
      id: 'schema/invalid-value',
      severity: 'error',
      title: 'A value is wrong',
      why: 'It is refused.',
      fix: 'Mend it.',
    },
    { id: 'schema/unchecked-kind', severity: 'info', title: 'A kind is unknown', why: 'Unchecked.', fix: 'Pass CRDs.' },
  ],
  failOn: 'error',
  color: false,
};

const sources: Readonly<Record<string, string>> = { [file]: 'kind: BackendTLSPolicy\nspec:\n  hostname: "*.svc"\n' };
const withSources = { ...context, sourceText: (name: string) => sources[name] };

function parse(format: ReportFormat, of = result) {
  return JSON.parse(formatReport(format, of, context));
}

describe('text', () => {
  test('groups findings by object, shows their lines and ends with a summary', () => {
    expect(
      formatReport('text', result, withSources),
    ).toBe(`BackendTLSPolicy payments/ledger (gateway.networking.k8s.io/v1)
  error spec.validation.hostname: hostname "*.svc" is not a precise hostname [schema/invalid-value]
    at policies/ledger é.yaml:3
    3 |   hostname: "*.svc"
    fix: give the name in the server certificate
  info: no schema [schema/unchecked-kind]
    at policies/ledger é.yaml:1
    1 | kind: BackendTLSPolicy
    fix: pass --crds

./other.yaml
  error: line 7, column 1: the text is not YAML here [manifests/unreadable]
    at ./other.yaml:7
    fix: quote the value

Namespace payments (v1)
  warning metadata: hostile <text> & "quotes"\\u000a\\u001b[31m\\u202e\\u0000\\ud800 [gitops/file-collision]
    at construct chart/Namespace
    fix: rename it

2 objects checked: 2 errors, 1 warning, 1 remark, 1 silenced
`);
  });

  test('says so where an object has no name', () => {
    const finding = { ...(findings[0] as Finding), object: { apiVersion: 'v1', kind: 'Secret', name: '' } };
    expect(formatReport('text', { ...clean, findings: [finding] }, context)).toMatch(
      /^Secret without a name \(v1\)\n {2}error /,
    );
  });

  test('says in one line that nothing was found', () => {
    expect(formatReport('text', clean, context)).toBe('1 object checked: 0 errors, 0 warnings\n');
  });

  test('is colored only if asked', () => {
    expect(formatReport('text', result, context)).not.toContain(ESCAPE);
    expect(formatReport('text', result, { ...context, color: true })).toContain(`${ESCAPE}[31merror${ESCAPE}[0m`);
  });

  test.each<[string, Partial<Finding>]>([
    ['of a Secret', { object: { apiVersion: 'v1', kind: 'Secret', name: 'a' } }],
    ['under a rule about secrets', { rule: 'secrets/private-key-text' }],
    ['under a rule about licenses', { rule: 'license/expiring' }],
  ])('shows no line %s', (_name, change) => {
    const secret = 'hunter2';
    const finding = { ...(findings[0] as Finding), ...change, source: { file: 'a', line: 1 } };
    const text = formatReport('text', { ...clean, findings: [finding] }, { ...context, sourceText: () => secret });
    expect(text).toContain('at a:1');
    expect(text).not.toContain(secret);
  });

  test('cuts base64 and long lines', () => {
    const finding = { ...(findings[0] as Finding), source: { file: 'a', line: 1 } };
    const line = `key: ${'A'.repeat(41)}= ${'. '.repeat(300)}`;
    const text = formatReport('text', { ...clean, findings: [finding] }, { ...context, sourceText: () => line });
    expect(text).toContain('key: ... .');
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(180);
  });
});

describe('JSON', () => {
  test('has the shape that is documented', () => {
    const { findings: written, summary } = parse('json', { ...result, suppressed: [] });
    expect(summary).toEqual({ objects: 2, errors: 2, warnings: 1 });
    expect(written[0]).toEqual({
      rule: 'schema/invalid-value',
      severity: 'error',
      object: ledger,
      path: 'spec.validation.hostname',
      message: 'hostname "*.svc" is not a precise hostname',
      fix: 'give the name in the server certificate',
      source: { file, line: 3 },
    });
    expect(written[2]).not.toHaveProperty('object');
    expect(written[3].object).toEqual({ apiVersion: 'v1', kind: 'Namespace', name: 'payments' });
    expect(written[3].constructPath).toBe('chart/Namespace');
  });

  test('has no other keys for a clean result, and its keys keep their order', () => {
    expect(formatReport('json', clean, context)).toBe(
      '{\n  "findings": [],\n  "summary": {\n    "objects": 1,\n    "errors": 0,\n    "warnings": 0\n  }\n}\n',
    );
    expect(Object.keys(parse('json').findings[0])).toEqual([
      'rule',
      'severity',
      'object',
      'path',
      'message',
      'fix',
      'source',
    ]);
  });

  test('lists silenced findings with their reason', () => {
    expect(parse('json').suppressed).toEqual([expect.objectContaining({ reason: 'a wildcard is wanted' })]);
  });
});

describe('SARIF', () => {
  // The schema is of draft 4; in what it uses, `id` is all that has another name in draft 7.
  const { $schema: _draft, id, ...schema } = sarifSchema as Record<string, unknown>;
  const validate = new Ajv({
    strict: false,
    // One of its patterns is none with the `u` flag.
    unicodeRegExp: false,
    formats: {
      uri: /^[a-z][a-z0-9+.-]*:\S+$/,
      'uri-reference': /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/,
      'date-time': true,
    },
  }).compile({ ...schema, $id: String(id) });

  test.each([
    ['with findings', result],
    ['without', clean],
  ])('is valid %s', (_name, of) => {
    expect(validate(parse('sarif', of))).toBe(true);
    expect(validate.errors).toBeNull();
  });

  test('the schema refuses what is not SARIF', () => {
    const log = parse('sarif');
    log.runs[0].results[0].level = 'info';
    expect(validate(log)).toBe(false);
    const spaced = parse('sarif');
    spaced.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = 'a b.yaml';
    expect(validate(spaced)).toBe(false);
  });

  test('results point at rules with help, at relative URIs and at objects', () => {
    const [run] = parse('sarif').runs;
    expect(run.tool.driver.rules[0]).toMatchObject({
      id: 'schema/invalid-value',
      help: { text: 'It is refused.\n\nMend it.' },
      defaultConfiguration: { level: 'error' },
    });
    expect(run.results[0]).toMatchObject({
      ruleId: 'schema/invalid-value',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'hostname "*.svc" is not a precise hostname; fix: give the name in the server certificate' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'policies/ledger%20%C3%A9.yaml' },
            region: { startLine: 3 },
          },
          logicalLocations: [{ fullyQualifiedName: 'BackendTLSPolicy payments/ledger spec.validation.hostname' }],
        },
      ],
    });
    expect(run.results[1].level).toBe('note');
    expect(run.results[2].locations[0].physicalLocation.artifactLocation.uri).toBe('other.yaml');
    expect(run.results[3]).not.toHaveProperty('ruleIndex');
  });

  test('an absolute path is a file URI', () => {
    const finding = { ...(findings[0] as Finding), source: { file: '/tmp/a b.yaml', line: 1 } };
    const [run] = parse('sarif', { ...clean, findings: [finding] }).runs;
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('file:///tmp/a%20b.yaml');
  });

  test('silenced findings are suppressed results', () => {
    const [run] = parse('sarif').runs;
    expect(run.results.at(-1).suppressions).toEqual([{ kind: 'inSource', justification: 'a wildcard is wanted' }]);
    expect(run.results.filter((entry: object) => 'suppressions' in entry)).toHaveLength(1);
  });
});

describe('JUnit', () => {
  test('counts what fails, what is skipped and what passes', () => {
    const text = formatReport('junit', result, context);
    expect(text).toContain('<testsuites name="upstream-tls" tests="6" failures="2" errors="0" skipped="1">');
    expect(text.match(/<testcase /g)).toHaveLength(6);
    expect(text.match(/<failure /g)).toHaveLength(2);
    expect(text.match(/<system-out>/g)).toHaveLength(2);
    expect(text).toContain('<skipped message="a wildcard is wanted"/>');
  });

  test('warnings fail where they are meant to', () => {
    const text = formatReport('junit', result, { ...context, failOn: 'warning' });
    expect(text.match(/<failure /g)).toHaveLength(3);
  });

  test('escapes what XML reserves and leaves out what it cannot hold', () => {
    const text = formatReport('junit', result, context);
    expect(text).toContain('hostile &lt;text&gt; &amp; &quot;quotes&quot;&#10;\ufffd[31m\u202e\ufffd\ufffd');
  });

  test('a clean result is one test case that passes', () => {
    const text = formatReport('junit', clean, context);
    expect(text).toContain('tests="1" failures="0" errors="0" skipped="0"');
    expect(text).toContain('<testcase classname="manifests" name="1 object checked"/>');
  });
});

test.each(REPORT_FORMATS)('%s is the same each time and ends with one line feed', (format) => {
  const first = formatReport(format as ReportFormat, result, withSources);
  expect(formatReport(format as ReportFormat, result, withSources)).toBe(first);
  expect(first).toMatch(/[^\n]\n$/);
});

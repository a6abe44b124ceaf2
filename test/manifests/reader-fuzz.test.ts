import fc from 'fast-check';
import { stringify } from 'yaml';
import { readManifests } from '../../src/manifests/read-manifests';

const RUNS = { numRuns: 300 };

/** Whatever comes in: a set whose objects can be located and written as JSON, and problems that name their line. */
function readsCleanly(content: string | Uint8Array): void {
  const lines = Buffer.from(content).toString('utf8').split('\n').length;
  const { manifests, problems } = readManifests([{ file: 'f', content }]);
  for (const { key, body, source, locate } of manifests) {
    expect(typeof key.apiVersion).toBe('string');
    expect(JSON.parse(JSON.stringify(body))).toEqual(body);
    const located = locate?.(['metadata', 'name']);
    expect(located?.line).toBeGreaterThanOrEqual(source?.line ?? Number.NaN);
    expect(located?.line).toBeLessThanOrEqual(lines);
  }
  for (const { source, message, fix } of problems) {
    expect(source.line).toBeGreaterThanOrEqual(1);
    expect(source.line).toBeLessThanOrEqual(lines);
    expect(message).toMatch(/^line \d+(?:, column \d+)?: \S/);
    expect(fix).not.toBe('');
  }
}

const SEED = `# a comment
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: &meta
  name: "ledger"
  labels: {app: 'ledger', "on": yes}
spec:
  targetRefs:
    - group: ""
      kind: Service
      port: 0755
  text: |-
    two
    lines
  copy:
    <<: *meta
---
{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "A"}]}
`;

const FRAGMENTS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    '- ',
    '? ',
    ',',
    '#',
    ' #',
    '&a ',
    '*a',
    '!!int ',
    '!x ',
    '|',
    '>-',
    '%',
    '@',
    '`',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\n',
    '\r',
    '\t',
    '  ',
    '---',
    '\n---\n',
    '\n...\n',
    '{{',
    '}}',
    '<<: ',
    '~',
    '\0',
    '\ufeff',
    '\u2028',
  ],
  ...['\ud83d\ude00', 'é', '9'.repeat(30), '.inf', 'apiVersion', '__proto__: ', '"\\ud800"'],
];

const mutation = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 12 }),
  insert: fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 5 })),
});

describe('the reader takes anything', () => {
  test('random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readsCleanly), RUNS);
  });

  test('random text of YAML fragments', () => {
    const text = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, readsCleanly), { numRuns: 2000 });
  });

  test('mutated manifests', () => {
    const mutated = fc.array(mutation, { minLength: 1, maxLength: 6 }).map((mutations) =>
      mutations.reduce((text, { at, remove, insert }) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + insert + text.slice(start + remove);
      }, SEED),
    );
    fc.assert(fc.property(mutated, readsCleanly), { numRuns: 1000 });
  });

  test('mutated bytes', () => {
    const bytes = fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([at, byte]) => {
      const copy = Buffer.from(SEED);
      copy[at % copy.length] = byte;
      return copy;
    });
    fc.assert(fc.property(bytes, readsCleanly), RUNS);
  });
});

describe('what is written is read back', () => {
  const json = fc.object({
    maxDepth: 4,
    values: [
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ],
  });
  // The writer leaves the key `<<` without quotes, which makes a merge key of it.
  const object = json
    .map((spec) => JSON.parse(JSON.stringify({ apiVersion: 'v1', kind: 'A', spec })))
    .filter((body) => !JSON.stringify(body).includes('"<<"'));

  test('JSON', () => {
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 2, '\t'), (body, indent) => {
        const { manifests, problems } = readManifests([{ file: 'f', content: JSON.stringify(body, null, indent) }]);
        expect(problems.filter(({ rule }) => rule === 'manifests/unreadable')).toEqual([]);
        expect(manifests.map((manifest) => manifest.body)).toEqual(problems.length > 0 ? [] : [body]);
      }),
      RUNS,
    );
  });

  test('YAML 1.1', () => {
    fc.assert(
      fc.property(object, (body) => {
        const content = stringify(body, { version: '1.1', schema: 'yaml-1.1' });
        const { manifests, problems } = readManifests([{ file: 'f', content }]);
        if (problems.length === 0) {
          expect(manifests.map((manifest) => manifest.body)).toEqual([body]);
        } else {
          // The writer leaves characters unescaped that goyaml takes for line breaks, and keys longer than 1024.
          expect(problems[0]?.message).toMatch(/stands unescaped|without a line feed|template text/);
        }
      }),
      RUNS,
    );
  });
});

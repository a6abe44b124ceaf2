import fc from 'fast-check';
import { type CheckOptions, check } from '../../../src/checks/check';
import { gatewayRegistry } from '../../../src/gateways/registry';
import type { JsonValue } from '../../../src/manifests/manifest';
import { readManifests } from '../../../src/manifests/read-manifests';
import { HOSTILE_CORPUS } from './_hostile-corpus';

const { manifests } = readManifests([{ file: 'corpus.yaml', content: HOSTILE_CORPUS }]);
const bodies = manifests.map(({ body }) => body);

/** Values of every type, and some that readers of text trip over. */
const ODD_VALUES: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1e300,
  '',
  ' ',
  '/',
  '://',
  'a/b/c',
  '{',
  '__proto__',
  '-----BEGIN CERTIFICATE-----',
  [],
  [null],
  [[]],
  ['x'],
  {},
  { name: null },
  { constructor: { prototype: 1 } },
];

/** Every version that the tables tell apart, one for each gateway. */
const options: CheckOptions = {
  gateways: gatewayRegistry.map(({ name, versions }) => ({ name, version: versions.at(-1) ?? '1.6' })),
  now: new Date('2026-01-01T00:00:00Z'),
  closedWorld: true,
  before: { manifests, problems: [] },
};

function pathsIn(value: JsonValue, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  const entries = Object.entries(value).map(([key, child]): readonly [string | number, JsonValue] => [
    Array.isArray(value) ? Number(key) : key,
    child ?? null,
  ]);
  return [path, ...entries.flatMap(([key, child]) => pathsIn(child, [...path, key]))];
}

function replaceAt(value: JsonValue, [step, ...rest]: readonly (string | number)[], replacement: JsonValue): JsonValue {
  if (step === undefined) {
    return replacement;
  }
  const copy = structuredClone(value) as Record<string | number, JsonValue>;
  copy[step] = replaceAt(copy[step] ?? null, rest, replacement);
  return copy as unknown as JsonValue;
}

const places = bodies.flatMap((body, index) =>
  pathsIn(body)
    .filter((path) => path.length > 0)
    .map((path) => ({ index, path })),
);

test('the corpus has an object of each topic, and gives findings', () => {
  const topics = new Set(check({ manifests, problems: [] }, options).findings.map(({ rule }) => rule.split('/')[0]));
  expect([...topics]).toEqual(
    expect.arrayContaining([
      'agentgateway',
      'apisix',
      'contour',
      'emissary',
      'envoy-gateway',
      'gloo',
      'haproxy',
      'istio',
      'kgateway',
      'kong',
      'traefik',
    ]),
  );
});

test('no rule throws, whatever stands in a field', () => {
  const mutations = fc.array(fc.record({ place: fc.constantFrom(...places), value: fc.constantFrom(...ODD_VALUES) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(mutations, (chosen) => {
      const changed = new Map(
        chosen.map(({ place: { index, path }, value }) => [index, replaceAt(bodies[index] ?? {}, path, value)]),
      );
      // Read anew, as what the reader refuses reaches no rule.
      const set = readManifests(
        bodies.map((body, index) => ({ file: `${index}.json`, content: JSON.stringify(changed.get(index) ?? body) })),
      );
      expect(() => check(set, options)).not.toThrow();
    }),
    { numRuns: 150 },
  );
});

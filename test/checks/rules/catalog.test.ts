import { RULES as CHECK_RULES, ruleOf } from '../../../src/checks/rules';
import type { Severity } from '../../../src/manifests/finding';
import { ROTATION_RULES } from '../../../src/rotation/rules';
import { BEYOND_CATALOG } from './_beyond-catalog';
import { CATALOG, type CatalogSeverity } from './_catalog';

/** Rules about one set of manifests, and those about a step from one to another. */
const RULES = [...CHECK_RULES, ...ROTATION_RULES];

const CATALOG_SEVERITIES: ReadonlyMap<string, CatalogSeverity> = new Map(
  Object.entries(CATALOG).flatMap(([topic, rules]) =>
    Object.entries(rules).map(([name, severity]): [string, CatalogSeverity] => [`${topic}/${name}`, severity]),
  ),
);
const BUILT: ReadonlySet<string> = new Set(RULES.map((rule) => rule.id));

test('every rule of the catalog is built', () => {
  expect([...CATALOG_SEVERITIES.keys()].filter((id) => !BUILT.has(id))).toEqual([]);
});

test('a rule outside the catalog stands with a reason in the list of those', () => {
  const outside = [...BUILT].filter((id) => !CATALOG_SEVERITIES.has(id));
  expect(outside).toEqual([...BEYOND_CATALOG.keys()].filter((id) => BUILT.has(id)));
  expect([...BEYOND_CATALOG.keys()].filter((id) => !BUILT.has(id))).toEqual([]);
});

test('no id is used twice', () => {
  expect(BUILT.size).toBe(RULES.length);
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('has an id of topic and name, and is found by it', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(ruleOf(id) ?? ROTATION_RULES.find((candidate) => candidate.id === id)).toBe(rule);
  });

  test('has the severity that the catalog gives it', () => {
    const expected = CATALOG_SEVERITIES.get(id) ?? rule.severity;
    expect(expected.split(' or ')).toContain<Severity>(rule.severity);
  });

  test('says what it finds, why it matters and how it is mended', () => {
    expect(rule.title).toMatch(/^\S.{14,}[^.\s]$/);
    expect(rule.why).toMatch(/^\S.{24,}\.$/);
    expect(rule.fix).toMatch(/^\S.{9,}\.$/);
  });
});

import { RULES } from '../../src/checks/rules';
import { formatRule } from '../../src/report/rule-text';
import { rulesPage } from '../../src/report/rules-page';

const RULE = {
  id: 'kong/example',
  severity: 'error',
  title: 'A Secret <namespace>/<name> is *not* read, see `<rule id>`',
  why: 'It is not read.',
  fix: 'Set `konghq.com/*` on it.',
} as const;

describe('the page of all rules', () => {
  test('has a section a topic and a heading a rule, in alphabetical order', () => {
    const page = rulesPage([
      { ...RULE, id: 'kong/b' },
      { ...RULE, id: 'istio/c' },
      { ...RULE, id: 'kong/a' },
    ]);
    expect(page.match(/^(?:#.*|- .*)$/gm)).toEqual([
      '# The rules',
      '- [istio](#istio): 1 rule',
      '- [kong](#kong): 2 rules',
      '## istio',
      '### `istio/c`',
      '## kong',
      '### `kong/a`',
      '### `kong/b`',
    ]);
  });

  test('shows what Markdown would take for tags and emphasis, and leaves code alone', () => {
    const page = rulesPage([RULE]);
    expect(page).toContain('**error**: A Secret \\<namespace>/\\<name> is \\*not\\* read, see `<rule id>`.\n');
    expect(page).toContain('*Fix:* Set `konghq.com/*` on it.\n');
  });

  test('documents every rule', () => {
    const headings = rulesPage(RULES).match(/(?<=^### `)[^`]+(?=`$)/gm) ?? [];
    expect([...headings].sort()).toEqual(RULES.map((rule) => rule.id).sort());
  });
});

test('one rule is written for a terminal, in lines of at most 88 columns', () => {
  const text = formatRule({ ...RULE, why: 'The gateway does not read it. '.repeat(8).trim() }, 'annotate the object');
  expect(text).toBe(`kong/example (error)

  A Secret <namespace>/<name> is *not* read, see \`<rule id>\`

why:
  The gateway does not read it. The gateway does not read it. The gateway does not read
  it. The gateway does not read it. The gateway does not read it. The gateway does not
  read it. The gateway does not read it. The gateway does not read it.

fix:
  Set \`konghq.com/*\` on it.

to accept it:
  annotate the object
`);
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../lib/src/cli/bundle/main.js');

function explain(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'explain', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a rule is explained on standard output: what, why, the fix, and how to accept it', () => {
  const { status, stdout, stderr } = explain('manifests/duplicate-object');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^manifests\/duplicate-object \(error\)\n\n {2}One group, kind, namespace and name stands/);
  expect(stdout).toMatch(/\nwhy:\n {2}\S[\s\S]*\nfix:\n {2}\S[\s\S]*\nto accept it:\n {2}annotate the object with/);
  expect(stdout).toContain('upstream-tls.dev/ignore: "manifests/duplicate-object:');
});

test('a rule that cannot be suppressed says so', () => {
  expect(explain('manifests/suppression-invalid').stdout).toContain('not possible: this rule cannot be suppressed');
});

test.each<[string, string]>([
  ['manifests/duplicate-objects', 'did you mean "manifests/duplicate-object"?'],
  ['Manifests/Duplicate_Object', 'did you mean "manifests/duplicate-object"?'],
  ['duplicate-object', 'did you mean "manifests/duplicate-object"?'],
  ['manifests', 'rules of that topic are manifests/unreadable, manifests/unrendered-template,'],
  ['nothing-like-it-at-all', 'all are listed in docs/rules.md'],
])('%s is no rule: exit code 2, and the nearest is named', (id, hint) => {
  const { status, stdout, stderr } = explain(id);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(`upstream-tls: error: rule "${id}" does not exist; ${hint}`);
});

test('no rule is given: exit code 2', () => {
  expect(explain()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining("argument 'rule'") });
});

import { check } from '../../../src/checks/check';
import { readManifests } from '../../../src/manifests/read-manifests';

function fixesOf(lines: string, kind = 'ConfigMap'): readonly string[] {
  const content = `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: a\n  namespace: b\n${lines}\n`;
  const { findings } = check(readManifests([{ file: 'a.yaml', content }]));
  return findings
    .filter(({ rule }) => rule === 'schema/invalid-value' || rule === 'schema/invalid-metadata')
    .map(({ path, fix }) => `${path} -> ${fix}`);
}

describe('text without quotes is to be quoted as it stands in the file', () => {
  test.each([
    ['data: {a: 1.10}', 'data.a -> quote it: "1.10"'],
    ['data: {a: yes}', 'data.a -> quote it: "yes"'],
    ['data: {a: 0755}', 'data.a -> quote it: "0755"'],
    ['data: {a: 1e3}', 'data.a -> quote it: "1e3"'],
    ['data:\n  a: &x 1.10', 'data.a -> quote it: "1.10"'],
    ['  labels: {version: 1.10}', 'metadata.labels.version -> quote it: "1.10"'],
    ['  annotations: {konghq.com/tls-verify: on}', 'metadata.annotations[konghq.com/tls-verify] -> quote it: "on"'],
    ['  generateName: 010', 'metadata.generateName -> quote it: "010"'],
  ])('%s', (lines, expected) => {
    expect(fixesOf(lines)).toEqual([expected]);
  });

  test('but what may be secret is not repeated', () => {
    expect(fixesOf('stringData: {pin: 0443}', 'Secret')).toEqual(['stringData.pin -> quote it']);
  });
});

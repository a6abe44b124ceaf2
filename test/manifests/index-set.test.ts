import { indexManifests } from '../../src/manifests/index-set';
import { readManifests } from '../../src/manifests/read-manifests';

const content = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: one}
---
apiVersion: apps/v1beta1
kind: Deployment
metadata: {name: a, namespace: one}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
---
apiVersion: v1
kind: Deployment
metadata: {name: a, namespace: one}
`;
const set = readManifests([{ file: 'f', content }]);
const index = indexManifests(set);
const [older, newer, elsewhere, core] = set.manifests;

test('an object is found by group, kind, namespace and name, whatever its version', () => {
  const reference = { group: 'apps', kind: 'Deployment', namespace: 'one', name: 'a' };
  expect(index.findAll(reference)).toEqual([older, newer]);
  expect(index.find(reference)).toBe(newer);
  expect(index.find({ ...reference, group: '' })).toBe(core);
});

test('an object without namespace is not found by one', () => {
  expect(index.find({ group: 'apps', kind: 'Deployment', name: 'a' })).toBe(elsewhere);
  expect(index.find({ group: 'apps', kind: 'Deployment', namespace: 'two', name: 'a' })).toBeUndefined();
  expect(index.findAll({ group: 'apps', kind: 'Deployment', namespace: '', name: 'a' })).toEqual([]);
});

test('the objects of a kind are found in all namespaces, in the order read', () => {
  expect(index.ofKind('apps', 'Deployment')).toEqual([older, newer, elsewhere]);
  expect(index.ofKind('apps', 'StatefulSet')).toEqual([]);
});

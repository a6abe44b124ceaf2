import { DNS_SUBDOMAIN, nameRuleOf } from '../../../src/checks/schema/kubernetes-names';
import { metadataViolations } from '../../../src/checks/schema/object-metadata';
import { formatPath, type JsonValue } from '../../../src/manifests/manifest';

function check(metadata: JsonValue | undefined, nameRule = DNS_SUBDOMAIN): readonly string[] {
  return metadataViolations(metadata, { path: ['metadata'], nameRule, needsName: true }).map(
    ({ path, message, fix }) => `${formatPath(path)}: ${message} -> ${fix}`,
  );
}

const SUBDOMAIN =
  'at most 253 lower case letters, digits, "-" and ".", each label beginning and ending with a letter or digit';
const KEY =
  'an optional DNS prefix with "/", then at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit';

describe('metadata that Kubernetes takes', () => {
  test.each<[JsonValue]>([
    [{ name: 'a' }],
    [{ name: 'a.b-c.1', namespace: 'team-1' }],
    [{ generateName: 'a-' }],
    [
      {
        name: 'a',
        labels: { 'app.kubernetes.io/name': 'A_b.c', x: '' },
        annotations: { 'Example.COM/Any': 'any\ntext' },
      },
    ],
    [
      {
        name: 'a',
        finalizers: ['example.com/x'],
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' }],
      },
    ],
    [{ name: 'a', creationTimestamp: null, labels: null, annotations: { a: null } }],
  ])('%j', (metadata) => {
    expect(check(metadata)).toEqual([]);
  });
});

describe('metadata that Kubernetes refuses', () => {
  test.each<[JsonValue | undefined, string]>([
    [undefined, 'metadata.name: metadata.name is missing; every object needs a name -> set metadata.name'],
    [{ labels: {} }, 'metadata.name: metadata.name is missing; every object needs a name -> set metadata.name'],
    ['x', 'metadata: metadata is a string; allowed is an object -> give an object'],
    [{ name: 'A_b' }, `metadata.name: metadata.name is "A_b"; allowed is ${SUBDOMAIN} -> give a text of that form`],
    [
      { name: 'x'.repeat(254) },
      `metadata.name: metadata.name is "${'x'.repeat(75)}..."; allowed is ${SUBDOMAIN} -> give a text of that form`,
    ],
    [{ name: 5 }, 'metadata.name: metadata.name is an integer, 5; allowed is a string -> quote it: "5"'],
    [
      { generateName: 'A-' },
      `metadata.generateName: metadata.generateName is "A-"; allowed is ${SUBDOMAIN} -> give a text of that form`,
    ],
    [
      { name: 'a', namespace: 'a.b' },
      'metadata.namespace: metadata.namespace is "a.b"; allowed is at most 63 lower case letters, digits and "-", beginning and ending with a letter or digit -> give a text of that form',
    ],
    [
      { name: 'a', labels: { '-x': 'y' } },
      `metadata.labels[-x]: label key is "-x"; allowed is ${KEY} -> give a text of that form`,
    ],
    [
      { name: 'a', labels: { x: 'a b' } },
      'metadata.labels.x: labels[x] is "a b"; allowed is empty, or at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit -> give a text of that form',
    ],
    [
      { name: 'a', labels: ['x'] },
      'metadata.labels: metadata.labels is a list; allowed is an object of strings -> give an object of strings',
    ],
    [
      { name: 'a', annotations: { 'konghq.com/tls-verify': true } },
      'metadata.annotations[konghq.com/tls-verify]: annotations[konghq.com/tls-verify] is a boolean, true; allowed is a string -> quote it: "true"',
    ],
    [
      { name: 'a', annotations: { 'a/b/c': '' } },
      `metadata.annotations[a/b/c]: annotation key is "a/b/c"; allowed is ${KEY} -> give a text of that form`,
    ],
    [
      { name: 'a', annotations: { a: 'x'.repeat(262144) } },
      'metadata.annotations: metadata.annotations take 262145 bytes; allowed are 262144 for all keys and values together -> move the content into a ConfigMap',
    ],
    [
      { name: 'a', finalizers: ['a b'] },
      `metadata.finalizers[0]: finalizer is "a b"; allowed is ${KEY} -> give a text of that form`,
    ],
    [
      { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p' }] },
      'metadata.ownerReferences[0].uid: ownerReferences[0].uid is missing; an owner is named by apiVersion, kind, name and uid -> set uid, or remove the owner reference',
    ],
    [
      { name: 'a', anotations: {} },
      'metadata.anotations: metadata has no field "anotations"; it has annotations, creationTimestamp, deletionGracePeriodSeconds, deletionTimestamp, finalizers, generateName, generation, labels, managedFields, name, namespace, ownerReferences and 3 more -> did you mean "annotations"',
    ],
  ])('%j', (metadata, expected) => {
    expect(check(metadata)).toEqual([expected]);
  });
});

describe('the rule for a name depends on the kind', () => {
  test.each([
    ['', 'Service', 'web', true],
    ['', 'Service', '1web', false],
    ['', 'Service', 'a.b', false],
    ['', 'Namespace', '1team', true],
    ['', 'Namespace', 'a.b', false],
    ['', 'ConfigMap', 'a.b', true],
    ['batch', 'CronJob', 'x'.repeat(52), true],
    ['batch', 'CronJob', 'x'.repeat(53), false],
    ['rbac.authorization.k8s.io', 'Role', 'system:Any Name', true],
    ['rbac.authorization.k8s.io', 'Role', 'a/b', false],
    ['certificates.k8s.io', 'ClusterTrustBundle', 'example.com:a:b', true],
    ['example.com', 'Widget', 'a:b', false],
  ])('%s %s may be called %s: %s', (group, kind, name, isGood) => {
    expect(nameRuleOf(group, kind).test(name)).toBe(isGood);
  });
});

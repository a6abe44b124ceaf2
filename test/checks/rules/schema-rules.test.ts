import { duplicateListEntry } from '../../../src/checks/rules/schema/duplicate-list-entry';
import { invalidMetadata } from '../../../src/checks/rules/schema/invalid-metadata';
import { invalidValue } from '../../../src/checks/rules/schema/invalid-value';
import { ruleViolated } from '../../../src/checks/rules/schema/rule-violated';
import { uncheckedKind } from '../../../src/checks/rules/schema/unchecked-kind';
import { unknownField } from '../../../src/checks/rules/schema/unknown-field';
import { wrongScope } from '../../../src/checks/rules/schema/wrong-scope';
import type { JsonObject } from '../../../src/manifests/manifest';
import { setOf, widget, widgetCrd } from '../_manifests';
import { run } from './_run';

const SPEC = {
  type: 'object',
  required: ['port'],
  properties: {
    port: { type: 'integer', default: 8443 },
    names: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
    low: { type: 'integer' },
    high: { type: 'integer' },
    fixed: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'fixed is immutable' }] },
    odd: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self.noSuchFunction()' }] },
  },
  'x-kubernetes-validations': [
    { rule: '!has(self.low) || !has(self.high) || self.low <= self.high', message: 'low must not exceed high' },
  ],
};
const CRDS = setOf(widgetCrd(SPEC));
const OPTIONS = { crds: CRDS };
const GOOD = setOf(widget({ port: 1, names: ['a', 'b'], low: 1, high: 2 }));
const GADGET = { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { name: 'g' } };
const UNKNOWN = setOf(GADGET);

describe('schema/invalid-value', () => {
  test('passes values that fit, with the defaults put in', () => {
    expect(run(invalidValue, GOOD, OPTIONS)).toBe('pass');
    expect(run(invalidValue, setOf(widget({})), OPTIONS)).toBe('pass');
  });

  test('finds values that do not', () => {
    expect(run(invalidValue, setOf(widget({ port: '1' })), OPTIONS)).toEqual([
      'w spec.port: port is a string, "1"; allowed is an integer -> remove the quotes',
    ]);
  });

  test('does not apply to kinds without a schema', () => {
    expect(run(invalidValue, UNKNOWN)).toBe('not applicable: there is no object of a kind with a schema');
  });
});

test('a namespace of a wrong type is refused for its type, and is not called missing', () => {
  const crds = setOf(widgetCrd({ type: 'object' }));
  const set = setOf({ ...widget({}), metadata: { name: 'w', namespace: 5 } });
  expect(run(wrongScope, set, { crds })).toBe('pass');
  expect(run(invalidMetadata, set, { crds })).toEqual([
    'w metadata.namespace: metadata.namespace is an integer, 5; allowed is a string -> quote it: "5"',
  ]);
});

test('the settings of a key are no secret, and what may be one is not shown', () => {
  const certificate = (spec: JsonObject): JsonObject => ({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'c', namespace: 'team' },
    spec: { secretName: 'c', issuerRef: { name: 'i' }, ...spec },
  });
  expect(run(invalidValue, setOf(certificate({ privateKey: { algorithm: 'rsa' } })))).toEqual([
    'c spec.privateKey.algorithm: algorithm is "rsa"; allowed is one of "RSA", "ECDSA", "Ed25519" -> did you mean "RSA"',
  ]);
  expect(run(invalidValue, setOf(certificate({ privateKey: 'hunter2' })))).toEqual([
    'c spec.privateKey: privateKey is a string; allowed is an object -> give an object',
  ]);
});

describe('schema/rule-violated', () => {
  test.each([
    ['FieldValueInvalid', 'spec breaks a rule of its kind'],
    ['FieldValueForbidden', 'spec is forbidden by a rule of its kind'],
    ['FieldValueRequired', 'spec is required by a rule of its kind'],
    ['FieldValueDuplicate', 'spec is a duplicate by a rule of its kind'],
  ])('says the reason %s in words', (reason, words) => {
    const rules = [{ rule: 'false', message: 'never', reason }];
    const crds = setOf(widgetCrd({ type: 'object', 'x-kubernetes-validations': rules }));
    expect(run(ruleViolated, setOf(widget({})), { crds })).toEqual([
      `w spec: ${words}: never -> change it so that this holds: false`,
    ]);
  });

  test('finds values that are too big for their rules, and says what helps', () => {
    const list = { type: 'array', items: { type: 'integer' } };
    const rule = 'self.l.all(a, self.l.all(b, self.l.all(c, true)))';
    const spec = { type: 'object', properties: { l: list }, 'x-kubernetes-validations': [{ rule }] };
    const object = widget({ l: Array.from({ length: 2000 }, (_, index) => index) });
    expect(run(ruleViolated, setOf(object), { crds: setOf(widgetCrd(spec)) })).toEqual([
      `w spec: spec cannot be judged by a rule of its kind: the value is too big for its rules, and no further ones are run: ${rule} -> shorten the lists and texts in spec`,
    ]);
  });

  test('passes objects that keep the rules', () => {
    expect(run(ruleViolated, GOOD, OPTIONS)).toBe('pass');
  });

  test('finds a broken rule', () => {
    expect(run(ruleViolated, setOf(widget({ low: 3, high: 2 })), OPTIONS)).toEqual([
      'w spec: spec breaks a rule of its kind: low must not exceed high -> change it so that this holds: !has(self.low) || !has(self.high) || self.low <= self.high',
    ]);
  });

  test('leaves out rules that would see a broken field', () => {
    expect(run(ruleViolated, setOf(widget({ low: 'x', high: 2 })), OPTIONS)).toBe('pass');
  });

  test('compares with the object that is replaced, and only then', () => {
    const after = setOf(widget({ fixed: 'b' }));
    expect(run(ruleViolated, after, OPTIONS)).toBe('pass');
    expect(run(ruleViolated, after, { ...OPTIONS, before: setOf(widget({ fixed: 'b' })) })).toBe('pass');
    expect(run(ruleViolated, after, { ...OPTIONS, before: setOf(widget({ fixed: 'a' }, { name: 'other' })) })).toBe(
      'pass',
    );
    expect(run(ruleViolated, after, { ...OPTIONS, before: setOf(widget({ fixed: 'a' })) })).toEqual([
      'w spec.fixed: fixed breaks a rule of its kind: fixed is immutable -> change it so that this holds: self == oldSelf',
    ]);
  });

  test('warns of a rule that cannot be evaluated', () => {
    expect(run(ruleViolated, setOf(widget({ odd: 'x' })), OPTIONS)).toEqual([
      expect.stringMatching(
        /^\(warning\) w spec\.odd: a rule on odd cannot be evaluated: .*noSuchFunction.* -> check by hand that this holds: self\.noSuchFunction\(\)$/,
      ),
    ]);
  });

  test('does not repeat key material that a message quotes', () => {
    const rule = { rule: "self == ''", messageExpression: "'found ' + self" };
    const crds = setOf(widgetCrd({ type: 'string', 'x-kubernetes-validations': [rule] }));
    const findings = (text: string) => JSON.stringify(run(ruleViolated, setOf(widget(text)), { crds }));
    expect(findings('plain text')).toContain('found plain text');
    expect(findings(['-----BEGIN', 'PRIVATE KEY----- MIIB'].join(' '))).not.toContain('MIIB');
  });

  test('does not apply to kinds without a schema', () => {
    expect(run(ruleViolated, UNKNOWN)).toBe('not applicable: there is no object of a kind with a schema');
  });
});

describe('schema/duplicate-list-entry', () => {
  test('passes distinct entries', () => {
    expect(run(duplicateListEntry, GOOD, OPTIONS)).toBe('pass');
  });

  test('finds a repeated one', () => {
    expect(run(duplicateListEntry, setOf(widget({ names: ['a', 'a'] })), OPTIONS)).toEqual([
      'w spec.names[1]: names[1] repeats names[0]: both have "a"; allowed is each once -> remove or change one of the two',
    ]);
  });

  test('does not apply to kinds without a schema', () => {
    expect(run(duplicateListEntry, UNKNOWN)).toBe('not applicable: there is no object of a kind with a schema');
  });
});

describe('schema/unknown-field', () => {
  test('passes known fields', () => {
    expect(run(unknownField, GOOD, OPTIONS)).toBe('pass');
  });

  test('finds a field that would be dropped', () => {
    expect(run(unknownField, setOf(widget({ prot: 1 })), OPTIONS)).toEqual([
      'w spec.prot: spec has no field "prot"; it has fixed, high, low, names, odd, port -> did you mean "port"',
    ]);
  });

  test('finds an unknown field of the metadata of any kind', () => {
    expect(run(unknownField, setOf({ ...GADGET, metadata: { name: 'g', lables: {} } }))).toEqual([
      expect.stringMatching(/^g metadata\.lables: metadata has no field "lables"; .* -> did you mean "labels"$/),
    ]);
  });

  test('does not apply where there are no objects', () => {
    expect(run(unknownField, setOf())).toBe('not applicable: there are no objects');
  });
});

describe('schema/wrong-scope', () => {
  const issuer = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'ca' },
    spec: { selfSigned: {} },
  };

  test('passes namespaces where they belong', () => {
    expect(run(wrongScope, setOf(issuer))).toBe('pass');
    expect(run(wrongScope, GOOD, OPTIONS)).toBe('pass');
  });

  test('finds a namespace on a cluster-scoped object', () => {
    expect(run(wrongScope, setOf({ ...issuer, metadata: { name: 'ca', namespace: 'a' } }))).toEqual([
      'ca metadata.namespace: metadata.namespace is set; ClusterIssuer is cluster-scoped -> remove metadata.namespace',
    ]);
  });

  test('tells of a namespaced object without a namespace', () => {
    expect(run(wrongScope, setOf({ ...widget({}), metadata: { name: 'w' } }), OPTIONS)).toEqual([
      '(info) w metadata.namespace: metadata.namespace is missing; Widget is namespaced, so it lands wherever it is applied -> set metadata.namespace, or leave it to the tool that applies the object',
    ]);
  });

  test('does not apply to kinds without a schema', () => {
    expect(run(wrongScope, UNKNOWN)).toBe('not applicable: there is no object of a kind with a schema');
  });
});

describe('schema/invalid-metadata', () => {
  test('passes good metadata, and files that only look like objects', () => {
    expect(run(invalidMetadata, GOOD, OPTIONS)).toBe('pass');
    expect(run(invalidMetadata, setOf({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }))).toBe(
      'pass',
    );
  });

  test('finds bad metadata of any kind', () => {
    expect(run(invalidMetadata, setOf({ ...GADGET, metadata: { name: 'g', labels: { on: true } } }))).toEqual([
      'g metadata.labels.on: labels[on] is a boolean, true; allowed is a string -> quote it: "true"',
    ]);
  });

  test('does not apply where there are no objects', () => {
    expect(run(invalidMetadata, setOf())).toBe('not applicable: there are no objects');
  });
});

describe('schema/unchecked-kind', () => {
  test('passes kinds with a schema', () => {
    expect(run(uncheckedKind, GOOD, OPTIONS)).toBe('pass');
  });

  test('tells once of each kind without one', () => {
    expect(run(uncheckedKind, setOf(GADGET, { ...GADGET, metadata: { name: 'h' } }))).toEqual([
      'g : there is no schema for example.com/v1 Gadget; of this kind 2 objects were checked for metadata alone -> give its CustomResourceDefinition with --crds',
    ]);
  });

  test('does not apply where there are no objects', () => {
    expect(run(uncheckedKind, setOf())).toBe('not applicable: there are no objects');
  });
});

describe('objects that SOPS encrypted', () => {
  const ciphertext = 'ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UQ==,type:str]';
  const secret = (fields: JsonObject) =>
    setOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pair', namespace: 'team' }, ...fields });
  const encrypted = { data: { 'tls.key': ciphertext }, sops: { mac: ciphertext, version: '3.8.1' } };

  test('pass: they are decrypted before they are applied', () => {
    expect(run(invalidValue, secret(encrypted))).toBe('pass');
    expect(run(unknownField, secret(encrypted))).toBe('pass');
  });

  test('are checked where they are not encrypted', () => {
    expect(run(unknownField, secret({ ...encrypted, dta: {} }))).toHaveLength(1);
    expect(run(invalidValue, secret({ ...encrypted, data: { 'tls.key': ciphertext, a: '?' } }))).toHaveLength(1);
  });

  test('are told by the field of SOPS', () => {
    expect(run(invalidValue, secret({ data: encrypted.data }))).toHaveLength(1);
    expect(run(unknownField, secret({ sops: { version: '3.8.1' } }))).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { check } from '../../../src/checks/check';
import { contractKinds, contractOf } from '../../../src/checks/schema/contracts';
import { readStructuralSchema } from '../../../src/checks/schema/read-structural-schema';
import { Schemas } from '../../../src/checks/schema/schemas';
import type { JsonObject, JsonValue } from '../../../src/manifests/manifest';
import { setOf, widget, widgetCrd } from '../_manifests';
import { mutate } from './_mutate';
import { Random } from './_random';
import { REFERENCE_CRDS, referenceSchemas } from './_reference-crds';

const NO_CRDS = setOf();

function findings(objects: JsonObject, ...crds: readonly JsonObject[]): readonly string[] {
  const result = check(setOf(objects), { crds: setOf(...crds) });
  const ofSchema = result.findings.filter(({ rule }) => rule.startsWith('schema/'));
  return ofSchema.map(({ rule, path, message, fix }) => `${rule} ${path}: ${message} -> ${fix}`);
}

describe('where schemas come from', () => {
  test('a kind with a contract has its schema without any CRD', () => {
    const lookup = new Schemas(NO_CRDS).find('gateway.networking.k8s.io/v1', 'BackendTLSPolicy');
    expect(lookup).toMatchObject({
      status: 'found',
      resource: { origin: 'contract', scope: 'Namespaced', version: 'v1' },
    });
  });

  test('core kinds have contracts too', () => {
    expect(new Schemas(NO_CRDS).find('v1', 'Service')).toMatchObject({ status: 'found', resource: { group: '' } });
  });

  test('every contract can be read', () => {
    const schemas = new Schemas(NO_CRDS);
    expect(contractKinds().length).toBeGreaterThan(15);
    for (const kind of contractKinds()) {
      const [group, name] = kind.split('/') as [string, string];
      const versions = (contractOf(group, name)?.versions ?? []).map((version) =>
        group === '' ? version.name : `${group}/${version.name}`,
      );
      expect(versions.map((version) => schemas.find(version, name).status)).toContain('found');
    }
  });

  test('a schema is prepared once', () => {
    const schemas = new Schemas(setOf(widgetCrd({ type: 'object' })));
    expect(schemas.find('example.com/v1', 'Widget')).toBe(schemas.find('example.com/v1', 'Widget'));
    expect(new Schemas(NO_CRDS).find('v1', 'Service')).toBe(new Schemas(NO_CRDS).find('v1', 'Service'));
  });

  test('a CRD of the user wins over the contract of its kind', () => {
    const crd = widgetCrd({ type: 'object' }, 'v1', {
      group: 'cert-manager.io',
      names: { kind: 'Certificate', plural: 'certificates' },
    });
    const certificate = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'a', namespace: 'b' },
      spec: { secretName: 'a' },
    };
    expect(findings(certificate, crd)).toEqual([
      'schema/unknown-field spec.secretName: spec has no field "secretName"; it has no fields at all -> remove it: it would be dropped without effect; or give the CRDs of another release',
    ]);
  });

  test('of two CRDs for one version the later one wins, as when both are applied', () => {
    const strict = widgetCrd({ type: 'object' });
    const open = widgetCrd({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
    expect(findings(widget({ any: 1 }), strict, open)).toEqual([]);
    expect(findings(widget({ any: 1 }), open, strict)).toHaveLength(1);
  });

  test('a version that is not served is refused with those that are', () => {
    const old = { ...widget({}), apiVersion: 'example.com/v1beta1' };
    expect(findings(old, widgetCrd({ type: 'object' }))).toEqual([
      'schema/invalid-value apiVersion: apiVersion is "example.com/v1beta1"; for Widget the given CRD serves example.com/v1 -> use example.com/v1, or give the CRDs of your release',
    ]);
    const policy = {
      apiVersion: 'gateway.networking.k8s.io/v1alpha2',
      kind: 'BackendTLSPolicy',
      metadata: { name: 'a', namespace: 'b' },
    };
    expect(findings(policy)).toEqual([
      'schema/invalid-value apiVersion: apiVersion is "gateway.networking.k8s.io/v1alpha2"; for BackendTLSPolicy known are gateway.networking.k8s.io/v1, gateway.networking.k8s.io/v1alpha3 -> use gateway.networking.k8s.io/v1 or gateway.networking.k8s.io/v1alpha3, or give the CRDs of your release',
    ]);
  });
});

describe('a kind that is known but for case is refused', () => {
  const policy = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTlsPolicy', metadata: { name: 'a' } };

  test('with the kind of a contract', () => {
    expect(findings(policy)).toEqual([
      'schema/invalid-value kind: kind is "BackendTlsPolicy"; gateway.networking.k8s.io has BackendTLSPolicy, and case matters -> write BackendTLSPolicy',
    ]);
    expect(findings({ apiVersion: 'v1', kind: 'Configmap', metadata: { name: 'a' } })).toEqual([
      'schema/invalid-value kind: kind is "Configmap"; the core group has ConfigMap, and case matters -> write ConfigMap',
    ]);
  });

  test('with the kind of a CRD, unless a CRD has it as it is', () => {
    const wIdget = { ...widget({}), kind: 'WIdget' };
    const crd = widgetCrd({ type: 'object' });
    expect(findings(wIdget, crd)).toEqual([expect.stringContaining('example.com has Widget, and case matters')]);
    const other = widgetCrd({ type: 'object' }, 'v1', { names: { kind: 'WIdget', plural: 'widgets' } });
    expect(findings(wIdget, crd, other)).toEqual([]);
  });

  test('but not in another group', () => {
    expect(findings({ ...policy, apiVersion: 'example.com/v1' })).toEqual([
      expect.stringContaining('schema/unchecked-kind'),
    ]);
  });
});

describe('a CRD that cannot be used is a finding on the CRD, and its kind stays unchecked', () => {
  const unchecked =
    'schema/unchecked-kind : the CustomResourceDefinition given for example.com/v1 Widget cannot be used; of this kind 1 object was checked for metadata alone -> mend the CustomResourceDefinition';
  const rows: readonly (readonly [JsonValue, string])[] = [
    [
      'x',
      'properties.spec: CustomResourceDefinition widgets.example.com cannot be used as a schema: spec is "x"; allowed is a schema',
    ],
    [
      { type: 'text' },
      'properties.spec.type: CustomResourceDefinition widgets.example.com cannot be used as a schema: type is "text"; allowed is one of object, array, string, integer, number, boolean',
    ],
    [
      { $ref: '#/x' },
      'properties.spec.$ref: CustomResourceDefinition widgets.example.com cannot be used as a schema: $ref is not allowed in a CustomResourceDefinition',
    ],
    [
      { properties: [] },
      'properties.spec.properties: CustomResourceDefinition widgets.example.com cannot be used as a schema: properties is a list; allowed is an object of schemas',
    ],
    [
      { minLength: -1 },
      'properties.spec.minLength: CustomResourceDefinition widgets.example.com cannot be used as a schema: minLength is -1; allowed is a whole number from 0 on',
    ],
    [
      { items: [{}] },
      'properties.spec.items: CustomResourceDefinition widgets.example.com cannot be used as a schema: items is a list; allowed is a schema',
    ],
    [
      { 'x-kubernetes-validations': [{ message: 'x' }] },
      'properties.spec.x-kubernetes-validations[0]: CustomResourceDefinition widgets.example.com cannot be used as a schema: x-kubernetes-validations[0] is an object; allowed is an object with the text "rule" and texts and flags beside it',
    ],
  ];
  test.each(rows)('%j', (spec, expected) => {
    const path = 'spec.versions[0].schema.openAPIV3Schema.';
    const fix = ' -> give the CustomResourceDefinition as the cluster or its project has it';
    const found = findings(widget({}), widgetCrd(spec as JsonObject));
    expect([...found].sort()).toEqual([`schema/invalid-value ${path}${expected}${fix}`, unchecked].sort());
  });

  test('also where its frame is broken', () => {
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'x' },
      spec: { group: 5 },
    };
    expect(findings(widget({}), crd)).toEqual([
      'schema/invalid-value spec.group: CustomResourceDefinition x cannot be used as a schema: group is 5; allowed is a string -> give the CustomResourceDefinition as the cluster or its project has it',
      'schema/invalid-value spec.names.kind: CustomResourceDefinition x cannot be used as a schema: kind is missing; allowed is a string -> give the CustomResourceDefinition as the cluster or its project has it',
      'schema/invalid-value spec.scope: CustomResourceDefinition x cannot be used as a schema: scope is missing; allowed is "Namespaced" or "Cluster" -> give the CustomResourceDefinition as the cluster or its project has it',
      'schema/invalid-value spec.versions: CustomResourceDefinition x cannot be used as a schema: versions is missing; allowed is a list -> give the CustomResourceDefinition as the cluster or its project has it',
      'schema/unchecked-kind : there is no schema for example.com/v1 Widget; of this kind 1 object was checked for metadata alone -> give its CustomResourceDefinition with --crds',
    ]);
  });

  test('a schema nested without end is refused', () => {
    let spec: JsonObject = { type: 'object' };
    for (let depth = 0; depth < 300; depth++) {
      spec = { type: 'object', properties: { a: spec } };
    }
    expect(readStructuralSchema(spec, [])).toMatchObject({
      problems: [{ message: 'a is nested more than 256 schemas deep' }],
    });
  });

  test('whatever stands in a CRD, nothing is thrown', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const keyword = fc.constantFrom(
      'type',
      'properties',
      'items',
      'enum',
      'anyOf',
      'not',
      'required',
      'pattern',
      'minimum',
      'maxItems',
      'nullable',
      'default',
      'additionalProperties',
      'x-kubernetes-list-type',
      'x-kubernetes-list-map-keys',
      'x-kubernetes-validations',
    );
    fc.assert(
      fc.property(fc.dictionary(keyword, json), json, json, (spec, versions, value) => {
        const crds = setOf(
          widgetCrd(spec as JsonObject),
          widgetCrd({}, 'v1', { versions: versions as JsonValue, names: { kind: 'Other' } }),
        );
        const result = check(setOf(widget(value as JsonValue)), { crds });
        expect(result.summary.objects).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});

const onReference = REFERENCE_CRDS === undefined ? describe.skip : describe;
onReference(
  `${REFERENCE_CRDS === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : ''}the reference CRDs`,
  () => {
    test('all have schemas that can be read', () => {
      const references = referenceSchemas(REFERENCE_CRDS ?? '');
      expect(references.length).toBeGreaterThan(100);
      const problems = references.filter(({ schema }) => 'problems' in readStructuralSchema(schema, []));
      expect(problems.map(({ name }) => name)).toEqual([]);
    });

    test('may be mangled in any way, and a check still ends with a result', () => {
      const references = referenceSchemas(REFERENCE_CRDS ?? '');
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const random = new Random(seed);
          const { crd } = random.pick(references);
          const { group, names, versions } = crd.spec as {
            group: string;
            names: { kind: string };
            versions: { name: string }[];
          };
          const object = {
            apiVersion: `${group}/${versions[0]?.name}`,
            kind: names.kind,
            metadata: { name: 'a', namespace: 'b' },
            spec: { unknown: [1, { a: null }] },
          };
          const result = check(setOf(object), { crds: setOf(mutate(crd, {}, random)) });
          expect(result.summary.objects).toBe(1);
        }),
        { numRuns: 200 },
      );
    });
  },
);

import { EACH_ITEM, fieldAt, fieldOf, type PatternStep } from '../../../src/manifests/graph/json-fields';
import type { ReferenceField } from '../../../src/manifests/graph/reference-field';
import { REFERENCE_FIELDS } from '../../../src/manifests/graph/references';
import type { JsonObject, JsonValue } from '../../../src/manifests/manifest';
import { REFERENCE_CRDS, referenceSchemas } from '../../checks/schema/_reference-crds';

/** Fields that none of the reference CRDs has, with the reason. */
const NOT_IN_REFERENCE = new Map([
  ['gateway.networking.k8s.io/Gateway spec.backendTLS.clientCertificateRef', 'Gateway API 1.2 and 1.3 only'],
  [
    'gateway.networking.k8s.io/Gateway spec.listeners[].tls.frontendValidation.caCertificateRefs[]',
    'Gateway API 1.1 to 1.3 only',
  ],
  ['gateway.networking.k8s.io/BackendTLSPolicy spec.targetRef', 'v1alpha2, Gateway API 1.0 only'],
  ['gateway.networking.k8s.io/BackendTLSPolicy spec.tls.caCertRefs[]', 'v1alpha2, Gateway API 1.0 only'],
]);

function written({ of, pattern }: ReferenceField): string {
  const path = pattern.reduce<string>((text, step) => {
    return step === EACH_ITEM ? `${text}[]` : `${text}${text === '' ? '' : '.'}${step}`;
  }, '');
  return `${of.group}/${of.kind} ${path}`;
}

function hasField(schema: JsonValue | undefined, [step, ...rest]: readonly PatternStep[]): boolean {
  if (step === undefined || schema === undefined) {
    return schema !== undefined;
  }
  const next = step === EACH_ITEM ? fieldOf(schema, 'items') : fieldAt(schema, 'properties', step);
  return hasField(next, rest);
}

test('no field is listed twice', () => {
  const fields = REFERENCE_FIELDS.map((field) => `${written(field)} ${field.purpose}`);
  expect(fields).toEqual([...new Set(fields)]);
});

if (REFERENCE_CRDS === undefined) {
  describe.skip('(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) fields of the reference CRDs', () => {
    test.todo('every reference field is in a CRD');
  });
} else {
  const schemas = byKind(referenceSchemas(REFERENCE_CRDS).map(({ crd, schema }) => [kindOf(crd), schema]));

  describe('fields of the reference CRDs', () => {
    const inCrds = REFERENCE_FIELDS.filter(({ pattern }) => pattern[0] !== 'metadata').filter(({ of }) =>
      schemas.has(`${of.group}/${of.kind}`),
    );

    test.each(inCrds.map((field) => [written(field), field] as const))('%s', (name, { of, pattern }) => {
      const found = (schemas.get(`${of.group}/${of.kind}`) ?? []).some((schema) => hasField(schema, pattern));
      // A field that is listed as absent must be absent.
      expect(found).toBe(!NOT_IN_REFERENCE.has(name));
    });

    test('most fields are looked up', () => {
      expect(inCrds.length).toBeGreaterThan(80);
    });
  });
}

function kindOf(crd: JsonObject): string {
  const names = fieldAt(crd, 'spec', 'names');
  return `${String(fieldAt(crd, 'spec', 'group'))}/${String(fieldOf(names, 'kind'))}`;
}

function byKind(entries: readonly (readonly [string, JsonObject])[]): ReadonlyMap<string, readonly JsonObject[]> {
  const map = new Map<string, JsonObject[]>();
  for (const [key, value] of entries) {
    map.set(key, [...(map.get(key) ?? []), value]);
  }
  return map;
}

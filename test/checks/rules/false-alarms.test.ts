import { check } from '../../../src/checks/check';
import type { StructuralSchema } from '../../../src/checks/schema/structural-schema';
import { gatewayRegistry } from '../../../src/gateways/registry';
import type { JsonObject, JsonValue } from '../../../src/manifests/manifest';
import { setOf } from '../_manifests';
import { generateValue, Unsatisfiable } from '../schema/_generate-value';
import { Random } from '../schema/_random';
import { REFERENCE_CRDS, type ReferenceSchema, referenceSchemas } from '../schema/_reference-crds';

const given = REFERENCE_CRDS === undefined ? describe.skip : describe;
const reason = REFERENCE_CRDS === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';
const SEED = 20_260_131;

/** How many kinds and versions this test can make a valid object of; it may grow, and must not shrink. */
const MIN_VALID = 102;

/**
 * What the smallest valid object of a kind rightly gets: its schema lets pass what its controller then refuses, drops or
 * leaves open. A row that no longer applies fails.
 */
const DESERVED: Readonly<Record<string, readonly string[]>> = {
  // No controller of that release reads the kind.
  'ClusterBundle v1alpha2 (trust-manager/trust-manager.io_clusterbundles.yaml)': ['trust-manager/clusterbundle-inert'],
  // The webhook wants exactly one type of issuer, the schema wants none.
  'ClusterIssuer v1 (cert-manager/cert-manager.io_clusterissuers.yaml)': ['cert-manager/spec-rejected'],
  'Issuer v1 (cert-manager/cert-manager.io_issuers.yaml)': ['cert-manager/spec-rejected'],
  // The text of the license is a required field, and what stands there ends in Git.
  'KongLicense v1alpha1 (kong/kic/configuration.konghq.com_konglicenses.yaml)': ['secrets/license-text'],
  'KongLicense v1alpha1 (kong/kong-operator/configuration.konghq.com_konglicenses.yaml)': ['secrets/license-text'],
};

/** The smallest value that the schema takes: required fields only. */
function smallest(schema: StructuralSchema, random: Random): JsonValue {
  if (schema.type !== 'object' || schema.properties === undefined) {
    return schema.type === 'array' && (schema.minItems ?? 0) === 0 ? [] : generateValue(schema, random);
  }
  const required = schema.required ?? [];
  const { properties } = schema;
  return Object.fromEntries(required.map((name) => [name, smallest(properties[name] ?? {}, random)]));
}

function smallestObject({ schema, crd, name }: ReferenceSchema): JsonObject | undefined {
  const { group, names, scope } = crd.spec as { group: string; names: { kind: string }; scope: string };
  const version = name.split(' ')[1];
  const namespace = scope === 'Namespaced' ? { namespace: 'payments' } : {};
  const random = new Random(SEED);
  for (let attempt = 0; attempt < 40; attempt += 1) {
    try {
      const body = smallest(schema as StructuralSchema, random) as JsonObject;
      const identity = {
        apiVersion: `${group}/${version}`,
        kind: names.kind,
        metadata: { name: 'example', ...namespace },
      };
      const object: JsonObject = { ...body, ...identity };
      if (errorsOf(object, crd).every((rule) => !rule.startsWith('schema/'))) {
        return object;
      }
    } catch (error) {
      if (!(error instanceof Unsatisfiable)) {
        throw error;
      }
    }
  }
  return undefined;
}

/** All gateways at their newest versions: whatever a rule may ask of them is answered. */
const gateways = gatewayRegistry.flatMap(({ name, versions }) => {
  const version = versions.at(-1);
  return version === undefined ? [] : [{ name, version }];
});

function errorsOf(object: JsonObject, crd: JsonObject): readonly string[] {
  const { findings } = check(setOf(object), { crds: setOf(crd), gateways });
  return findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}

given(`${reason}the smallest valid object of each reference CRD`, () => {
  const schemas = REFERENCE_CRDS === undefined ? [] : referenceSchemas(REFERENCE_CRDS);
  const objects = schemas.flatMap((schema) => {
    const object = smallestObject(schema);
    return object === undefined ? [] : [{ ...schema, object }];
  });

  test('can be made for most kinds', () => {
    process.stdout.write(`valid objects made for ${objects.length} of ${schemas.length} kinds and versions\n`);
    expect(objects.length).toBeGreaterThanOrEqual(MIN_VALID);
  });

  test('gives no error, but for what it deserves', () => {
    const found = objects.map(({ name, object, crd }) => [name, errorsOf(object, crd)] as const);
    expect(Object.fromEntries(found.filter(([, errors]) => errors.length > 0))).toEqual(DESERVED);
  });
});

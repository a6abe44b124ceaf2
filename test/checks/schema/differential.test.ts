import fc from 'fast-check';
import { normalize } from '../../../src/checks/schema/normalize';
import { readStructuralSchema } from '../../../src/checks/schema/read-structural-schema';
import { SchemaNode } from '../../../src/checks/schema/schema-node';
import type { StructuralSchema } from '../../../src/checks/schema/structural-schema';
import { validateStructure } from '../../../src/checks/schema/validate-structure';
import type { JsonObject } from '../../../src/manifests/manifest';
import { AjvOracle } from './_ajv-oracle';
import { generateValue, Unsatisfiable } from './_generate-value';
import { mutate } from './_mutate';
import { Random } from './_random';
import { REFERENCE_CRDS, type ReferenceSchema, referenceSchemas } from './_reference-crds';

const MUTATIONS = 20_000;
const SEED = 20_260_131;

/** Drops `format`: ajv is run without formats; `formats.test.ts` has them. */
function withoutFormats(schema: StructuralSchema): StructuralSchema {
  return JSON.parse(JSON.stringify(schema), (_, value) =>
    typeof value === 'object' && value !== null && typeof value.format === 'string'
      ? { ...value, format: undefined }
      : value,
  );
}

function violationsOf(object: JsonObject, root: SchemaNode): readonly string[] {
  const { value, unknownFields } = normalize(object, root, '');
  return [...unknownFields, ...validateStructure(value, root, 'Kind')].map((violation) => violation.message);
}

/** An object that fits the schema in the eyes of at least one of the two. */
function validObject(
  schema: StructuralSchema,
  root: SchemaNode,
  oracle: AjvOracle,
  random: Random,
): JsonObject | undefined {
  for (let attempt = 0; attempt < 12; attempt++) {
    try {
      const body = generateValue(
        { ...schema, properties: { ...schema.properties, metadata: { type: 'object' } } },
        random,
      );
      const object = { ...(body as JsonObject), apiVersion: 'a/v1', kind: 'Kind', metadata: { name: 'x' } };
      if (oracle.accepts(object) || violationsOf(object, root).length === 0) {
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

function explain(object: JsonObject, ours: readonly string[], oracle: AjvOracle, name: string): string {
  const verdict = ours.length === 0 ? 'we accept and ajv refuses' : 'we refuse and ajv accepts';
  return `${name}: ${verdict}\nours: ${ours.join('\n')}\najv: ${oracle.errors}\n${JSON.stringify(object)}`;
}

function compare(reference: ReferenceSchema, runs: number) {
  const reading = readStructuralSchema(withoutFormats(reference.schema as StructuralSchema) as JsonObject, []);
  if ('problems' in reading) {
    throw new Error(`${reference.name}: ${reading.problems[0].message}`);
  }
  const { schema } = reading;
  const root = new SchemaNode(schema);
  const oracle = new AjvOracle(schema);
  const count = { mutations: 0, refused: 0, ungenerated: 0 };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = new Random(seed);
      const object = validObject(schema, root, oracle, random);
      if (object === undefined) {
        count.ungenerated++;
        return;
      }
      for (const candidate of [object, ...Array.from({ length: 4 }, () => mutate(object, schema, random))]) {
        const ours = violationsOf(candidate, root);
        const theirs = oracle.accepts(candidate);
        count.mutations += candidate === object ? 0 : 1;
        count.refused += theirs ? 0 : 1;
        if ((ours.length === 0) !== theirs) {
          throw new Error(explain(candidate, ours, oracle, reference.name));
        }
      }
    }),
    { numRuns: runs, seed: SEED, endOnFailure: true },
  );
  return count;
}

if (REFERENCE_CRDS === undefined) {
  describe.skip('(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) structural verdicts', () => {
    test('agree with ajv', () => undefined);
  });
} else {
  const references = referenceSchemas(REFERENCE_CRDS);
  const runs = Math.ceil(MUTATIONS / 4 / references.length) + 2;
  const total = { mutations: 0, refused: 0 };

  describe('structural verdicts', () => {
    test.each(references.map((reference) => [reference.name, reference] as const))(
      'agree with ajv on %s',
      (_, reference) => {
        const count = compare(reference, runs);
        total.mutations += count.mutations;
        total.refused += count.refused;
        expect(count.ungenerated).toBeLessThan(runs / 2);
      },
    );

    test(`were compared on at least ${MUTATIONS} mutations, of which both refuse a good part`, () => {
      expect(total.mutations).toBeGreaterThanOrEqual(MUTATIONS);
      expect(total.refused / total.mutations).toBeGreaterThan(0.3);
    });
  });
}

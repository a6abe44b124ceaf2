import Ajv from 'ajv';
import { readStructuralSchema } from '../../../src/checks/schema/read-structural-schema';
import { SchemaNode } from '../../../src/checks/schema/schema-node';
import { validateStructure } from '../../../src/checks/schema/validate-structure';
import type { JsonObject, JsonValue } from '../../../src/manifests/manifest';

/** Where the API server and plain JSON schema part, we go with the API server. */
const DIFFERENCES: readonly (readonly [why: string, schema: JsonObject, value: JsonValue, weAccept: boolean])[] = [
  [
    'null never equals an enum value, not even null',
    { type: 'string', nullable: true, enum: ['a', null] },
    null,
    false,
  ],
  [
    'null ends the look at a value, alternatives included',
    { type: 'string', nullable: true, anyOf: [{ type: 'string' }] },
    null,
    true,
  ],
  ['an integer has 64 bits', { type: 'integer' }, 2 ** 63, false],
  ['\\s is ASCII white space alone', { type: 'string', pattern: '^\\s$' }, '\u00a0', false],
  ['a dot takes everything but a line feed', { type: 'string', pattern: '^.$' }, '\r', true],
  ['classes count code points', { type: 'string', pattern: '^[^a]$' }, '😀', true],
  ['inherited names are no fields', { type: 'object', required: ['toString'] }, {}, false],
  ['an int32 has 32 bits', { type: 'integer', format: 'int32' }, 2 ** 31, false],
  ['a string format counts', { type: 'string', format: 'ipv4' }, 'x', false],
  [
    'a list that is a set has no repeats',
    { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
    ['a', 'a'],
    false,
  ],
];

describe('structural verdicts differ from ajv', () => {
  test.each(DIFFERENCES)('because %s', (_, schema, value, weAccept) => {
    const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
    const reading = readStructuralSchema({ type: 'object', properties: { f: schema } }, []);
    if ('problems' in reading) {
      throw new Error(reading.problems[0].message);
    }
    expect(ajv.compile(schema)(value)).toBe(!weAccept);
    expect(validateStructure({ f: value }, new SchemaNode(reading.schema), 'Kind').length === 0).toBe(weAccept);
  });
});

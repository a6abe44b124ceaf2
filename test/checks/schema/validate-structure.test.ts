import fc from 'fast-check';
import { normalize } from '../../../src/checks/schema/normalize';
import { readStructuralSchema } from '../../../src/checks/schema/read-structural-schema';
import { SchemaNode } from '../../../src/checks/schema/schema-node';
import { validateStructure } from '../../../src/checks/schema/validate-structure';
import type { Violation } from '../../../src/checks/schema/violation';
import { formatPath, type JsonObject, type JsonValue } from '../../../src/manifests/manifest';

function nodeOf(schema: JsonObject): SchemaNode {
  const reading = readStructuralSchema(schema, []);
  if ('problems' in reading) {
    throw new Error(reading.problems[0].message);
  }
  return new SchemaNode(reading.schema);
}

/** Checks one field `f` of an object. */
function check(schema: JsonObject, value: JsonValue, kind = 'Widget'): readonly Violation[] {
  const root = nodeOf({ type: 'object', properties: { f: schema } });
  const { value: object, unknownFields } = normalize({ f: value }, root, 'or give the CRDs of your release');
  return [...unknownFields, ...validateStructure(object, root, kind)];
}

function texts(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ path, message, fix }) => `${formatPath(path)}: ${message} -> ${fix}`);
}

type Row = readonly [schema: JsonObject, value: JsonValue];

const STRING = { type: 'string' };
const INTEGER = { type: 'integer' };

describe('a value that fits its schema', () => {
  const rows: readonly Row[] = [
    [STRING, ''],
    [INTEGER, 2 ** 53],
    [INTEGER, -(2 ** 63)],
    [{ type: 'number' }, 1.5],
    [{ type: 'number' }, 1],
    [{ type: 'boolean' }, false],
    [{ type: 'array', items: STRING }, []],
    [{ type: 'string', nullable: true }, null],
    [{ 'x-kubernetes-int-or-string': true }, 'http'],
    [{ 'x-kubernetes-int-or-string': true }, 80],
    [{ 'x-kubernetes-preserve-unknown-fields': true }, [1, { a: null }]],
    [
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: INTEGER } },
      { a: 1, b: { c: 2 } },
    ],
    [{ type: 'string', minLength: 2, maxLength: 2 }, '😀é'],
    [{ type: 'string', pattern: '^(?i)abort$' }, 'ABORT'],
    [{ type: 'string', pattern: 'b' }, 'abc'],
    [{ type: 'string', enum: ['a', 'b'] }, 'b'],
    [
      { type: 'object', enum: [{ a: 1, b: 2 }], 'x-kubernetes-preserve-unknown-fields': true },
      { b: 2, a: 1 },
    ],
    [{ type: 'integer', minimum: 1, maximum: 3 }, 3],
    [{ type: 'integer', minimum: 1, exclusiveMinimum: true }, 2],
    [{ type: 'integer', multipleOf: 5 }, 15],
    [{ type: 'number', multipleOf: 0.1 }, 0.7],
    [{ type: 'integer', format: 'int32' }, 2147483647],
    [{ type: 'integer', format: 'int64' }, 2147483648],
    [{ type: 'string', format: 'no-such-format' }, 'x'],
    [{ type: 'array', items: STRING, 'x-kubernetes-list-type': 'set' }, ['a', 'A']],
    [{ type: 'array', items: STRING, 'x-kubernetes-list-type': 'atomic' }, ['a', 'a']],
    [{ type: 'object', additionalProperties: STRING }, { any: 'x' }],
    [{ type: 'object', additionalProperties: true }, { any: { deep: 1 } }],
    [{ type: 'string', nullable: true, anyOf: [{ minLength: 1 }], not: { maxLength: 3 } }, null],
  ];
  test.each(rows)('%j takes %j', (schema, value) => {
    expect(texts(check(schema, value))).toEqual([]);
  });
});

const PORT_LIST = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['port', 'protocol'],
  items: {
    type: 'object',
    properties: { port: INTEGER, protocol: { type: 'string', default: 'TCP' }, name: STRING },
  },
};

describe('a value that does not fit is reported with what was found, what is allowed and the fix', () => {
  const rows: readonly (readonly [...Row, string])[] = [
    [STRING, true, 'f: f is a boolean, true; allowed is a string -> quote it: "true"'],
    [STRING, 8443, 'f: f is an integer, 8443; allowed is a string -> quote it: "8443"'],
    [STRING, ['x'], 'f: f is a list; allowed is a string -> give a string'],
    [INTEGER, '8443', 'f: f is a string, "8443"; allowed is an integer -> remove the quotes'],
    [INTEGER, 1.5, 'f: f is a number, 1.5; allowed is an integer -> give an integer'],
    [
      INTEGER,
      2 ** 63,
      'f: f is an integer, 9223372036854776000; allowed is an integer of 64 bits -> give an integer of 64 bits',
    ],
    [{ type: 'boolean' }, 'false', 'f: f is a string, "false"; allowed is a boolean -> remove the quotes'],
    [{ type: 'object' }, 'x', 'f: f is a string, "x"; allowed is an object -> give an object'],
    [
      { type: 'array', items: STRING },
      ['a', null],
      'f[1]: f[1] is null; allowed is a string -> give a string, or remove the field',
    ],
    [
      { 'x-kubernetes-int-or-string': true },
      true,
      'f: f is a boolean, true; allowed is an integer or a string -> give an integer or a string',
    ],
    [
      { type: 'object', required: ['a'], properties: { a: INTEGER } },
      {},
      'f.a: a is missing; f requires it -> set a to an integer',
    ],
    [
      { type: 'object', required: ['a'], properties: { a: INTEGER } },
      { a: null },
      'f.a: a is missing; f requires it -> set a to an integer',
    ],
    [
      { type: 'string', enum: ['Opaque', 'System'] },
      'Sytem',
      'f: f is "Sytem"; allowed is one of "Opaque", "System" -> did you mean "System"',
    ],
    [{ type: 'integer', enum: [1, 2] }, 3, 'f: f is 3; allowed is one of 1, 2 -> give one of the allowed values'],
    [
      { type: 'string', nullable: true, enum: ['a', null] },
      null,
      'f: f is null; allowed is "a" -> give one of the allowed values',
    ],
    [
      { type: 'string', minLength: 1 },
      '',
      'f: f has 0 characters; allowed is at least 1 character -> give at least 1 character',
    ],
    [
      { type: 'string', maxLength: 2 },
      'abc',
      'f: f has 3 characters; allowed is at most 2 characters -> give at most 2 characters',
    ],
    [
      { type: 'string', pattern: '^a+$' },
      'b',
      'f: f is "b"; allowed is text that matches ^a+$ -> give a text of that form',
    ],
    [
      { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' },
      'Ledger.example.com',
      'f: f is "Ledger.example.com"; allowed is lower case letters, digits and "-" in labels joined by "." -> did you mean "ledger.example.com"',
    ],
    [
      { type: 'string', pattern: '(' },
      'x',
      'f: f cannot be checked: the schema\'s pattern "(" is not a regular expression -> mend the pattern in the CustomResourceDefinition',
    ],
    [{ type: 'string', format: 'ipv4' }, 'x', 'f: f is "x"; allowed is an IPv4 address -> give an IPv4 address'],
    [{ type: 'integer', minimum: 1 }, 0, 'f: f is 0; allowed is a number from 1 on -> give a number from 1 on'],
    [
      { type: 'integer', minimum: 1, exclusiveMinimum: true },
      1,
      'f: f is 1; allowed is a number above 1 -> give a number above 1',
    ],
    [
      { type: 'integer', maximum: 65535 },
      99999,
      'f: f is 99999; allowed is a number up to 65535 -> give a number up to 65535',
    ],
    [
      { type: 'number', maximum: 1, exclusiveMaximum: true },
      1,
      'f: f is 1; allowed is a number below 1 -> give a number below 1',
    ],
    [{ type: 'integer', multipleOf: 5 }, 7, 'f: f is 7; allowed is a multiple of 5 -> give a multiple of 5'],
    [
      { type: 'integer', format: 'int32' },
      3000000000,
      'f: f is 3000000000; allowed is an integer of 32 bits, -2147483648 to 2147483647 -> give an integer of 32 bits, -2147483648 to 2147483647',
    ],
    [
      { type: 'array', items: STRING, maxItems: 1 },
      ['a', 'b'],
      'f: f has 2 entries; allowed is at most 1 entry -> give at most 1 entry',
    ],
    [
      { type: 'array', items: STRING, minItems: 1 },
      [],
      'f: f has 0 entries; allowed is at least 1 entry -> give at least 1 entry',
    ],
    [
      { type: 'object', additionalProperties: STRING, maxProperties: 1 },
      { a: '', b: '' },
      'f: f has 2 fields; allowed is at most 1 field -> give at most 1 field',
    ],
    [
      { type: 'array', items: STRING, 'x-kubernetes-list-type': 'set' },
      ['a', 'b', 'a', 'a'],
      'f[2]: f[2] repeats f[0]: both have "a"; allowed is each once -> remove or change one of the two',
    ],
    [
      PORT_LIST,
      [{ port: 443 }, { port: 443, protocol: 'UDP' }, { port: 443, protocol: 'TCP', name: 'x' }],
      'f[2]: f[2] repeats f[0]: both have port 443 and protocol "TCP"; allowed is each once -> remove or change one of the two',
    ],
    [
      PORT_LIST,
      [{ name: 'a' }, { name: 'b' }],
      'f[1]: f[1] repeats f[0]: both have no port and protocol "TCP"; allowed is each once -> remove or change one of the two',
    ],
    [
      { type: 'object', properties: { hostname: STRING } },
      { hostnme: 'x' },
      'f.hostnme: f has no field "hostnme"; it has hostname -> did you mean "hostname"',
    ],
    [
      { type: 'object' },
      { a: 1 },
      'f.a: f has no field "a"; it has no fields at all -> remove it: it would be dropped without effect; or give the CRDs of your release',
    ],
    [
      { type: 'object', properties: { a: STRING, b: STRING }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      { a: '', b: '' },
      'f: f has a and b, which exclude each other -> keep one of them',
    ],
    [
      { type: 'object', properties: { a: STRING, b: STRING }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      {},
      'f: f has none of a, b; one is required -> give one of a, b',
    ],
    [
      { type: 'object', properties: { a: STRING }, anyOf: [{ required: ['a'] }] },
      {},
      'f: f has none of a; one is required -> give one of a',
    ],
    [
      { type: 'string', anyOf: [{ minLength: 3 }, { pattern: '^x$' }] },
      'a',
      'f: f fits none of its 2 allowed forms; the closest fails because f has 1 character; allowed is at least 3 characters -> give at least 3 characters',
    ],
    [
      { type: 'object', properties: { a: STRING }, not: { required: ['a'] } },
      { a: '' },
      'f: f has a, which is not allowed here -> remove a',
    ],
    [
      { type: 'string', allOf: [{ minLength: 2 }] },
      'a',
      'f: f has 1 character; allowed is at least 2 characters -> give at least 2 characters',
    ],
  ];
  test.each(rows)('%j refuses %j', (schema, value, expected) => {
    expect(texts(check(schema, value))).toEqual([expected]);
  });

  test('an embedded resource needs its identity, and its metadata is checked', () => {
    const schema = {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    };
    expect(texts(check(schema, { kind: 'Pod', metadata: { labels: { a: 1 } } }))).toEqual([
      'f.apiVersion: apiVersion is missing; f holds a whole object -> set apiVersion',
      'f.metadata.labels.a: labels[a] is an integer, 1; allowed is a string -> quote it: "1"',
    ]);
    expect(check(schema, { apiVersion: 'v1', kind: 'Pod' })).toEqual([]);
  });

  test('long values are shortened', () => {
    const [violation] = check({ type: 'string', pattern: '^a$' }, 'b '.repeat(200));
    expect(violation?.message.length).toBeLessThan(150);
  });
});

describe('what may be secret is never shown', () => {
  const pem = ['-----BEGIN', 'PRIVATE KEY-----', 'MIIB'].join(' ');
  const rows: readonly (readonly [JsonObject, JsonValue, string])[] = [
    [{ type: 'string', pattern: '^a$' }, pem, 'Widget'],
    [{ type: 'string', pattern: '^a$' }, 'MIIB'.repeat(20), 'Widget'],
    [{ type: 'string', enum: ['a'] }, '{"license":{"payload":1}}', 'Widget'],
    [{ type: 'object', properties: { password: INTEGER } }, { password: 'MIIB' }, 'Widget'],
    [
      { type: 'object', properties: { rawLicenseString: { type: 'string', enum: ['a'] } } },
      { rawLicenseString: 'MIIB' },
      'Widget',
    ],
    [{ type: 'array', items: STRING, 'x-kubernetes-list-type': 'set' }, [pem, pem], 'Widget'],
  ];
  test.each(rows)('%j', (schema, value, kind) => {
    const violations = check(schema, value, kind);
    expect(violations).not.toEqual([]);
    expect(JSON.stringify(violations)).not.toMatch(/MIIB|payload/);
  });

  test('no value under data or stringData of a Secret', () => {
    const root = nodeOf({
      type: 'object',
      properties: {
        data: { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
        stringData: STRING,
      },
    });
    const violations = validateStructure({ data: { 'tls.key': 'hunter2', n: 5 }, stringData: 77 }, root, 'Secret');
    expect(texts(violations)).toEqual([
      'data[tls.key]: tls.key is a string (not shown); allowed is base64 text -> give base64 text',
      'data.n: n is an integer; allowed is a string -> quote it',
      'stringData: stringData is an integer; allowed is a string -> quote it',
    ]);
  });
});

test('names that objects inherit in JavaScript are plain field names', () => {
  const root = nodeOf({ type: 'object', required: ['toString'], properties: { constructor: STRING } });
  const object = JSON.parse('{"__proto__": {"a": 1}, "constructor": "x"}') as JsonObject;
  const { value, unknownFields } = normalize(object, root, '');
  expect(unknownFields.map(({ path }) => path)).toEqual([['__proto__']]);
  expect(texts(validateStructure(value, root, 'Widget'))).toEqual([
    'toString: toString is missing; the object requires it -> set toString',
  ]);
});

test('any value against any schema gives violations, not an exception', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const leaf = {
    type: fc.constantFrom('object', 'array', 'string', 'integer', 'number', 'boolean'),
    nullable: fc.boolean(),
    default: json,
    enum: fc.array(json, { minLength: 1, maxLength: 3 }),
    pattern: fc.string(),
    format: fc.constantFrom('date-time', 'byte', 'duration', 'uri', 'cidr', 'ipv6', 'hostname', 'mac', 'quantity'),
    minLength: fc.nat(3),
    maximum: fc.integer(),
    multipleOf: fc.constantFrom(2, 0.1),
    required: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    'x-kubernetes-list-type': fc.constantFrom('set', 'map', 'atomic'),
    'x-kubernetes-list-map-keys': fc.constant(['a']),
    'x-kubernetes-embedded-resource': fc.boolean(),
  };
  const schemaOf = (depth: number): fc.Arbitrary<unknown> => {
    if (depth === 0) {
      return fc.record(leaf, { requiredKeys: [] });
    }
    const child = schemaOf(depth - 1);
    const parent = {
      ...leaf,
      properties: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), child, { maxKeys: 2 }),
      additionalProperties: fc.oneof(fc.boolean(), child),
      items: child,
      anyOf: fc.array(child, { maxLength: 2 }),
      oneOf: fc.array(child, { maxLength: 2 }),
      not: child,
    };
    return fc.record(parent, { requiredKeys: [] });
  };
  fc.assert(
    fc.property(schemaOf(2), fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), json), (raw, object) => {
      const root = nodeOf(raw as JsonObject);
      const { value } = normalize(object as JsonObject, root, '');
      for (const violation of validateStructure(value, root, 'Widget')) {
        expect(violation.message).toMatch(/./);
      }
    }),
    { numRuns: 300 },
  );
});

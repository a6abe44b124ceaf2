import { createCelValidator } from '../../../../src/checks/schema/cel/cel-validator';
import type { StructuralSchema, ValidationRule } from '../../../../src/checks/schema/structural-schema';
import { formatPath, type JsonValue } from '../../../../src/manifests/manifest';

const RULES = 'x-kubernetes-validations';
const text: StructuralSchema = { type: 'string' };
const integer: StructuralSchema = { type: 'integer' };

function spec(schema: StructuralSchema, ...rules: (string | ValidationRule)[]): StructuralSchema {
  return { type: 'object', properties: { spec: withRules(schema, ...rules) } };
}

function withRules(schema: StructuralSchema, ...rules: (string | ValidationRule)[]): StructuralSchema {
  return { ...schema, [RULES]: rules.map((rule) => (typeof rule === 'string' ? { rule } : rule)) };
}

function violations(schema: StructuralSchema, value: JsonValue, oldValue?: JsonValue): readonly string[] {
  const found = createCelValidator(schema).validate(value, oldValue === undefined ? {} : { oldValue });
  return found.map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

/** Whether a rule on `spec` accepts a value of it. */
function accepts(schema: StructuralSchema, rule: string, value: JsonValue): boolean {
  return violations(spec(schema, rule), { spec: value }).length === 0;
}

describe('values get the type of their schema', () => {
  const typed: readonly (readonly [string, StructuralSchema, JsonValue, string])[] = [
    ['integer', integer, 7, 'type(self) == int && self + 1 == 8 && self % 2 == 1'],
    ['number written without a fraction', { type: 'number' }, 7, 'type(self) == double && self / 2.0 == 3.5'],
    ['int-or-string as a number', { 'x-kubernetes-int-or-string': true }, 80, 'type(self) == int && self == 80'],
    ['int-or-string as a text', { 'x-kubernetes-int-or-string': true }, '80%', 'type(self) == string'],
    ['boolean', { type: 'boolean' }, false, 'type(self) == bool && !self'],
    [
      'date-time',
      { type: 'string', format: 'date-time' },
      '2026-01-01T01:00:00+01:00',
      'self == timestamp("2026-01-01T00:00:00Z")',
    ],
    ['date', { type: 'string', format: 'date' }, '2026-01-01', 'self == timestamp("2026-01-01T00:00:00Z")'],
    ['duration', { type: 'string', format: 'duration' }, '1h', 'self == duration("60m")'],
    ['duration in days', { type: 'string', format: 'duration' }, '2 days', 'self == duration("48h")'],
    ['byte', { type: 'string', format: 'byte' }, 'aGk=', 'self == b"hi"'],
    ['a format without a type of its own', { type: 'string', format: 'ipv4' }, '10.0.0.1', 'self.startsWith("10.")'],
    ['list', { type: 'array', items: integer }, [1, 2], 'self == [1, 2] && 2 in self && self[0] == 1'],
    [
      'map',
      { type: 'object', additionalProperties: integer },
      { 'a-b': 1 },
      '"a-b" in self && self["a-b"] == 1 && self.all(k, self[k] > 0)',
    ],
  ];

  test.each(typed)('%s', (_name, schema, value, rule) => {
    expect(violations(spec(schema, rule), { spec: value })).toEqual([]);
  });

  test('data that contradict the schema make the rules that read them fail, without repeating the value', () => {
    expect(violations(spec(integer, 'self > 0'), { spec: 'confidential' })).toEqual([
      'spec: the rule could not be evaluated (invalid data: expected an integer): self > 0',
    ]);
  });
});

describe('property names', () => {
  test.each([
    ['namespace', 'self.__namespace__'],
    ['x-prop', 'self.x__dash__prop'],
    ['a.b', 'self.a__dot__b'],
    ['a/b', 'self.a__slash__b'],
    ['redact__d', 'self.redact__underscores__d'],
    ['_private', 'self._private'],
    ['int', 'self.int'],
  ])('%s is selected as %s', (name, selection) => {
    const schema: StructuralSchema = { type: 'object', properties: { [name]: text } };
    expect(accepts(schema, `${selection} == 'v'`, { [name]: 'v' })).toBe(true);
  });

  test('keys of maps are not escaped', () => {
    const schema: StructuralSchema = { type: 'object', additionalProperties: text };
    expect(accepts(schema, "self['namespace'] == 'v' && self.all(k, k == 'namespace')", { namespace: 'v' })).toBe(true);
  });

  test('inherited names of JavaScript objects are not there', () => {
    const schema: StructuralSchema = { type: 'object', properties: { toString: text, constructor: text } };
    expect(accepts(schema, '!has(self.toString) && !has(self.constructor)', {})).toBe(true);
    expect(accepts({ type: 'object', additionalProperties: text }, '!("toString" in self)', {})).toBe(true);
  });

  test('what preserve-unknown-fields keeps cannot be selected', () => {
    const schema: StructuralSchema = {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { a: text },
    };
    expect(violations(spec(schema, "self.b == 'v'"), { spec: { b: 'v' } })).toEqual([
      "spec: the rule could not be evaluated (no such key: b): self.b == 'v'",
    ]);
  });
});

describe('null and absence', () => {
  const schema: StructuralSchema = { type: 'object', properties: { a: { type: 'string', nullable: true } } };

  test('a property that is null counts as absent', () => {
    expect(accepts(schema, '!has(self.a)', { a: null })).toBe(true);
  });

  test('a value of a map that is null is there', () => {
    const map: StructuralSchema = { type: 'object', additionalProperties: { type: 'string', nullable: true } };
    expect(accepts(map, "'a' in self && self['a'] == null", { a: null })).toBe(true);
  });

  test('a rule does not run on a value that is null or absent', () => {
    const rules = withRules({ type: 'string', nullable: true }, 'false');
    expect(violations({ type: 'object', properties: { a: rules } }, { a: null })).toEqual([]);
    expect(violations({ type: 'object', properties: { a: rules } }, {})).toEqual([]);
  });
});

describe('lists of type set and map', () => {
  const set: StructuralSchema = { type: 'array', items: text, 'x-kubernetes-list-type': 'set' };
  const map: StructuralSchema = {
    type: 'array',
    items: { type: 'object', properties: { name: text, port: integer } },
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
  };
  const two = (type: StructuralSchema): StructuralSchema => ({ type: 'object', properties: { a: type, b: type } });

  test.each<[string, StructuralSchema, JsonValue, boolean]>([
    ['sets ignore the order', set, { a: ['x', 'y'], b: ['y', 'x'] }, true],
    ['sets with other elements differ', set, { a: ['x', 'y'], b: ['x', 'z'] }, false],
    [
      'map lists ignore the order',
      map,
      { a: [{ name: 'x', port: 1 }, { name: 'y' }], b: [{ name: 'y' }, { name: 'x', port: 1 }] },
      true,
    ],
    ['map lists compare the items', map, { a: [{ name: 'x', port: 1 }], b: [{ name: 'x', port: 2 }] }, false],
    ['atomic lists keep the order', { type: 'array', items: text }, { a: ['x', 'y'], b: ['y', 'x'] }, false],
  ])('%s', (_name, type, value, equal) => {
    expect(accepts(two(type), 'self.a == self.b', value)).toBe(equal);
  });

  test('joining merges', () => {
    expect(accepts(two(set), "self.a + self.b == ['x', 'y', 'z']", { a: ['x', 'y'], b: ['y', 'z'] })).toBe(true);
    const joined = '(self.a + self.b).size() == 1 && (self.a + self.b)[0].port == 2';
    expect(accepts(two(map), joined, { a: [{ name: 'x', port: 1 }], b: [{ name: 'x', port: 2 }] })).toBe(true);
  });
});

describe('where rules run', () => {
  const item = withRules({ type: 'object', properties: { port: withRules(integer, 'self > 0') } }, 'has(self.port)');
  const schema: StructuralSchema = withRules(
    {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            list: { type: 'array', items: item },
            map: { type: 'object', additionalProperties: item },
            embedded: withRules(
              {
                type: 'object',
                'x-kubernetes-embedded-resource': true,
                'x-kubernetes-preserve-unknown-fields': true,
                properties: {},
              },
              "self.kind == 'Pod' && self.metadata.name == 'p'",
            ),
          },
        },
      },
    },
    "self.metadata.name != 'forbidden'",
    'self.metadata.generateName.size() < 3',
  );

  test('at the root, in items, values of maps, properties and embedded resources', () => {
    const value = {
      kind: 'Thing',
      metadata: { name: 'forbidden', generateName: 'abc', labels: {} },
      spec: {
        list: [{ port: 1 }, {}],
        map: { 'a.b': { port: 0 } },
        embedded: { kind: 'Pod', metadata: { name: 'q' } },
      },
    };
    expect(violations(schema, value)).toEqual([
      ": failed rule: self.metadata.name != 'forbidden'",
      ': failed rule: self.metadata.generateName.size() < 3',
      'spec.list[1]: failed rule: has(self.port)',
      'spec.map[a.b].port: failed rule: self > 0',
      "spec.embedded: failed rule: self.kind == 'Pod' && self.metadata.name == 'p'",
    ]);
  });

  test('kind and metadata cannot be selected below the root', () => {
    expect(
      violations(spec({ type: 'object', properties: {} }, 'has(self.metadata)'), { spec: { metadata: {} } }),
    ).toEqual(['spec: failed rule: has(self.metadata)']);
  });

  test('in allOf, for the same value', () => {
    const both: StructuralSchema = { ...integer, allOf: [withRules({}, 'self > 1'), withRules({}, 'self > 2')] };
    expect(violations(spec(both), { spec: 2 })).toEqual(['spec: failed rule: self > 2']);
  });

  test('not at nodes that are skipped, but below them', () => {
    const paths: string[] = [];
    const skip = (path: readonly (string | number)[]): boolean => {
      paths.push(formatPath(path));
      return formatPath(path) === 'spec.list[0]';
    };
    const value = { metadata: { name: 'a', generateName: '' }, spec: { list: [{}, { port: 0 }] } };
    const found = createCelValidator(schema).validate(value, { skip });
    expect(found.map(({ path }) => formatPath(path))).toEqual(['spec.list[1].port']);
    expect(paths).toEqual(['', 'spec.list[0]', 'spec.list[1]', 'spec.list[1].port']);
  });

  test('a schema that holds itself does not hang', () => {
    const recursive: { type: string; properties: Record<string, StructuralSchema>; [RULES]: ValidationRule[] } = {
      type: 'object',
      properties: {},
      [RULES]: [{ rule: 'true' }],
    };
    recursive.properties.self = recursive;
    expect(violations(recursive, { self: { self: {} } })).toEqual([]);
  });
});

describe('transition rules', () => {
  const schema = spec({ type: 'object', properties: { a: withRules(text, 'self == oldSelf') } });

  test('are left out when there is no old value', () => {
    expect(violations(schema, { spec: { a: 'x' } })).toEqual([]);
    expect(violations(schema, { spec: { a: 'x' } }, { spec: {} })).toEqual([]);
    expect(violations(schema, { spec: { a: 'x' } }, { spec: { a: null } })).toEqual([]);
  });

  test('compare with the old value when there is one', () => {
    expect(violations(schema, { spec: { a: 'x' } }, { spec: { a: 'x' } })).toEqual([]);
    expect(violations(schema, { spec: { a: 'y' } }, { spec: { a: 'x' } })).toEqual([
      'spec.a: failed rule: self == oldSelf',
    ]);
  });

  const item = (schemaOfList: StructuralSchema): StructuralSchema =>
    spec({ type: 'object', properties: { list: schemaOfList } });
  const object = withRules({ type: 'object', properties: { name: text, a: integer } }, 'self.a == oldSelf.a');

  test('match the items of map lists by their keys, and the values of maps', () => {
    const list = item({
      type: 'array',
      items: object,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    });
    const before = {
      spec: {
        list: [
          { name: 'x', a: 1 },
          { name: 'y', a: 2 },
        ],
      },
    };
    expect(
      violations(
        list,
        {
          spec: {
            list: [
              { name: 'y', a: 2 },
              { name: 'x', a: 5 },
              { name: 'z', a: 9 },
            ],
          },
        },
        before,
      ),
    ).toEqual(['spec.list[1]: failed rule: self.a == oldSelf.a']);
    const map = item({ type: 'object', additionalProperties: object });
    expect(violations(map, { spec: { list: { k: { a: 2 } } } }, { spec: { list: { k: { a: 1 } } } })).toEqual([
      'spec.list.k: failed rule: self.a == oldSelf.a',
    ]);
  });

  test.each(['atomic', 'set'] as const)('match no items of %s lists', (listType) => {
    const list = item({ type: 'array', items: object, 'x-kubernetes-list-type': listType });
    expect(violations(list, { spec: { list: [{ a: 1 }] } }, { spec: { list: [{ a: 2 }] } })).toEqual([]);
  });

  test('with optionalOldSelf always run, with an optional', () => {
    const rule = { rule: 'oldSelf.hasValue() ? self == oldSelf.value() : self == 1', optionalOldSelf: true };
    expect(violations(spec(integer, rule), { spec: 1 })).toEqual([]);
    expect(violations(spec(integer, rule), { spec: 2 })).toHaveLength(1);
    expect(violations(spec(integer, rule), { spec: 2 }, { spec: 2 })).toEqual([]);
    expect(violations(spec(integer, rule), { spec: 1 }, { spec: 2 })).toHaveLength(1);
  });

  test('a macro variable named oldSelf makes no transition rule', () => {
    const schemaOfList = spec({ type: 'array', items: integer }, 'self.all(oldSelf, oldSelf > 0)');
    expect(violations(schemaOfList, { spec: [0] })).toHaveLength(1);
  });
});

describe('what is reported', () => {
  const failing = (rule: Partial<ValidationRule>, value: JsonValue = 'v'): readonly string[] =>
    violations(spec(text, { rule: 'self == "x"', ...rule }), { spec: value });

  test.each<[string, Partial<ValidationRule>, string]>([
    ['the rule when it has no message', {}, 'spec: failed rule: self == "x"'],
    ['its message, trimmed', { message: ' must be x ' }, 'spec: must be x'],
    ['what messageExpression gives', { message: 'm', messageExpression: '"not " + self' }, 'spec: not v'],
    ['the message when messageExpression fails', { message: 'm', messageExpression: 'self.substring(9)' }, 'spec: m'],
    ['the message when messageExpression is empty', { message: 'm', messageExpression: '" "' }, 'spec: m'],
    ['the message when messageExpression has line breaks', { message: 'm', messageExpression: '"a\\nb"' }, 'spec: m'],
    ['the message when messageExpression is no text', { message: 'm', messageExpression: '1' }, 'spec: m'],
    [
      'the message when messageExpression does not compile',
      { message: 'm', messageExpression: 'nothing()' },
      'spec: m',
    ],
    ['the field that fieldPath names', { message: 'm', fieldPath: ".a['b.c']" }, 'spec.a[b.c]: m'],
  ])('%s', (_name, rule, expected) => {
    expect(failing(rule)).toEqual([expected]);
  });

  test('never a private key, even when messageExpression quotes one', () => {
    const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
    expect(failing({ message: 'm', messageExpression: 'self' }, key)).toEqual(['spec: m']);
  });

  test('the reason of the rule', () => {
    const schema = spec(text, { rule: 'false', reason: 'FieldValueForbidden' });
    expect(createCelValidator(schema).validate({ spec: 'v' })).toEqual([
      { path: ['spec'], message: 'failed rule: false', rule: 'false', reason: 'FieldValueForbidden', kind: 'violated' },
    ]);
  });

  test('a run-time error, as a violation', () => {
    const schema = spec({ type: 'object', properties: { a: text } }, { rule: 'self.a == "x"', message: 'a must be x' });
    expect(createCelValidator(schema).validate({ spec: {} })).toEqual([
      {
        path: ['spec'],
        message: 'the rule could not be evaluated (no such key: a): a must be x',
        rule: 'self.a == "x"',
        kind: 'violated',
      },
    ]);
  });

  test.each([
    ['self.frobnicate()', 'there is no function .frobnicate()'],
    ['self ==', '<input>:1:6: found = but expecting end of input'],
    ['self + "x"', 'the rule gives string instead of bool'],
  ])('a rule that cannot run: %s', (rule, why) => {
    const list: StructuralSchema = { type: 'array', items: withRules(text, rule) };
    const found = createCelValidator(spec(list)).validate({ spec: ['a', 'b'] });
    expect(found).toEqual([
      { path: ['spec', 0], message: `the rule cannot be checked offline (${why}): ${rule}`, rule, kind: 'unsupported' },
    ]);
  });
});

import type { StructuralSchema } from '../structural-schema';
import { escapeIdentifier } from './identifier-escaping';

/** The CEL type that a schema node declares. */
export type SchemaType = ScalarSchemaType | ObjectSchemaType | MapSchemaType | ListSchemaType;

/** A node without children. `dynamic` is `x-kubernetes-int-or-string`. */
export interface ScalarSchemaType {
  readonly kind: 'boolean' | 'integer' | 'number' | 'string' | 'bytes' | 'duration' | 'date' | 'date-time' | 'dynamic';
  readonly nullable: boolean;
}

/** A node with declared properties. */
export interface ObjectSchemaType {
  readonly kind: 'object';
  readonly nullable: boolean;
  /** What rules can select, by escaped name. */
  readonly fields: ReadonlyMap<string, SchemaField>;
}

/** One property that rules can select. */
export interface SchemaField {
  readonly name: string;
  readonly type: SchemaType;
}

/** A node with `additionalProperties`. */
export interface MapSchemaType {
  readonly kind: 'map';
  readonly nullable: boolean;
  readonly values: SchemaType;
}

/** A node with `items`. */
export interface ListSchemaType {
  readonly kind: 'list';
  readonly nullable: boolean;
  readonly items: SchemaType;
  readonly listType: 'atomic' | 'set' | 'map';
  readonly mapKeys: readonly string[];
}

/** The formats that give a string a type of its own; all others leave it a string. */
const STRING_FORMATS: ReadonlyMap<string, ScalarSchemaType['kind']> = new Map([
  ['byte', 'bytes'],
  ['duration', 'duration'],
  ['date', 'date'],
  ['date-time', 'date-time'],
]);

/** What rules see of any object's metadata, whatever the schema says. */
const METADATA_SCHEMA: StructuralSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, generateName: { type: 'string' } },
};
const RESOURCE_PROPERTIES: Readonly<Record<string, StructuralSchema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: METADATA_SCHEMA,
};

const plainTypes = new WeakMap<StructuralSchema, SchemaType | null>();
const resourceTypes = new WeakMap<StructuralSchema, SchemaType | null>();

/**
 * Reads the CEL type that a schema declares, once for each schema.
 *
 * @param isResourceRoot whether the node is the root of an object, or an embedded one: then `apiVersion`, `kind` and
 * `metadata` can be selected, and of the metadata only `name` and `generateName`
 * @returns `undefined` for a node that rules cannot see, as what `x-kubernetes-preserve-unknown-fields` keeps
 */
export function schemaTypeOf(schema: StructuralSchema, isResourceRoot: boolean): SchemaType | undefined {
  const known = isResourceRoot ? resourceTypes : plainTypes;
  const found = known.get(schema);
  if (found !== undefined) {
    return found ?? undefined;
  }
  // A schema that holds itself, as a YAML anchor can make it, ends here instead of in a stack overflow.
  known.set(schema, null);
  const type = readType(schema, isResourceRoot);
  known.set(schema, type ?? null);
  return type;
}

function readType(schema: StructuralSchema, isResourceRoot: boolean): SchemaType | undefined {
  const nullable = schema.nullable === true;
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { kind: 'dynamic', nullable };
  }
  switch (schema.type) {
    case 'object':
      return readObjectType(schema, isResourceRoot, nullable);
    case 'array':
      return readListType(schema, nullable);
    case 'string':
      return { kind: STRING_FORMATS.get(schema.format ?? '') ?? 'string', nullable };
    case 'boolean':
    case 'integer':
    case 'number':
      return { kind: schema.type, nullable };
    default:
      return undefined;
  }
}

function readObjectType(
  schema: StructuralSchema,
  isResourceRoot: boolean,
  nullable: boolean,
): ObjectSchemaType | MapSchemaType | undefined {
  const additional = schema.additionalProperties;
  if (typeof additional === 'object') {
    const values = childTypeOf(additional);
    return values === undefined ? undefined : { kind: 'map', nullable, values };
  }
  const properties = isResourceRoot ? { ...schema.properties, ...RESOURCE_PROPERTIES } : (schema.properties ?? {});
  const fields = new Map<string, SchemaField>();
  for (const [name, property] of Object.entries(properties)) {
    const escaped = escapeIdentifier(name);
    const type = childTypeOf(property);
    if (escaped !== undefined && type !== undefined) {
      fields.set(escaped, { name, type });
    }
  }
  return { kind: 'object', nullable, fields };
}

function readListType(schema: StructuralSchema, nullable: boolean): ListSchemaType | undefined {
  const items = schema.items === undefined ? undefined : childTypeOf(schema.items);
  if (items === undefined) {
    return undefined;
  }
  return {
    kind: 'list',
    nullable,
    items,
    listType: schema['x-kubernetes-list-type'] ?? 'atomic',
    mapKeys: schema['x-kubernetes-list-map-keys'] ?? [],
  };
}

/** The type of a node below another: only embedded resources show their `apiVersion`, `kind` and metadata. */
export function childTypeOf(schema: StructuralSchema): SchemaType | undefined {
  return schemaTypeOf(schema, schema['x-kubernetes-embedded-resource'] === true);
}

import type { JsonValue } from '../../manifests/manifest';
import { type Pattern, patternOf } from './pattern';
import type { StructuralSchema } from './structural-schema';

/**
 * A schema node made ready for walking values: children are reached by name without copying, and each is prepared once,
 * when a value first reaches it. A process touches few nodes of the giant CRDs.
 */
export class SchemaNode {
  readonly type: string | undefined;
  readonly isNullable: boolean;
  readonly isIntOrString: boolean;
  readonly preservesUnknown: boolean;
  readonly isEmbeddedResource: boolean;
  /** Whether names beyond `properties` are allowed without a schema of their own. */
  readonly allowsAnyProperty: boolean;
  /** Properties that are put in where missing. */
  readonly propertiesWithDefault: readonly string[];
  /** Whether any keyword narrows the value beyond its type and its children. */
  readonly hasJunctors: boolean;
  readonly enumTexts: ReadonlySet<string> | undefined;

  private readonly children = new Map<string, SchemaNode>();
  private additionalNode?: SchemaNode;
  private itemsNode?: SchemaNode;
  private readonly junctorNodes = new Map<string, readonly SchemaNode[]>();
  private compiledPattern?: Pattern;

  constructor(readonly schema: StructuralSchema) {
    this.type = schema.type;
    this.isNullable = schema.nullable === true;
    this.isIntOrString = schema['x-kubernetes-int-or-string'] === true;
    this.preservesUnknown = schema['x-kubernetes-preserve-unknown-fields'] === true;
    this.isEmbeddedResource = schema['x-kubernetes-embedded-resource'] === true;
    this.allowsAnyProperty = schema.additionalProperties === true;
    this.propertiesWithDefault = namesWithDefault(schema);
    this.hasJunctors = [schema.allOf, schema.anyOf, schema.oneOf, schema.not].some((part) => part !== undefined);
    this.enumTexts = schema.enum === undefined ? undefined : new Set(schema.enum.map(canonicalJson));
  }

  /** The node of a property, named or free; undefined where the schema says nothing about it. */
  property(name: string): SchemaNode | undefined {
    const known = this.children.get(name);
    if (known !== undefined) {
      return known;
    }
    const properties = this.schema.properties;
    const schema = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined) {
      return this.additional;
    }
    const node = new SchemaNode(schema);
    this.children.set(name, node);
    return node;
  }

  /** Names of the declared properties. */
  get propertyNames(): readonly string[] {
    return Object.keys(this.schema.properties ?? {});
  }

  /** The node of each list item. */
  get items(): SchemaNode | undefined {
    if (this.itemsNode === undefined && this.schema.items !== undefined) {
      this.itemsNode = new SchemaNode(this.schema.items);
    }
    return this.itemsNode;
  }

  get pattern(): Pattern | undefined {
    if (this.compiledPattern === undefined && this.schema.pattern !== undefined) {
      this.compiledPattern = patternOf(this.schema.pattern);
    }
    return this.compiledPattern;
  }

  /** The alternatives under `allOf`, `anyOf` or `oneOf`; none if the keyword is absent. */
  junctors(keyword: 'allOf' | 'anyOf' | 'oneOf'): readonly SchemaNode[] {
    return this.remember(keyword, this.schema[keyword] ?? []);
  }

  get not(): SchemaNode | undefined {
    return this.remember('not', this.schema.not === undefined ? [] : [this.schema.not])[0];
  }

  private get additional(): SchemaNode | undefined {
    const schema = this.schema.additionalProperties;
    if (this.additionalNode === undefined && typeof schema === 'object') {
      this.additionalNode = new SchemaNode(schema);
    }
    return this.additionalNode;
  }

  private remember(keyword: string, schemas: readonly StructuralSchema[]): readonly SchemaNode[] {
    let nodes = this.junctorNodes.get(keyword);
    if (nodes === undefined) {
      nodes = schemas.map((schema) => new SchemaNode(schema));
      this.junctorNodes.set(keyword, nodes);
    }
    return nodes;
  }
}

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: JsonValue | undefined): string {
  if (typeof value !== 'object' || value === null) {
    return value === undefined ? 'undefined' : JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function namesWithDefault(schema: StructuralSchema): readonly string[] {
  const names: string[] = [];
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    // A default of null counts as none on the API server.
    if (property.default !== undefined && property.default !== null) {
      names.push(name);
    }
  }
  return names;
}

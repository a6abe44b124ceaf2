import type { StructuralSchema, ValidationRule } from '../structural-schema';
import { escapeIdentifier } from './identifier-escaping';
import { childTypeOf, type SchemaType, schemaTypeOf } from './schema-type';

/** The rules of a schema node, and the way to the rules below it. Nodes without either are left out. */
export interface RuleNode {
  readonly type: SchemaType;
  readonly rules: readonly ValidationRule[];
  readonly properties: readonly PropertyRules[];
  /** Rules for each value of a map. */
  readonly values?: RuleNode;
  /** Rules for each item of a list. */
  readonly items?: RuleNode;
  /** Rules that stand in `allOf`, for the same value. */
  readonly allOf: readonly RuleNode[];
}

/** The rules below one property. */
export interface PropertyRules {
  readonly name: string;
  /** @default - no rule can select the property; its own rules run all the same */
  readonly escapedName?: string;
  readonly node: RuleNode;
}

/**
 * Collects the rules of a schema.
 *
 * @returns `undefined` when there are none
 */
export function ruleTreeOf(schema: StructuralSchema): RuleNode | undefined {
  const type = schemaTypeOf(schema, true);
  return type === undefined ? undefined : new RuleTreeBuilder().build(schema, schema, type);
}

class RuleTreeBuilder {
  /** `null` also marks nodes under way: a schema that holds itself ends there. */
  private readonly known = new Map<SchemaType, Map<StructuralSchema, RuleNode | null>>();

  /**
   * @param rules the schema whose rules are read; under `allOf` that is not the one that holds the properties
   * @param node the schema that says what the value is made of
   */
  build(rules: StructuralSchema, node: StructuralSchema, type: SchemaType): RuleNode | undefined {
    const knownOfType = this.known.get(type) ?? new Map<StructuralSchema, RuleNode | null>();
    this.known.set(type, knownOfType);
    const known = knownOfType.get(rules);
    if (known !== undefined) {
      return known ?? undefined;
    }
    knownOfType.set(rules, null);
    const built = this.buildNew(rules, node, type);
    knownOfType.set(rules, built ?? null);
    return built;
  }

  private buildNew(rules: StructuralSchema, node: StructuralSchema, type: SchemaType): RuleNode | undefined {
    const values = this.buildValues(rules, node, type);
    const items = this.buildItems(rules, node, type);
    const result: RuleNode = {
      type,
      rules: rules['x-kubernetes-validations'] ?? [],
      properties: this.buildProperties(rules, node, type),
      ...(values === undefined ? {} : { values }),
      ...(items === undefined ? {} : { items }),
      allOf: (rules.allOf ?? []).flatMap((part) => this.build(part, node, type) ?? []),
    };
    const isEmpty = result.rules.length + result.properties.length + result.allOf.length === 0;
    return isEmpty && values === undefined && items === undefined ? undefined : result;
  }

  private buildProperties(rules: StructuralSchema, node: StructuralSchema, type: SchemaType): readonly PropertyRules[] {
    const found: PropertyRules[] = [];
    for (const [name, property] of Object.entries(rules.properties ?? {})) {
      const nodeProperty = ownProperty(node.properties, name);
      if (nodeProperty === undefined) {
        continue;
      }
      const escapedName = escapeIdentifier(name);
      const propertyType = escapedName === undefined ? childTypeOf(nodeProperty) : fieldType(type, escapedName);
      const child = propertyType === undefined ? undefined : this.build(property, nodeProperty, propertyType);
      if (child !== undefined) {
        found.push({ name, ...(escapedName === undefined ? {} : { escapedName }), node: child });
      }
    }
    return found;
  }

  private buildValues(rules: StructuralSchema, node: StructuralSchema, type: SchemaType): RuleNode | undefined {
    const { additionalProperties: ruleValues } = rules;
    const { additionalProperties: nodeValues } = node;
    return typeof ruleValues === 'object' && typeof nodeValues === 'object' && type.kind === 'map'
      ? this.build(ruleValues, nodeValues, type.values)
      : undefined;
  }

  private buildItems(rules: StructuralSchema, node: StructuralSchema, type: SchemaType): RuleNode | undefined {
    return rules.items !== undefined && node.items !== undefined && type.kind === 'list'
      ? this.build(rules.items, node.items, type.items)
      : undefined;
  }
}

function fieldType(type: SchemaType, escapedName: string): SchemaType | undefined {
  return type.kind === 'object' ? type.fields.get(escapedName)?.type : undefined;
}

function ownProperty(
  properties: Readonly<Record<string, StructuralSchema>> | undefined,
  name: string,
): StructuralSchema | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

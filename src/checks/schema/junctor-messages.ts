import { describeField } from './describe-value';
import type { SchemaNode } from './schema-node';
import type { Place } from './validate-structure';
import type { Violation } from './violation';

/** A value that fits none of the alternatives under `anyOf` or `oneOf`. */
export function alternativesViolation(
  nodes: readonly SchemaNode[],
  closest: readonly Violation[],
  place: Place,
): Violation {
  const forms = describeForms(nodes);
  const field = describeField(place.path);
  const reason = closest[0]?.message ?? '';
  return {
    rule: 'schema/invalid-value',
    path: [...place.path],
    message:
      forms === undefined
        ? `${field} fits none of its ${nodes.length} allowed forms; the closest fails because ${reason}`
        : `${field} has none of ${forms.join(', ')}; one is required`,
    fix: forms === undefined ? (closest[0]?.fix ?? 'give one of the allowed forms') : `give one of ${forms.join(', ')}`,
  };
}

/** A value that has the form under `not`. */
export function notViolation(node: SchemaNode, place: Place): Violation {
  const form = describeForm(node);
  const field = describeField(place.path);
  return {
    rule: 'schema/invalid-value',
    path: [...place.path],
    message:
      form === undefined
        ? `${field} has a form that is not allowed`
        : `${field} has ${form}, which is not allowed here`,
    fix: form === undefined ? 'give another form' : `remove ${form}`,
  };
}

/** Words for alternatives that differ only in the fields they require; undefined where words would mislead. */
export function describeForms(nodes: readonly SchemaNode[]): readonly string[] | undefined {
  const forms = nodes.map(describeForm);
  return forms.every((form) => form !== undefined) ? forms : undefined;
}

function describeForm(node: SchemaNode): string | undefined {
  const keywords = Object.keys(node.schema);
  const required = node.schema.required ?? [];
  return keywords.length === 1 && required.length > 0 ? required.join(' with ') : undefined;
}

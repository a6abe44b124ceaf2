import type { FieldPath, JsonObject, JsonValue } from '../../manifests/manifest';
import { isJsonObject } from '../../manifests/manifest';
import { describeField, describeType, describeValue } from './describe-value';
import { embeddedResourceViolations } from './embedded-resource';
import { alternativesViolation, describeForms, notViolation } from './junctor-messages';
import { lengthViolations, limitViolations, sizeViolations } from './limits';
import { listViolations } from './list-uniqueness';
import { nearestName } from './nearest-name';
import { isUnquoted, quoteFix } from './quote-fix';
import { canonicalJson, type SchemaNode } from './schema-node';
import type { Violation } from './violation';

/** Values that one message lists. */
const MAX_LISTED = 12;

/** What a keyword's check is told about the value it looks at. */
export interface Place {
  readonly path: FieldPath;
  /** Kind of the object, by which secret places are known. */
  readonly kind: string;
}

/**
 * Checks a value against a schema: everything but unknown fields, metadata and CEL rules.
 *
 * @param value with defaults put in and unknown fields left out, as `normalize` returns it
 */
export function validateStructure(value: JsonObject, root: SchemaNode, kind: string): readonly Violation[] {
  const walk = new StructuralWalk(kind, []);
  walk.visit(root, value);
  return walk.violations;
}

/** One walk of a schema and a value together. The path is one array that grows and shrinks, and is copied only to report. */
class StructuralWalk implements Place {
  readonly violations: Violation[] = [];

  constructor(
    readonly kind: string,
    readonly path: (string | number)[],
  ) {}

  visit(node: SchemaNode, value: JsonValue): void {
    const isRightType = value === null ? node.isNullable || !isTyped(node) : hasType(node, value);
    if (!isRightType) {
      this.violations.push(typeViolation(node, value, this));
      return;
    }
    this.checkEnum(node, value);
    // The API server looks no further at null: no limit, no allOf.
    if (value === null) {
      return;
    }
    this.visitContent(node, value);
    if (node.hasJunctors) {
      this.visitJunctors(node, value);
    }
  }

  private visitContent(node: SchemaNode, value: Exclude<JsonValue, null>): void {
    if (typeof value === 'string') {
      this.report(lengthViolations(node, value, this));
    } else if (typeof value === 'number') {
      this.report(limitViolations(node, value, this));
    } else if (Array.isArray(value)) {
      this.visitList(node, value);
    } else if (isJsonObject(value)) {
      this.visitObject(node, value);
    }
  }

  private visitObject(node: SchemaNode, value: JsonObject): void {
    const names = Object.keys(value);
    this.report(sizeViolations(node, names.length, this));
    if (node.isEmbeddedResource) {
      this.report(embeddedResourceViolations(value, this));
    }
    for (const name of names) {
      const child = node.property(name);
      const member = value[name];
      if (child !== undefined && member !== undefined) {
        this.path.push(name);
        this.visit(child, member);
        this.path.pop();
      }
    }
    for (const name of node.schema.required ?? []) {
      if (!Object.hasOwn(value, name)) {
        this.violations.push(requiredViolation(name, node.property(name), this));
      }
    }
  }

  private visitList(node: SchemaNode, list: readonly JsonValue[]): void {
    this.report(listViolations(node, list, this));
    const items = node.items;
    if (items === undefined) {
      return;
    }
    for (const [index, item] of list.entries()) {
      this.path.push(index);
      this.visit(items, item);
      this.path.pop();
    }
  }

  private visitJunctors(node: SchemaNode, value: JsonValue): void {
    for (const part of node.junctors('allOf')) {
      this.visit(part, value);
    }
    const anyOf = node.junctors('anyOf');
    if (anyOf.length > 0 && !anyOf.some((part) => this.attempt(part, value).length === 0)) {
      this.violations.push(alternativesViolation(anyOf, this.closest(anyOf, value), this));
    }
    const oneOf = node.junctors('oneOf');
    const matching = oneOf.filter((part) => this.attempt(part, value).length === 0);
    if (oneOf.length > 0 && matching.length === 0) {
      this.violations.push(alternativesViolation(oneOf, this.closest(oneOf, value), this));
    } else if (matching.length > 1) {
      this.violations.push(severalFormsViolation(matching, this));
    }
    if (node.not !== undefined && this.attempt(node.not, value).length === 0) {
      this.violations.push(notViolation(node.not, this));
    }
  }

  /** What a part would report, without reporting it. */
  private attempt(node: SchemaNode, value: JsonValue): readonly Violation[] {
    const walk = new StructuralWalk(this.kind, [...this.path]);
    walk.visit(node, value);
    return walk.violations;
  }

  /** The violations of the alternative that comes closest. */
  private closest(nodes: readonly SchemaNode[], value: JsonValue): readonly Violation[] {
    const attempts = nodes.map((node) => this.attempt(node, value));
    return attempts.reduce((best, attempt) => (attempt.length < best.length ? attempt : best));
  }

  private checkEnum(node: SchemaNode, value: JsonValue): void {
    const allowed = node.schema.enum;
    if (allowed === undefined || node.enumTexts === undefined) {
      return;
    }
    // On the API server null is never equal to an enum value, not even to null (kube-openapi skips it).
    if (value !== null && node.enumTexts.has(canonicalJson(value))) {
      return;
    }
    this.violations.push(enumViolation(allowed, value, this));
  }

  private report(violations: readonly Violation[]): void {
    for (const violation of violations) {
      this.violations.push(violation);
    }
  }
}

function isTyped(node: SchemaNode): boolean {
  return node.type !== undefined || node.isIntOrString;
}

/** First integer that an int64 cannot hold. */
const INT64_END = 2 ** 63;

function hasType(node: SchemaNode, value: Exclude<JsonValue, null>): boolean {
  if (node.isIntOrString) {
    return typeof value === 'string' || isInteger(value);
  }
  switch (node.type) {
    case undefined:
      return true;
    case 'object':
      return isJsonObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return isInteger(value);
    default:
      return typeof value === node.type;
  }
}

function isInteger(value: JsonValue): boolean {
  return Number.isInteger(value) && Number(value) >= -INT64_END && Number(value) < INT64_END;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  integer: 'an integer',
  number: 'a number',
  string: 'a string',
  boolean: 'a boolean',
};

function typeViolation(node: SchemaNode, value: JsonValue, place: Place): Violation {
  const wanted = wantedType(node, value);
  const found = describeType(value);
  const shown = describeValue(value, place.path, place.kind);
  const isShown = typeof value !== 'object' && !shown.endsWith('(not shown)');
  const wantsQuotes = node.type === 'string' && isUnquoted(value);
  return {
    rule: 'schema/invalid-value',
    path: [...place.path],
    message: `${describeField(place.path)} is ${isShown ? `${found}, ${shown}` : found}; allowed is ${wanted}`,
    fix: wantsQuotes ? quoteFix(isShown ? shown : undefined) : typeFix(node, value, wanted),
    blocksRules: true,
    ...(wantsQuotes && isShown ? { wantsQuotes } : {}),
  };
}

function wantedType(node: SchemaNode, value: JsonValue): string {
  const wanted = node.isIntOrString ? 'an integer or a string' : (TYPE_NAMES[node.type ?? ''] ?? String(node.type));
  return Number.isInteger(value) && wanted.startsWith('an integer')
    ? wanted.replace('integer', 'integer of 64 bits')
    : wanted;
}

/** Quoted numbers are text: the usual reason has its own fix. */
function typeFix(node: SchemaNode, value: JsonValue, wanted: string): string {
  const isPlainNumber = typeof value === 'string' && /^-?\d{1,15}$/.test(value);
  const isPlainBoolean = value === 'true' || value === 'false';
  if ((node.type === 'integer' && isPlainNumber) || (node.type === 'boolean' && isPlainBoolean)) {
    return 'remove the quotes';
  }
  return value === null ? `give ${wanted}, or remove the field` : `give ${wanted}`;
}

function requiredViolation(name: string, child: SchemaNode | undefined, place: Place): Violation {
  const wanted = child?.type === undefined ? undefined : TYPE_NAMES[child.type];
  return {
    rule: 'schema/invalid-value',
    path: [...place.path, name],
    message: `${name} is missing; ${describeField(place.path)} requires it`,
    fix: wanted === undefined ? `set ${name}` : `set ${name} to ${wanted}`,
    blocksRules: true,
  };
}

function enumViolation(allowed: readonly JsonValue[], value: JsonValue, place: Place): Violation {
  const texts = allowed.filter((entry) => entry !== null).map((entry) => JSON.stringify(entry));
  const listed =
    texts.slice(0, MAX_LISTED).join(', ') + (texts.length > MAX_LISTED ? ` and ${texts.length - MAX_LISTED} more` : '');
  const strings = allowed.filter((entry) => typeof entry === 'string');
  const nearest = typeof value === 'string' ? nearestName(value, strings) : undefined;
  return {
    rule: 'schema/invalid-value',
    path: [...place.path],
    message: `${describeField(place.path)} is ${describeValue(value, place.path, place.kind)}; allowed is ${texts.length > 1 ? 'one of ' : ''}${listed}`,
    fix: nearest === undefined ? 'give one of the allowed values' : `did you mean ${JSON.stringify(nearest)}`,
  };
}

function severalFormsViolation(matching: readonly SchemaNode[], place: Place): Violation {
  const forms = describeForms(matching);
  const field = describeField(place.path);
  return {
    rule: 'schema/invalid-value',
    path: [...place.path],
    message:
      forms === undefined
        ? `${field} matches ${matching.length} forms that exclude each other`
        : `${field} has ${forms.join(' and ')}, which exclude each other`,
    fix: 'keep one of them',
  };
}

import type { FieldPath, JsonObject, JsonValue } from '../../manifests/manifest';
import { isJsonObject } from '../../manifests/manifest';
import { describeString, describeType, describeValue, MAX_SHOWN } from './describe-value';
import { DNS_LABEL, LABEL_VALUE, type NameRule, QUALIFIED_NAME } from './kubernetes-names';
import { nearestName } from './nearest-name';
import { isUnquoted, quoteFix } from './quote-fix';
import type { Violation } from './violation';

/** Bytes that all annotations of an object may take together, keys and values. */
const MAX_ANNOTATION_BYTES = 256 * 1024;

const FIELDS: Readonly<Record<string, 'string' | 'number' | 'object' | 'list' | 'strings' | 'text map'>> = {
  annotations: 'text map',
  creationTimestamp: 'string',
  deletionGracePeriodSeconds: 'number',
  deletionTimestamp: 'string',
  finalizers: 'strings',
  generateName: 'string',
  generation: 'number',
  labels: 'text map',
  managedFields: 'list',
  name: 'string',
  namespace: 'string',
  ownerReferences: 'list',
  resourceVersion: 'string',
  selfLink: 'string',
  uid: 'string',
};

const NONE: readonly Violation[] = [];

/** How an object's metadata is judged. */
export interface MetadataOptions {
  /** Where the metadata stands, counted from the object's root. */
  readonly path: FieldPath;
  /** Rule for `name`. */
  readonly nameRule: NameRule;
  /** Whether `name` or `generateName` must be there; an embedded resource need not have one. */
  readonly needsName: boolean;
}

/**
 * Checks `metadata` as the API server does for objects of every kind.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function metadataViolations(metadata: JsonValue | undefined, options: MetadataOptions): readonly Violation[] {
  if (metadata === undefined || metadata === null) {
    return options.needsName ? [missingName(options.path)] : [];
  }
  if (!isJsonObject(metadata)) {
    return [invalid(options.path, `metadata is ${describeType(metadata)}; allowed is an object`, 'give an object')];
  }
  const { path } = options;
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  // Most objects have none of these, and a set has many objects.
  return [
    ...fieldViolations(metadata, path),
    ...nameViolations(metadata, options),
    ...(labels === undefined ? NONE : textMapViolations(labels, [...path, 'labels'], labelViolations)),
    ...(annotations === undefined
      ? NONE
      : textMapViolations(annotations, [...path, 'annotations'], annotationViolations)),
    ...(finalizers === undefined ? NONE : finalizerViolations(finalizers, [...path, 'finalizers'])),
    ...(ownerReferences === undefined ? NONE : ownerViolations(ownerReferences, [...path, 'ownerReferences'])),
  ];
}

function fieldViolations(metadata: JsonObject, path: FieldPath): readonly Violation[] {
  const violations: Violation[] = [];
  for (const name of Object.keys(metadata)) {
    const value = metadata[name];
    const wanted = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (wanted === undefined) {
      violations.push(unknownField(name, path));
    } else if (value !== null && value !== undefined && !fits(value, wanted)) {
      const wantsQuotes = wanted === 'string' && isUnquoted(value);
      violations.push({
        ...invalid(
          [...path, name],
          `metadata.${name} is ${describeType(value)}${isUnquoted(value) ? `, ${value}` : ''}; allowed is ${WORDS[wanted]}`,
          wantsQuotes ? quoteFix(String(value)) : `give ${WORDS[wanted]}`,
        ),
        wantsQuotes,
      });
    }
  }
  return violations;
}

const WORDS = {
  string: 'a string',
  number: 'an integer',
  object: 'an object',
  list: 'a list',
  strings: 'a list of strings',
  'text map': 'an object of strings',
} as const;

function fits(value: JsonValue, wanted: keyof typeof WORDS): boolean {
  switch (wanted) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return Number.isInteger(value);
    case 'list':
      return Array.isArray(value);
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    default:
      return isJsonObject(value);
  }
}

function unknownField(name: string, path: FieldPath): Violation {
  const nearest = nearestName(name, Object.keys(FIELDS));
  return {
    rule: 'schema/unknown-field',
    path: [...path, name],
    message: `metadata has no field ${JSON.stringify(name.slice(0, MAX_SHOWN))}; it has ${Object.keys(FIELDS).slice(0, 12).join(', ')} and ${Object.keys(FIELDS).length - 12} more`,
    fix: nearest === undefined ? 'remove it: it would be dropped without effect' : `did you mean "${nearest}"`,
  };
}

function missingName(path: FieldPath): Violation {
  return invalid([...path, 'name'], 'metadata.name is missing; every object needs a name', 'set metadata.name');
}

function nameViolations(metadata: JsonObject, options: MetadataOptions): readonly Violation[] {
  const { name, generateName, namespace } = metadata;
  const violations: Violation[] = [];
  const hasName = name !== undefined && name !== null && name !== '';
  const hasPrefix = typeof generateName === 'string' && generateName !== '';
  if (!hasName && !hasPrefix && options.needsName) {
    violations.push(missingName(options.path));
  }
  if (typeof name === 'string' && hasName) {
    violations.push(...textViolations(name, name, 'metadata.name', [...options.path, 'name'], options.nameRule));
  }
  if (hasPrefix) {
    // The server appends random letters, so a dash at the end is fine.
    const prefix = generateName.replace(/-$/, 'a');
    violations.push(
      ...textViolations(
        generateName,
        prefix,
        'metadata.generateName',
        [...options.path, 'generateName'],
        options.nameRule,
      ),
    );
  }
  if (typeof namespace === 'string' && namespace !== '') {
    violations.push(
      ...textViolations(namespace, namespace, 'metadata.namespace', [...options.path, 'namespace'], DNS_LABEL),
    );
  }
  return violations;
}

type TextMap = readonly (readonly [string, string])[];

function textMapViolations(
  map: JsonValue | undefined,
  path: FieldPath,
  check: (texts: TextMap, path: FieldPath) => readonly Violation[],
): readonly Violation[] {
  if (!isJsonObject(map)) {
    return [];
  }
  const texts: [string, string][] = [];
  const violations: Violation[] = [];
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string') {
      texts.push([key, value]);
    } else if (value !== null && value !== undefined) {
      violations.push(notText(key, value, path));
    } else {
      texts.push([key, '']);
    }
  }
  return [...violations, ...check(texts, path)];
}

/** The commonest slip: YAML reads `true`, `8443` and `on` as something else than text. */
function notText(key: string, value: JsonValue, path: FieldPath): Violation {
  const shown = describeValue(value, [...path, key], '');
  const wantsQuotes = isUnquoted(value) && !shown.endsWith('(not shown)');
  const violation = invalid(
    [...path, key],
    `${shownKey(path, key)} is ${describeType(value)}${isUnquoted(value) ? `, ${shown}` : ''}; allowed is a string`,
    wantsQuotes ? quoteFix(shown) : 'give a string',
  );
  return wantsQuotes ? { ...violation, wantsQuotes } : violation;
}

function labelViolations(labels: TextMap, path: FieldPath): readonly Violation[] {
  return labels.flatMap(([key, value]) => [
    ...textViolations(key, key, 'label key', [...path, key], QUALIFIED_NAME),
    ...textViolations(value, value, shownKey(path, key), [...path, key], LABEL_VALUE),
  ]);
}

function annotationViolations(annotations: TextMap, path: FieldPath): readonly Violation[] {
  const violations = annotations.flatMap(([key]) =>
    // Unlike in labels, case does not matter in the prefix.
    textViolations(key, key.toLowerCase(), 'annotation key', [...path, key], QUALIFIED_NAME),
  );
  const bytes = annotations.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (bytes > MAX_ANNOTATION_BYTES) {
    violations.push(
      invalid(
        path,
        `metadata.annotations take ${bytes} bytes; allowed are ${MAX_ANNOTATION_BYTES} for all keys and values together`,
        'move the content into a ConfigMap',
      ),
    );
  }
  return violations;
}

function finalizerViolations(finalizers: JsonValue | undefined, path: FieldPath): readonly Violation[] {
  if (!Array.isArray(finalizers)) {
    return [];
  }
  return finalizers.flatMap((item, index) =>
    typeof item === 'string' ? textViolations(item, item, 'finalizer', [...path, index], QUALIFIED_NAME) : [],
  );
}

const OWNER_FIELDS = ['apiVersion', 'kind', 'name', 'uid'] as const;

function ownerViolations(owners: JsonValue | undefined, path: FieldPath): readonly Violation[] {
  if (!Array.isArray(owners)) {
    return [];
  }
  return owners.flatMap((owner, index) => {
    const missing = OWNER_FIELDS.filter(
      (name) => !isJsonObject(owner) || typeof owner[name] !== 'string' || owner[name] === '',
    );
    return missing.map((name) =>
      invalid(
        [...path, index, name],
        `ownerReferences[${index}].${name} is missing; an owner is named by apiVersion, kind, name and uid`,
        `set ${name}, or remove the owner reference`,
      ),
    );
  });
}

function textViolations(
  shown: string,
  tested: string,
  subject: string,
  path: FieldPath,
  rule: NameRule,
): readonly Violation[] {
  if (rule.test(tested)) {
    return NONE;
  }
  return [
    invalid(path, `${subject} is ${describeString(shown)}; allowed is ${rule.allowed}`, 'give a text of that form'),
  ];
}

function shownKey(path: FieldPath, key: string): string {
  const shown = key.length <= MAX_SHOWN ? key : `${key.slice(0, MAX_SHOWN - 3)}...`;
  return `${String(path.at(-1))}[${shown}]`;
}

function invalid(path: FieldPath, message: string, fix: string): Violation {
  return { rule: 'schema/invalid-metadata', path, message, fix };
}

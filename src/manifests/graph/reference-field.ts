import type { ObjectReference } from '../index-set';
import { isJsonObject, type JsonValue, type Manifest } from '../manifest';
import { fieldOf, nonEmpty, optional, type PatternStep, parsePattern, textOf, valuesAt } from './json-fields';
import type { ObjectKind } from './object-kinds';
import { isClusterScoped, type NamespaceRule, type Reference, type ReferencePurpose } from './reference';

/** What a field says about the object that it names. */
export interface Named {
  readonly name: string;
  /** @default - the namespace of the object that holds the field */
  readonly namespace?: string;
  /** @default - what the field is documented to name */
  readonly group?: string;
  /** @default - what the field is documented to name */
  readonly kind?: string;
  readonly sectionName?: string;
  readonly port?: number | string;
  readonly key?: string;
}

/** Reads the names that a value holds: none if the value is of another form. */
export type ReferenceForm = (value: JsonValue) => readonly Named[];

/** A field in which objects of a kind name other objects. */
export interface ReferenceField {
  /** The kind that has the field. */
  readonly of: ObjectKind;
  readonly pattern: readonly PatternStep[];
  readonly purpose: ReferencePurpose;
  /** What the field names, unless the value says otherwise. */
  readonly names: ObjectKind;
  readonly form: ReferenceForm;
  readonly namespaces: NamespaceRule;
  /**
   * The namespace of objects that the field names without one.
   * @default - that of the object that holds the field
   */
  readonly defaultNamespace?: keyof ControllerNamespaces;
  /** Kinds to look for under the same name where there is no such object. */
  readonly alternatives: readonly ObjectKind[];
}

/** Namespaces that controllers are told by flags. */
export interface ControllerNamespaces {
  /** Where cert-manager reads the Secrets of ClusterIssuers. */
  readonly clusterResourceNamespace: string;
  /** Where trust-manager reads the sources of Bundles. */
  readonly trustNamespace: string;
}

type FieldSettings = Partial<Pick<ReferenceField, 'form' | 'namespaces' | 'defaultNamespace' | 'alternatives'>>;

/** Describes a field by its pattern, as in `spec.targetRefs[]`. By default it holds an object and stays in the namespace. */
export function referenceField(
  of: ObjectKind,
  pattern: string,
  purpose: ReferencePurpose,
  names: ObjectKind,
  settings: FieldSettings = {},
): ReferenceField {
  return fieldWith(of, parsePattern(pattern), purpose, names, { form: objectForm, ...settings });
}

/** Describes an annotation, which holds a name by default. */
export function annotationField(
  of: ObjectKind,
  annotation: string,
  purpose: ReferencePurpose,
  names: ObjectKind,
  settings: FieldSettings = {},
): ReferenceField {
  const pattern = ['metadata', 'annotations', annotation];
  return fieldWith(of, pattern, purpose, names, { form: nameForm, ...settings });
}

function fieldWith(
  of: ObjectKind,
  pattern: readonly PatternStep[],
  purpose: ReferencePurpose,
  names: ObjectKind,
  settings: FieldSettings & Pick<ReferenceField, 'form'>,
): ReferenceField {
  return { of, pattern, purpose, names, namespaces: 'own', alternatives: [], ...settings };
}

/** `{ group, kind, name, namespace }` with all but the name optional; `apiGroup` for the group in older APIs. */
export const objectForm: ReferenceForm = (value) => {
  const name = textOf(value, 'name');
  return name === undefined
    ? []
    : [
        {
          name,
          // An empty group is the core group, and not the same as none.
          ...optional('group', stringOf(value, 'group') ?? stringOf(value, 'apiGroup')),
          ...optional('kind', textOf(value, 'kind')),
          ...optional('namespace', textOf(value, 'namespace')),
          ...optional('sectionName', textOf(value, 'sectionName')),
          ...optional('port', portOf(fieldOf(value, 'port'))),
          ...optional('key', textOf(value, 'key')),
        },
      ];
};

/** `{ group, kind, name }` with none of them optional: nothing is a default. */
export const typedObjectForm: ReferenceForm = (value) =>
  objectForm(value).filter(({ group, kind }) => group !== undefined && kind !== undefined);

/** `{ name, key }`, whatever else the object holds. */
export const localObjectForm: ReferenceForm = (value) => {
  const name = textOf(value, 'name');
  return name === undefined ? [] : [{ name, ...optional('key', textOf(value, 'key')) }];
};

/** Text that is the name. */
export const nameForm: ReferenceForm = (value) => {
  const name = nonEmpty(value)?.trim();
  return name === undefined || name === '' ? [] : [{ name }];
};

/** Text with names between commas. */
export const nameListForm: ReferenceForm = (value) => splitList(value).map((name) => ({ name }));

/** Text that is `name` or `namespace/name`. */
export const slashForm: ReferenceForm = (value) => splitAt(nonEmpty(value)?.trim() ?? '', '/');

/** Text with `name` or `namespace:name` between commas. */
export const colonListForm: ReferenceForm = (value) => splitList(value).flatMap((item) => splitAt(item, ':'));

function splitList(value: JsonValue): readonly string[] {
  return (nonEmpty(value) ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function splitAt(text: string, separator: string): readonly Named[] {
  const at = text.indexOf(separator);
  const name = text.slice(at + separator.length);
  const namespace = text.slice(0, Math.max(at, 0));
  if (at < 0) {
    return text === '' ? [] : [{ name: text }];
  }
  return name === '' || namespace === '' ? [] : [{ namespace, name }];
}

/** A port as backends name it: a number, a name, or an object with either. */
export function portOf(value: JsonValue | undefined): number | string | undefined {
  if (typeof value === 'number') {
    return value;
  }
  return isJsonObject(value) ? (portOf(value.number) ?? textOf(value, 'name')) : nonEmpty(value);
}

function stringOf(value: JsonValue, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}

const NO_REFERENCES: readonly Reference[] = [];

/** The references that one field of an object holds. */
export function referencesIn(
  manifest: Manifest,
  field: ReferenceField,
  namespaces: ControllerNamespaces,
): readonly Reference[] {
  const values = valuesAt(manifest.body, field.pattern);
  if (values.length === 0) {
    return NO_REFERENCES;
  }
  return values.flatMap(({ path, value }) =>
    field.form(value).map((named): Reference => {
      const { name, sectionName, port, key } = named;
      const namespace = named.namespace ?? defaultNamespaceOf(manifest, field, namespaces);
      return {
        from: manifest,
        path,
        purpose: field.purpose,
        to: objectOfKind(named.group ?? field.names.group, named.kind ?? field.names.kind, namespace, name),
        alternatives: field.alternatives.map(({ group, kind }) => objectOfKind(group, kind, namespace, name)),
        namespaceRule: field.namespaces === 'unsaid' && namespace !== undefined ? 'any' : field.namespaces,
        // Stated although mostly undefined: large sets have many references, and objects of one shape cost far less.
        sectionName,
        port,
        key,
      };
    }),
  );
}

function defaultNamespaceOf(
  manifest: Manifest,
  { namespaces: rule, defaultNamespace }: ReferenceField,
  namespaces: ControllerNamespaces,
): string | undefined {
  if (defaultNamespace !== undefined) {
    return namespaces[defaultNamespace];
  }
  return rule === 'unsaid' ? undefined : manifest.key.namespace;
}

function objectOfKind(group: string, kind: string, namespace: string | undefined, name: string): ObjectReference {
  return namespace === undefined || isClusterScoped({ group, kind })
    ? { group, kind, name }
    : { group, kind, namespace, name };
}

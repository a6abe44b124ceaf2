import { type FieldPath, isJsonObject, type JsonObject, type JsonValue, type ObjectKey } from './manifest';

/** A Kubernetes object in a document: the document itself, or an item of the list that it is. */
export interface ManifestObject {
  readonly path: FieldPath;
  readonly key: ObjectKey;
  readonly body: JsonObject;
}

/** A value that stands where a Kubernetes object should. */
export interface NoObject {
  readonly path: FieldPath;
  readonly message: string;
  readonly fix: string;
}

interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

const FIX = 'add what is missing, or leave the file out of the check';

/**
 * Takes a document apart into Kubernetes objects. `List` kinds give their items, as kubectl takes them: an item of a
 * typed list (`ConfigMapList`) that names no kind has the kind of the list.
 */
export function* objectsIn(
  value: JsonValue,
  path: FieldPath = [],
  inherited?: TypeMeta,
): Generator<ManifestObject | NoObject> {
  if (!isJsonObject(value)) {
    yield { path, message: `no Kubernetes object: ${nameOfType(value)} stands in place of a map`, fix: FIX };
    return;
  }
  const body = inherited === undefined ? value : { ...inherited, ...value };
  const typeMeta = typeMetaOf(body);
  if (typeof typeMeta === 'string') {
    yield { path, message: `no Kubernetes object: ${typeMeta}`, fix: FIX };
  } else if (isList(typeMeta.kind, body)) {
    yield* itemsOf(typeMeta, body, path);
  } else {
    yield { path, key: keyOf(typeMeta, body), body };
  }
}

/** `apiVersion` and `kind`, or what is wrong with them. */
function typeMetaOf(body: JsonObject): TypeMeta | string {
  const { apiVersion, kind } = body;
  if (typeof apiVersion === 'string' && apiVersion !== '' && typeof kind === 'string' && kind !== '') {
    return { apiVersion, kind };
  }
  const missing = ['apiVersion', 'kind'].filter((field) => (body[field] ?? '') === '');
  if (missing.length > 0) {
    return `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`;
  }
  const [field, found] = typeof apiVersion === 'string' ? ['kind', kind] : ['apiVersion', apiVersion];
  return `${field} is ${nameOfType(found ?? null)}, and a string is wanted`;
}

function isList(kind: string, body: JsonObject): boolean {
  return kind === 'List' || (kind.endsWith('List') && Array.isArray(body.items));
}

function* itemsOf(list: TypeMeta, body: JsonObject, path: FieldPath): Generator<ManifestObject | NoObject> {
  const items = body.items ?? [];
  if (!Array.isArray(items)) {
    yield {
      path: [...path, 'items'],
      message: `items of a ${list.kind} is ${nameOfType(items)}, and a list is wanted`,
      fix: 'write the items as a list',
    };
    return;
  }
  const itemType =
    list.kind === 'List' ? undefined : { apiVersion: list.apiVersion, kind: list.kind.slice(0, -'List'.length) };
  for (const [index, item] of items.entries()) {
    yield* objectsIn(item, [...path, 'items', index], itemType);
  }
}

function keyOf({ apiVersion, kind }: TypeMeta, body: JsonObject): ObjectKey {
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  const name = textOf(metadata.name) ?? textOf(metadata.generateName) ?? '';
  const namespace = textOf(metadata.namespace);
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}

/** A name that YAML made a number or boolean still tells objects apart; the schema check says what is wrong with it. */
function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') {
    return value === '' ? undefined : value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function nameOfType(value: JsonValue): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

/** A JSON value as it stands in a manifest. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object as it stands in a manifest. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** The way from an object's root to one of its fields: property names and array indexes. */
export type FieldPath = readonly (string | number)[];

/** What tells one Kubernetes object from another. */
export interface ObjectKey {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default - cluster-scoped, or the namespace is left to whoever applies the object */
  readonly namespace?: string;
  readonly name: string;
}

/** Where a piece of a manifest stands in the user's files. */
export interface Source {
  /** The path as the user gave it, or `<stdin>`. */
  readonly file: string;
  /** Line of the file, counted from 1. */
  readonly line: number;
}

/** A scalar without quotes that YAML 1.1 reads otherwise than it looks: a key `on` is `true`, and `0443` is 291. */
export interface MisreadScalar {
  /** The field; for a key, the field that it makes. */
  readonly path: FieldPath;
  readonly isKey: boolean;
  /** The scalar as it stands in the file. */
  readonly written: string;
  readonly value: boolean | number;
}

/** One Kubernetes object with its provenance. Immutable: checks read it, nothing writes to it. */
export interface Manifest {
  readonly key: ObjectKey;
  /** The whole object, `apiVersion` and `kind` included. */
  readonly body: JsonObject;
  /**
   * Where the object begins.
   * @default - the object does not come from a file
   */
  readonly source?: Source;
  /**
   * The construct that wrote the object.
   * @default - the object does not come from a construct tree
   */
  readonly constructPath?: string;
  /**
   * Finds the line that holds a field, or the line of its nearest parent that is there.
   * Costly (the document is read again), so it is asked only for findings.
   * @default - the object does not come from a file
   */
  readonly locate?: (path: FieldPath) => Source;
  /**
   * Finds a scalar as it stands without quotes in the file: `1.10` or `yes`, where the value is 1.1 or true.
   * As costly as `locate`; gives nothing for quoted text, aliases and JSON.
   * @default - the object does not come from a file
   */
  readonly written?: (path: FieldPath) => string | undefined;
  /**
   * Scalars of the object that look like something else: the first ones of its document.
   * @default - none
   */
  readonly misread?: readonly MisreadScalar[];
}

/** What could not be read as a manifest. */
export interface ReadProblem {
  readonly rule: 'manifests/unreadable' | 'manifests/unrendered-template';
  readonly message: string;
  readonly fix: string;
  readonly source: Source;
}

/** Documents of one file with nothing in them. */
export interface EmptyDocuments {
  /** Where the first one begins. */
  readonly source: Source;
  readonly count: number;
}

/** Everything that was read, and everything that could not be. */
export interface ManifestSet {
  /** In the order read. */
  readonly manifests: readonly Manifest[];
  readonly problems: readonly ReadProblem[];
  /** @default - none */
  readonly emptyDocuments?: readonly EmptyDocuments[];
}

/** Reads `group` out of an `apiVersion`; the core group is the empty string. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Reads the version out of an `apiVersion`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Narrows to a JSON object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const PLAIN_NAME = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/** Writes a path as Kubernetes does: `spec.targetRefs[0].name`, `metadata.annotations[konghq.com/protocol]`. */
export function formatPath(path: FieldPath): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number' || !PLAIN_NAME.test(segment)) {
      text += `[${segment}]`;
    } else {
      text += text === '' ? segment : `.${segment}`;
    }
  }
  return text;
}

/** Writes an object's identity for a message: `BackendTLSPolicy payments/ledger`. */
export function formatKey(key: ObjectKey): string {
  return `${key.kind} ${key.namespace === undefined ? '' : `${key.namespace}/`}${key.name}`;
}

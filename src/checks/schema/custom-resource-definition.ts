import type { FieldPath, JsonObject, JsonValue } from '../../manifests/manifest';
import { isJsonObject } from '../../manifests/manifest';
import { describeValue } from './describe-value';
import type { SchemaProblem } from './read-structural-schema';

/** What a CustomResourceDefinition says about a kind; the schemas themselves are not looked at yet. */
export interface CustomResourceDefinition {
  readonly group: string;
  readonly kind: string;
  readonly scope: Scope;
  readonly versions: readonly CrdVersion[];
}

/** Whether objects of a kind live in namespaces. */
export type Scope = 'Namespaced' | 'Cluster';

/** One version of a kind. */
export interface CrdVersion {
  readonly name: string;
  /** Whether the API server takes objects of this version. */
  readonly served: boolean;
  /** `openAPIV3Schema` as it stands in the CRD. */
  readonly rawSchema: JsonValue | undefined;
  /** Where the schema stands in the CRD. */
  readonly schemaPath: FieldPath;
}

/** A CRD that can be relied on, or why it cannot. */
export type CrdReading =
  | { readonly definition: CustomResourceDefinition }
  | { readonly problems: readonly [SchemaProblem, ...SchemaProblem[]] };

const CRD_API_VERSION = 'apiextensions.k8s.io/v1';

/** Whether an object is a CustomResourceDefinition, of whatever version. */
export function isCrd(body: JsonObject): boolean {
  return (
    body.kind === 'CustomResourceDefinition' &&
    typeof body.apiVersion === 'string' &&
    body.apiVersion.startsWith('apiextensions.k8s.io/')
  );
}

/** Reads the frame of a CRD: group, kind, scope and versions. */
export function readCrd(body: JsonObject): CrdReading {
  if (body.apiVersion !== CRD_API_VERSION) {
    const found = describeValue(body.apiVersion ?? null, ['apiVersion'], '');
    return { problems: [{ path: ['apiVersion'], message: `apiVersion is ${found}; allowed is "${CRD_API_VERSION}"` }] };
  }
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const names = isJsonObject(spec.names) ? spec.names : {};
  const { group, scope, versions } = spec;
  const { kind } = names;
  const problems = [
    ...(typeof group === 'string' ? [] : [notA('a string', group, ['spec', 'group'])]),
    ...(typeof kind === 'string' ? [] : [notA('a string', kind, ['spec', 'names', 'kind'])]),
    ...(isScope(scope) ? [] : [notA('"Namespaced" or "Cluster"', scope, ['spec', 'scope'])]),
    ...(Array.isArray(versions) ? versionProblems(versions) : [notA('a list', versions, ['spec', 'versions'])]),
  ];
  const [first, ...rest] = problems;
  if (first !== undefined || typeof group !== 'string' || typeof kind !== 'string' || !isScope(scope)) {
    return { problems: [first ?? notA('an object', body.spec, ['spec']), ...rest] };
  }
  const entries = Array.isArray(versions) ? versions : [];
  return { definition: { group, kind, scope, versions: entries.flatMap(readVersion) } };
}

function versionProblems(versions: readonly JsonValue[]): readonly SchemaProblem[] {
  return versions.flatMap((version, index) => {
    const path = ['spec', 'versions', index];
    if (!isJsonObject(version)) {
      return [notA('an object', version, path)];
    }
    return [
      ...(typeof version.name === 'string' ? [] : [notA('a string', version.name, [...path, 'name'])]),
      ...(typeof version.served === 'boolean' ? [] : [notA('true or false', version.served, [...path, 'served'])]),
    ];
  });
}

function readVersion(version: JsonValue, index: number): readonly CrdVersion[] {
  if (!isJsonObject(version) || typeof version.name !== 'string') {
    return [];
  }
  const schema = isJsonObject(version.schema) ? version.schema : {};
  return [
    {
      name: version.name,
      served: version.served === true,
      rawSchema: schema.openAPIV3Schema,
      schemaPath: ['spec', 'versions', index, 'schema', 'openAPIV3Schema'],
    },
  ];
}

function isScope(value: JsonValue | undefined): value is Scope {
  return value === 'Namespaced' || value === 'Cluster';
}

function notA(wanted: string, value: JsonValue | undefined, path: FieldPath): SchemaProblem {
  const name = String(path.at(-1));
  const message =
    value === undefined
      ? `${name} is missing; allowed is ${wanted}`
      : `${name} is ${describeValue(value, path, '')}; allowed is ${wanted}`;
  return { path, message };
}

import { groupOf, type Manifest, type ManifestSet, versionOf } from '../../manifests/manifest';
import { type ContractEntry, contractKinds, contractOf, readContract } from './contracts';
import {
  type CrdVersion,
  type CustomResourceDefinition,
  isCrd,
  readCrd,
  type Scope,
} from './custom-resource-definition';
import { readStructuralSchema, type SchemaProblem } from './read-structural-schema';
import { SchemaNode } from './schema-node';

/** What is known about one version of one kind. */
export interface ResourceSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: Scope;
  readonly root: SchemaNode;
  /** `contract`: ours; `crd`: given by the user. */
  readonly origin: 'contract' | 'crd';
}

/** What comes of asking for the schema of a kind. */
export type SchemaLookup =
  | { readonly status: 'found'; readonly resource: ResourceSchema }
  /** Nobody gave a schema for the kind; `meant` is a kind of the group that differs in upper and lower case alone. */
  | { readonly status: 'unknown-kind'; readonly meant?: string }
  /** The kind is known, but objects of this version are refused. */
  | { readonly status: 'version-not-served'; readonly served: readonly string[]; readonly origin: 'contract' | 'crd' }
  /** The user's CRD for the kind cannot be used. */
  | { readonly status: 'malformed'; readonly crd: Manifest };

/** Why a CRD that the user gave cannot be used. */
export interface CrdProblem extends SchemaProblem {
  readonly crd: Manifest;
}

/**
 * Where schemas come from: the CRDs that the user gives, else our contracts. A CRD replaces the contract of its kind with
 * all versions: a version that the CRD leaves out is not in the user's cluster. Given twice, the later CRD replaces
 * the versions that it has, as `kubectl apply` would.
 */
export class Schemas {
  private readonly definitions = new Map<string, UserDefinition>();
  private readonly frameProblems: readonly CrdProblem[];
  private readonly lookups = new Map<string, SchemaLookup>();
  private readonly schemaProblems: CrdProblem[] = [];

  /** @param crds CRDs among whatever else; other objects are ignored */
  constructor(crds: ManifestSet) {
    const frames = crds.manifests
      .filter((manifest) => isCrd(manifest.body))
      .map((crd) => ({ crd, reading: readCrd(crd.body) }));
    this.frameProblems = frames.flatMap(({ crd, reading }) =>
      'problems' in reading ? reading.problems.map((problem) => ({ ...problem, crd })) : [],
    );
    for (const { crd, reading } of frames) {
      if ('definition' in reading) {
        this.addDefinition(crd, reading.definition);
      }
    }
  }

  /** What is wrong with the CRDs as far as they were needed. Complete only after the lookups. */
  get problems(): readonly CrdProblem[] {
    return [...this.frameProblems, ...this.schemaProblems];
  }

  /** Finds the schema for objects of a kind. Each is prepared once, when first asked for. */
  find(apiVersion: string, kind: string): SchemaLookup {
    const key = `${apiVersion}/${kind}`;
    let lookup = this.lookups.get(key);
    if (lookup === undefined) {
      const group = groupOf(apiVersion);
      const version = versionOf(apiVersion);
      const own = this.definitions.get(`${group}/${kind}`);
      lookup = own === undefined ? findContract(group, version, kind) : this.findOwn(own, group, version, kind);
      if (lookup.status === 'unknown-kind') {
        lookup = { ...lookup, meant: this.kindMeant(group, kind) };
      }
      this.lookups.set(key, lookup);
    }
    return lookup;
  }

  private kindMeant(group: string, kind: string): string | undefined {
    const prefix = `${group}/`;
    return [...this.definitions.keys(), ...contractKinds()]
      .filter((known) => known.startsWith(prefix))
      .map((known) => known.slice(prefix.length))
      .find((known) => known.toLowerCase() === kind.toLowerCase());
  }

  private addDefinition(crd: Manifest, definition: CustomResourceDefinition): void {
    const key = `${definition.group}/${definition.kind}`;
    const earlier = this.definitions.get(key);
    const versions = new Map(earlier?.versions);
    for (const version of definition.versions) {
      versions.set(version.name, { version, crd });
    }
    this.definitions.set(key, { scope: definition.scope, versions });
  }

  private findOwn(own: UserDefinition, group: string, version: string, kind: string): SchemaLookup {
    const found = own.versions.get(version);
    if (found === undefined || !found.version.served) {
      const served = [...own.versions.values()]
        .filter((entry) => entry.version.served)
        .map((entry) => entry.version.name);
      return { status: 'version-not-served', served, origin: 'crd' };
    }
    const reading = readStructuralSchema(found.version.rawSchema, found.version.schemaPath);
    if ('problems' in reading) {
      this.schemaProblems.push(...reading.problems.map((problem) => ({ ...problem, crd: found.crd })));
      return { status: 'malformed', crd: found.crd };
    }
    const root = new SchemaNode(reading.schema);
    return { status: 'found', resource: { group, version, kind, scope: own.scope, root, origin: 'crd' } };
  }
}

interface UserDefinition {
  readonly scope: Scope;
  readonly versions: ReadonlyMap<string, { readonly version: CrdVersion; readonly crd: Manifest }>;
}

/**
 * Why manifests that are given as CRDs give no schema: a wrong path would leave the checks weaker than they look. Where
 * something could not be read, that is what findings say.
 */
export function crdsMissing({ manifests, problems }: ManifestSet): string | undefined {
  return problems.length > 0 || manifests.some(({ body }) => isCrd(body))
    ? undefined
    : `there is no CustomResourceDefinition among ${manifests.length === 1 ? '1 object' : `${manifests.length} objects`}; give what "kubectl get crd -o yaml" prints, or leave it out`;
}

const schemasOfSet = new WeakMap<ManifestSet, Schemas>();
const NO_CRDS: ManifestSet = { manifests: [], problems: [] };

/** The schemas under the given CRDs; the same set of CRDs is read once, however often it is checked against. */
export function schemasOf(crds: ManifestSet = NO_CRDS): Schemas {
  let schemas = schemasOfSet.get(crds);
  if (schemas === undefined) {
    schemas = new Schemas(crds);
    schemasOfSet.set(crds, schemas);
  }
  return schemas;
}

/** Contracts do not change while the process runs, so they are read once for all sets. */
const contractLookups = new Map<string, SchemaLookup>();

function findContract(group: string, version: string, kind: string): SchemaLookup {
  const entry = contractOf(group, kind);
  if (entry === undefined) {
    return { status: 'unknown-kind' };
  }
  const key = `${group}/${version}/${kind}`;
  let lookup = contractLookups.get(key);
  if (lookup === undefined) {
    lookup = loadContract(entry, group, version, kind);
    contractLookups.set(key, lookup);
  }
  return lookup;
}

function loadContract(entry: ContractEntry, group: string, version: string, kind: string): SchemaLookup {
  const served = entry.versions.filter((candidate) => candidate.served).map((candidate) => candidate.name);
  if (!served.includes(version)) {
    return { status: 'version-not-served', served, origin: 'contract' };
  }
  const reading = readCrd(readContract(entry));
  if ('problems' in reading) {
    throw new Error(`contract ${entry.file}: ${reading.problems[0].message}`);
  }
  const found = reading.definition.versions.find((candidate) => candidate.name === version);
  const schema = readStructuralSchema(found?.rawSchema, found?.schemaPath ?? []);
  if ('problems' in schema) {
    throw new Error(`contract ${entry.file}: ${schema.problems[0].message}`);
  }
  const root = new SchemaNode(schema.schema);
  return {
    status: 'found',
    resource: { group, version, kind, scope: reading.definition.scope, root, origin: 'contract' },
  };
}

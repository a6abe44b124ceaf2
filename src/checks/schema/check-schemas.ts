import { groupOf, isJsonObject, type JsonObject, type Manifest, type ManifestSet } from '../../manifests/manifest';
import { ObjectMap } from '../../manifests/object-map';
import { identityOf } from '../identity';
import { celViolations } from './cel-violations';
import { withoutEncrypted } from './encrypted-by-sops';
import { nameRuleOf } from './kubernetes-names';
import { normalize } from './normalize';
import { metadataViolations } from './object-metadata';
import { withWrittenText } from './quote-fix';
import type { CrdProblem, ResourceSchema, SchemaLookup, Schemas } from './schemas';
import { validateStructure } from './validate-structure';
import type { Violation, ViolationRule } from './violation';

/** Violations that one object reports; a generated object can have one per list entry. */
export const MAX_VIOLATIONS_PER_OBJECT = 100;

/** A violation with the object that has it. */
export interface ObjectViolation extends Violation {
  readonly manifest: Manifest;
}

/** What the check of a set against its schemas came to. */
export interface SchemaReport {
  /** Objects that a schema was found for. */
  readonly checkedObjects: number;
  readonly violations: ReadonlyMap<ViolationRule, readonly ObjectViolation[]>;
  /** What is wrong with the user's CRDs, as far as objects needed them. */
  readonly crdProblems: readonly CrdProblem[];
}

/**
 * Checks every object of a set as the API server would when the object is applied.
 *
 * @param before objects that the set replaces; rules on transitions compare with them
 */
export function checkSchemas(set: ManifestSet, schemas: Schemas, before: ManifestSet | undefined): SchemaReport {
  const replaced = new ObjectMap<Manifest>();
  for (const manifest of before?.manifests ?? []) {
    replaced.set(identityOf(manifest.key), manifest);
  }
  const violations = new Map<ViolationRule, ObjectViolation[]>();
  const unchecked = new Map<string, UncheckedKind>();
  let checkedObjects = 0;
  for (const manifest of set.manifests) {
    const lookup = schemas.find(manifest.key.apiVersion, manifest.key.kind);
    checkedObjects += lookup.status === 'found' ? 1 : 0;
    if ((lookup.status === 'unknown-kind' && lookup.meant === undefined) || lookup.status === 'malformed') {
      countUnchecked(unchecked, manifest, lookup);
    }
    for (const violation of limited(
      objectViolations(manifest, lookup, before && replaced.get(identityOf(manifest.key))),
    )) {
      add(violations, manifest, withWrittenText(violation, manifest));
    }
  }
  for (const kind of unchecked.values()) {
    add(violations, kind.first, uncheckedViolation(kind));
  }
  return { checkedObjects, violations, crdProblems: schemas.problems };
}

function objectViolations(
  manifest: Manifest,
  lookup: SchemaLookup,
  replaced: Manifest | undefined,
): readonly Violation[] {
  const metadata = checkMetadata(manifest, lookup);
  switch (lookup.status) {
    case 'found':
      return [...metadata, ...withoutEncrypted(checkAgainst(lookup.resource, manifest, replaced), manifest.body)];
    case 'version-not-served':
      return [...metadata, versionViolation(manifest, lookup)];
    case 'unknown-kind':
      return lookup.meant === undefined ? metadata : [...metadata, kindViolation(manifest, lookup.meant)];
    default:
      return metadata;
  }
}

function checkMetadata(manifest: Manifest, lookup: SchemaLookup): readonly Violation[] {
  const { metadata } = manifest.body;
  return metadataViolations(metadata, {
    path: ['metadata'],
    nameRule: nameRuleOf(groupOf(manifest.key.apiVersion), manifest.key.kind),
    // Configuration files that look like objects (kustomization.yaml) have no metadata and never reach an API server.
    needsName: metadata !== undefined || lookup.status === 'found',
  });
}

function checkAgainst(
  resource: ResourceSchema,
  manifest: Manifest,
  replaced: Manifest | undefined,
): readonly Violation[] {
  const otherFix =
    resource.origin === 'contract' ? 'or give the CRDs of your release' : 'or give the CRDs of another release';
  const { value, unknownFields } = normalize(manifest.body, resource.root, otherFix);
  const structural = validateStructure(value, resource.root, manifest.key.kind);
  const oldValue = replaced === undefined ? undefined : normalize(replaced.body, resource.root, otherFix).value;
  return [
    ...scopeViolations(resource, manifest.body),
    ...unknownFields,
    ...structural,
    ...celViolations(resource.root.schema, value, oldValue, structural),
  ];
}

function scopeViolations(resource: ResourceSchema, body: JsonObject): readonly Violation[] {
  const namespace = isJsonObject(body.metadata) ? body.metadata.namespace : undefined;
  // A namespace of another type is there, and is refused for its type.
  const hasNamespace = namespace !== undefined && namespace !== null && namespace !== '';
  const path = ['metadata', 'namespace'];
  if (resource.scope === 'Cluster' && hasNamespace) {
    return [
      {
        rule: 'schema/wrong-scope',
        path,
        message: `metadata.namespace is set; ${resource.kind} is cluster-scoped`,
        fix: 'remove metadata.namespace',
      },
    ];
  }
  if (resource.scope === 'Namespaced' && !hasNamespace) {
    return [
      {
        rule: 'schema/wrong-scope',
        path,
        message: `metadata.namespace is missing; ${resource.kind} is namespaced, so it lands wherever it is applied`,
        fix: 'set metadata.namespace, or leave it to the tool that applies the object',
        severity: 'info',
      },
    ];
  }
  return [];
}

function versionViolation(
  manifest: Manifest,
  lookup: Extract<SchemaLookup, { readonly status: 'version-not-served' }>,
): Violation {
  const group = groupOf(manifest.key.apiVersion);
  const served = lookup.served.map((version) => (group === '' ? version : `${group}/${version}`));
  const known = lookup.origin === 'crd' ? 'the given CRD serves' : 'known are';
  return {
    rule: 'schema/invalid-value',
    path: ['apiVersion'],
    message: `apiVersion is ${JSON.stringify(manifest.key.apiVersion)}; for ${manifest.key.kind} ${known} ${served.join(', ') || 'no versions'}`,
    fix: served.length === 0 ? 'use another kind' : `use ${served.join(' or ')}, or give the CRDs of your release`,
  };
}

function kindViolation({ key }: Manifest, meant: string): Violation {
  const group = groupOf(key.apiVersion);
  return {
    rule: 'schema/invalid-value',
    path: ['kind'],
    message: `kind is ${JSON.stringify(key.kind)}; ${group === '' ? 'the core group' : group} has ${meant}, and case matters`,
    fix: `write ${meant}`,
  };
}

interface UncheckedKind {
  readonly first: Manifest;
  readonly isMalformed: boolean;
  count: number;
}

function countUnchecked(unchecked: Map<string, UncheckedKind>, manifest: Manifest, lookup: SchemaLookup): void {
  const key = `${manifest.key.apiVersion}/${manifest.key.kind}`;
  const known = unchecked.get(key);
  if (known === undefined) {
    unchecked.set(key, { first: manifest, isMalformed: lookup.status === 'malformed', count: 1 });
  } else {
    known.count++;
  }
}

/** One finding for a kind, at its first object: a folder of a thousand Deployments has one gap, not a thousand. */
function uncheckedViolation(kind: UncheckedKind): Violation {
  const { apiVersion, kind: name } = kind.first.key;
  const objects = kind.count === 1 ? '1 object was' : `${kind.count} objects were`;
  return {
    rule: 'schema/unchecked-kind',
    path: [],
    message: kind.isMalformed
      ? `the CustomResourceDefinition given for ${apiVersion} ${name} cannot be used; of this kind ${objects} checked for metadata alone`
      : `there is no schema for ${apiVersion} ${name}; of this kind ${objects} checked for metadata alone`,
    fix: kind.isMalformed ? 'mend the CustomResourceDefinition' : 'give its CustomResourceDefinition with --crds',
  };
}

function limited(violations: readonly Violation[]): readonly Violation[] {
  if (violations.length <= MAX_VIOLATIONS_PER_OBJECT) {
    return violations;
  }
  const rest = violations.length - MAX_VIOLATIONS_PER_OBJECT;
  return [
    ...violations.slice(0, MAX_VIOLATIONS_PER_OBJECT),
    {
      rule: 'schema/invalid-value',
      path: [],
      message: `${rest} more violations are not listed`,
      fix: 'mend the first ones',
    },
  ];
}

function add(all: Map<ViolationRule, ObjectViolation[]>, manifest: Manifest, violation: Violation): void {
  const sameRule = all.get(violation.rule);
  const found = { ...violation, manifest };
  if (sameRule === undefined) {
    all.set(violation.rule, [found]);
  } else {
    sameRule.push(found);
  }
}

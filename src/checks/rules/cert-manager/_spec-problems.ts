import { fieldOf } from '../../../manifests/graph/json-fields';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER } from '../../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../../manifests/index-set';
import { formatPath, isJsonObject, type Manifest } from '../../../manifests/manifest';
import type { RuleFinding } from '../../../manifests/rule';
import { certificateSpecProblems } from '../../cert-manager/certificate-spec';
import { issuerSpecProblems } from '../../cert-manager/issuer-spec';
import type { SpecProblem } from '../../cert-manager/spec-problem';
import type { CheckContext } from '../../check-context';
import { oncePerManifest } from '../../once-per-manifest';

/** The Certificates of a set. */
export function certificatesIn(index: ManifestIndex): readonly Manifest[] {
  return index.ofKind(CERTIFICATE.group, CERTIFICATE.kind);
}

/** The Issuers and ClusterIssuers of a set. */
export function issuersIn(index: ManifestIndex): readonly Manifest[] {
  return [ISSUER, CLUSTER_ISSUER].flatMap(({ group, kind }) => index.ofKind(group, kind));
}

/** What is wrong with the spec of a Certificate or issuer. A spec that is missing or no object is the schema check's to report. */
const problemsOf = oncePerManifest((_context, { key, body }): readonly SpecProblem[] => {
  const spec = fieldOf(body, 'spec');
  if (!isJsonObject(spec)) {
    return [];
  }
  return key.kind === CERTIFICATE.kind ? certificateSpecProblems(spec) : issuerSpecProblems(spec);
});

/** The problems that are one rule's, as findings; what the schema check reports of the same field is left to it. */
export function specFindings(manifest: Manifest, rule: string, context: CheckContext): readonly RuleFinding[] {
  const problems = problemsOf(context, manifest).filter((problem) => problem.rule === rule);
  if (problems.length === 0) {
    return [];
  }
  const reported = reportedPaths(context.schemaReport).get(manifest);
  return problems
    .map(({ path, message, fix, severity }) => ({ manifest, path: ['spec', ...path], message, fix, severity }))
    .filter(({ path }) => reported?.has(formatPath(path)) !== true);
}

type SchemaReport = CheckContext['schemaReport'];

const REPORTED = new WeakMap<SchemaReport, ReadonlyMap<Manifest, ReadonlySet<string>>>();

/** The fields that the schema check found invalid, by object; listed once for a report. */
function reportedPaths(report: SchemaReport): ReadonlyMap<Manifest, ReadonlySet<string>> {
  const known = REPORTED.get(report) ?? listPaths(report);
  REPORTED.set(report, known);
  return known;
}

function listPaths({ violations }: SchemaReport): ReadonlyMap<Manifest, ReadonlySet<string>> {
  const paths = new Map<Manifest, Set<string>>();
  for (const { manifest, path } of violations.get('schema/invalid-value') ?? []) {
    if (manifest !== undefined) {
      paths.set(manifest, (paths.get(manifest) ?? new Set()).add(formatPath(path)));
    }
  }
  return paths;
}

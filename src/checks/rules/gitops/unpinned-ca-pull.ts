import { fieldAt, fieldOf, itemsOf, optional, textOf } from '../../../manifests/graph/json-fields';
import { CLUSTER_EXTERNAL_SECRET, EXTERNAL_SECRET } from '../../../manifests/graph/object-kinds';
import type { ReferencePurpose } from '../../../manifests/graph/reference';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { parseGoDuration } from '../../cert-manager/go-duration';
import type { CheckContext } from '../../check-context';

/** What reads an object for the roots in it alone. */
const ROOTS: ReadonlySet<ReferencePurpose> = new Set(['ca', 'bundle-source', 'client-ca', 'verifies-clients-of']);
const CA_KEY = 'ca.crt';
const OTHER_KEYS = ['tls.crt', 'tls.key', 'id'];

/** One value that is pulled from a store. */
interface Pull {
  readonly path: FieldPath;
  /** @default - all values of an entry, whatever their keys */
  readonly key?: string;
  readonly remoteRef: JsonValue | undefined;
}

/** A root that comes from a store by the clock changes when the store does, not when the rotation plan says. */
export const unpinnedCaPull: Rule<CheckContext> = {
  id: 'gitops/unpinned-ca-pull',
  severity: 'warning',
  title: 'Roots are pulled from a store again and again without a version',
  why:
    'An ExternalSecret is refreshed periodically by default. When the CA in the store is replaced, the old root is gone ' +
    'here within the interval, while peers still present certificates under it.',
  fix: 'Pin remoteRef.version, or set refreshPolicy to OnChange.',
  check(context) {
    const externals = externalSecretsIn(context);
    const readForRoots: ReadonlySet<Manifest> = externals.length === 0 ? new Set() : makersOfRoots(context);
    const pulling = externals
      .map((external) => ({ ...external, pulls: rootsPulled(external, readForRoots) }))
      .filter(({ pulls }) => pulls.length > 0);
    return pulling.length === 0
      ? notApplicable('no ExternalSecret pulls roots')
      : resultOf(
          pulling
            .filter(({ spec }) => isPeriodic(spec))
            .flatMap(({ manifest, pulls }) => pulls.filter(isUnpinned).map((pull) => finding(manifest, pull))),
        );
  },
};

function finding(manifest: Manifest, { path, key }: Pull): RuleFinding {
  return {
    manifest,
    path,
    message: `${key === undefined ? 'roots are' : `${JSON.stringify(key)} is`} pulled periodically and without version, so a root can change unplanned`,
    fix: `set ${path.at(-1) === 'extract' ? 'extract' : 'remoteRef'}.version, or refreshPolicy: OnChange`,
  };
}

/** The settings of an ExternalSecret, or of those that a ClusterExternalSecret makes. */
interface External {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly spec: JsonValue | undefined;
}

function externalSecretsIn({ index }: CheckContext): readonly External[] {
  const kinds = [
    { kind: EXTERNAL_SECRET, path: ['spec'] },
    { kind: CLUSTER_EXTERNAL_SECRET, path: ['spec', 'externalSecretSpec'] },
  ];
  return kinds.flatMap(({ kind, path }) =>
    index.ofKind(kind.group, kind.kind).map((manifest) => ({ manifest, path, spec: fieldAt(manifest.body, ...path) })),
  );
}

/** What makes the objects that something reads for roots: Secrets, and ConfigMaps by `target.manifest`. */
function makersOfRoots({ graph }: CheckContext): ReadonlySet<Manifest> {
  const makers = new Set<Manifest>();
  for (const reference of graph.references.all().filter(({ purpose }) => ROOTS.has(purpose))) {
    const resolution = graph.resolve(reference);
    for (const { by } of resolution.state === 'unresolved' ? [] : resolution.productions) {
      makers.add(by);
    }
    // The annotation stands on what makes the roots itself.
    makers.add(reference.from);
  }
  return makers;
}

/** By its key, by the template that makes a key of it, or because something reads the object for roots. */
function rootsPulled(external: External, readForRoots: ReadonlySet<Manifest>): readonly Pull[] {
  const template = textOf(fieldAt(external.spec, 'target', 'template', 'data'), CA_KEY);
  const isOfRoots = ({ key }: Pull) =>
    key === CA_KEY ||
    (key !== undefined && template?.includes(key) === true) ||
    // The pair beside them is nobody's root.
    (readForRoots.has(external.manifest) && (key === undefined || !OTHER_KEYS.includes(key)));
  return pullsOf(external).filter(isOfRoots);
}

function pullsOf({ path, spec }: External): readonly Pull[] {
  return [
    ...itemsOf(fieldOf(spec, 'data')).map((entry, position) => ({
      path: [...path, 'data', position, 'remoteRef'],
      ...optional('key', textOf(entry, 'secretKey')),
      remoteRef: fieldOf(entry, 'remoteRef'),
    })),
    ...itemsOf(fieldOf(spec, 'dataFrom')).flatMap((entry, position) => {
      const extract = fieldOf(entry, 'extract');
      return extract === undefined ? [] : [{ path: [...path, 'dataFrom', position, 'extract'], remoteRef: extract }];
    }),
  ];
}

function isUnpinned({ remoteRef }: Pull): boolean {
  return textOf(remoteRef, 'version') === undefined;
}

function isPeriodic(spec: JsonValue | undefined): boolean {
  const interval = parseGoDuration(textOf(spec, 'refreshInterval') ?? '1h');
  return (textOf(spec, 'refreshPolicy') ?? 'Periodic') === 'Periodic' && interval !== 0;
}

import { fieldAt, fieldOf, itemsOf, optional, textOf } from '../../../manifests/graph/json-fields';
import { EXTERNAL_SECRET, SECRET } from '../../../manifests/graph/object-kinds';
import type { ReferencePurpose } from '../../../manifests/graph/reference';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { parseGoDuration } from '../../cert-manager/go-duration';
import type { CheckContext } from '../../check-context';

/** What reads a Secret for the roots in it alone. */
const ROOTS: ReadonlySet<ReferencePurpose> = new Set(['ca', 'bundle-source', 'client-ca', 'verifies-clients-of']);
const CA_KEY = 'ca.crt';

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
    const external = context.index.ofKind(EXTERNAL_SECRET.group, EXTERNAL_SECRET.kind);
    const pulling = external.flatMap((manifest) => {
      const pulls = pullsOf(manifest).filter((pull) => isOfRoots(context, manifest, pull));
      return pulls.length === 0 ? [] : [{ manifest, pulls }];
    });
    return pulling.length === 0
      ? notApplicable('no ExternalSecret pulls roots')
      : resultOf(pulling.filter(({ manifest }) => isPeriodic(manifest)).flatMap(problems));
  },
};

function problems({ manifest, pulls }: { manifest: Manifest; pulls: readonly Pull[] }): readonly RuleFinding[] {
  return pulls
    .filter(({ remoteRef }) => textOf(remoteRef, 'version') === undefined)
    .map(({ path, key }) => ({
      manifest,
      path,
      message: `${key === undefined ? 'roots are' : `${JSON.stringify(key)} is`} pulled periodically and without version, so a root can change unplanned`,
      fix: `set ${path.at(-1) === 'extract' ? 'extract' : 'remoteRef'}.version, or refreshPolicy: OnChange`,
    }));
}

function pullsOf({ body }: Manifest): readonly Pull[] {
  const spec = fieldOf(body, 'spec');
  return [
    ...itemsOf(fieldOf(spec, 'data')).map((entry, position) => ({
      path: ['spec', 'data', position, 'remoteRef'],
      ...optional('key', textOf(entry, 'secretKey')),
      remoteRef: fieldOf(entry, 'remoteRef'),
    })),
    ...itemsOf(fieldOf(spec, 'dataFrom')).flatMap((entry, position) => {
      const extract = fieldOf(entry, 'extract');
      return extract === undefined ? [] : [{ path: ['spec', 'dataFrom', position, 'extract'], remoteRef: extract }];
    }),
  ];
}

/** By its key, or because something reads the Secret for roots; then the pair in it is nobody's root. */
function isOfRoots({ graph }: CheckContext, manifest: Manifest, { key }: Pull): boolean {
  if (key === CA_KEY) {
    return true;
  }
  const name = textOf(fieldAt(manifest.body, 'spec', 'target'), 'name') ?? manifest.key.name;
  const secret = { ...SECRET, ...optional('namespace', manifest.key.namespace), name };
  const isRead = graph.references.to(secret).some(({ purpose }) => ROOTS.has(purpose));
  return isRead && key !== 'tls.crt' && key !== 'tls.key' && key !== 'id';
}

function isPeriodic({ body }: Manifest): boolean {
  const spec = fieldOf(body, 'spec');
  const interval = parseGoDuration(textOf(spec, 'refreshInterval') ?? '1h');
  return (textOf(spec, 'refreshPolicy') ?? 'Periodic') === 'Periodic' && interval !== 0;
}

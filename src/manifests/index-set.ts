import { groupOf, type Manifest, type ManifestSet } from './manifest';
import { ObjectMultiMap } from './object-map';

/** An object as another one refers to it: by group, whatever version it was written in. */
export interface ObjectReference {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** @default - the object is cluster-scoped, or states no namespace */
  readonly namespace?: string;
  readonly name: string;
}

/** Manifests by what they are called. Lookups take constant time. */
export interface ManifestIndex {
  /** The object of that name; the last of several, which is what applying them in order leaves. */
  find(reference: ObjectReference): Manifest | undefined;
  /** All objects of that name: more than one where the set repeats an object. In the order read. */
  findAll(reference: ObjectReference): readonly Manifest[];
  /** All objects of a kind, in all namespaces. In the order read. */
  ofKind(group: string, kind: string): readonly Manifest[];
}

/** Indexes a set of manifests. Costs one pass. */
export function indexManifests(set: ManifestSet): ManifestIndex {
  const byReference = new ObjectMultiMap<Manifest>();
  const byKind = new Map<string, Manifest[]>();
  for (const manifest of set.manifests) {
    const { apiVersion, kind, namespace, name } = manifest.key;
    const group = groupOf(apiVersion);
    byReference.add({ group, kind, namespace, name }, manifest);
    append(byKind, kindKey(group, kind), manifest);
  }
  return {
    find: (reference) => byReference.get(reference).at(-1),
    findAll: (reference) => byReference.get(reference),
    ofKind: (group, kind) => byKind.get(kindKey(group, kind)) ?? [],
  };
}

function kindKey(group: string, kind: string): string {
  return `${group.length}:${group}${kind}`;
}

/**
 * A text that two references share exactly if they name the same object. The lengths come first, so that no name can be
 * written to look like a separator; JSON would do that too, and take most of the time of large sets.
 */
export function referenceKey({ group, kind, namespace, name }: ObjectReference): string {
  const lengths = `${group.length},${kind.length},${namespace === undefined ? '' : namespace.length}`;
  return `${lengths}:${group}${kind}${namespace ?? ''}${name}`;
}

function append(index: Map<string, Manifest[]>, key: string, manifest: Manifest): void {
  const list = index.get(key);
  if (list === undefined) {
    index.set(key, [manifest]);
  } else {
    list.push(manifest);
  }
}

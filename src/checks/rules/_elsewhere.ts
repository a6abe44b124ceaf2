import { inWhateverNamespace, type Reference, referenceTo } from '../../manifests/graph/reference';
import type { ReferenceGraph } from '../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../manifests/index-set';
import { ObjectMap } from '../../manifests/object-map';
import type { CheckContext } from '../check-context';

/**
 * An object of the kind and name that a reference names, in another namespace than the one where it is looked for: of the
 * set, or made by a controller. Undefined where the reference leads to an object, or no namespace is known to have it.
 */
export function foundElsewhere(reference: Reference, { graph }: CheckContext): ObjectReference | undefined {
  const { to } = reference;
  return to.namespace === undefined || graph.resolve(reference).state !== 'unresolved'
    ? undefined
    : somewhere(to, graph);
}

const FOUND = new WeakMap<ReferenceGraph, ObjectMap<{ readonly object: ObjectReference | undefined }>>();

/** The first object of a kind and name, whatever its namespace. Many objects may have the name, so it is looked up once. */
function somewhere(to: ObjectReference, graph: ReferenceGraph): ObjectReference | undefined {
  const found = FOUND.get(graph) ?? new ObjectMap();
  FOUND.set(graph, found);
  return found.getOrMake(inWhateverNamespace(to), () => ({ object: firstNamed(to, graph) })).object;
}

/** One that states no namespace may be applied to the right one, so that nothing can be said. */
function firstNamed(to: ObjectReference, graph: ReferenceGraph): ObjectReference | undefined {
  const all = [...graph.named(to).map(referenceTo), ...graph.productions.named(to).map(({ target }) => target)];
  return all.some(({ namespace }) => namespace === undefined) ? undefined : all[0];
}

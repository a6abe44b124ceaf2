import type { Reference } from '../../manifests/graph/reference';
import { referenceTo } from '../../manifests/graph/reference';
import type { ObjectReference } from '../../manifests/index-set';
import type { CheckContext } from '../check-context';

/**
 * An object of the kind and name that a reference names, in another namespace than the one where it is looked for: of the
 * set, or made by a controller. Undefined where the reference leads to an object, or no namespace is known to have it.
 */
export function foundElsewhere(reference: Reference, { graph }: CheckContext): ObjectReference | undefined {
  const { to } = reference;
  if (to.namespace === undefined || graph.resolve(reference).state !== 'unresolved') {
    return undefined;
  }
  const others = [...graph.named(to).map(referenceTo), ...graph.productions.named(to).map(({ target }) => target)];
  // One that states no namespace may be applied to the right one.
  return others.some(({ namespace }) => namespace === undefined) ? undefined : others[0];
}

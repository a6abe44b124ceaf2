import { gatewayRegistry } from '../../../gateways/registry';
import { BACKEND_TLS_POLICY, BUNDLE, CLUSTER_ISSUER, isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { ObjectMap, ObjectMultiMap } from '../../../manifests/object-map';
import type { CheckContext } from '../../check-context';
import { nearestName } from '../../schema/nearest-name';
import { foundElsewhere } from '../_elsewhere';

/** What holds roots may be anybody's; the other Secrets have one that writes them. */
const ROOT_PURPOSES: ReadonlySet<string> = new Set(['ca', 'bundle-source', 'client-ca']);
/** Kinds with a rule of their own on objects in the wrong namespace. */
const NAMESPACE_RULES = [BACKEND_TLS_POLICY, BUNDLE, CLUSTER_ISSUER];
const BUILT_IN_CLASSES: ReadonlySet<string> = new Set(
  gatewayRegistry.flatMap(({ builtInClasses = [] }) => builtInClasses),
);
/** Most names that a missing one is compared with, since each comparison costs the product of both lengths. */
const MAX_COMPARED = 100;

/** The first reference to each object that is neither in the set nor made by a controller from it, in the order read. */
export function missingObjects(context: CheckContext): readonly Reference[] {
  const missing: Reference[] = [];
  const seen = new ObjectMap<Reference>();
  for (const reference of context.graph.references.all()) {
    if (isMissing(reference, context) && seen.get(reference.to) === undefined) {
      seen.set(reference.to, reference);
      missing.push(reference);
    }
  }
  return missing;
}

function isMissing(reference: Reference, context: CheckContext): boolean {
  if (context.graph.resolve(reference).state !== 'unresolved') {
    return false;
  }
  if (isBuiltInClass(reference)) {
    return false;
  }
  const hasNamespaceRule = NAMESPACE_RULES.some((kind) => isOfKind(referenceTo(reference.from), kind));
  return !(hasNamespaceRule && foundElsewhere(reference, context) !== undefined);
}

/** A GatewayClass that a controller creates by itself is there, however complete the set. */
function isBuiltInClass({ purpose, to }: Reference): boolean {
  return purpose === 'gateway-class' && BUILT_IN_CLASSES.has(to.name);
}

/** Whether a reference is to a Secret that something must write: all but roots, which may come from anywhere. */
export function needsWriter({ to, purpose }: Reference): boolean {
  return isOfKind(to, SECRET) && !ROOT_PURPOSES.has(purpose);
}

/** The names of objects by kind and namespace, to look for one that was meant. */
export class Names {
  private readonly byPlace = new ObjectMultiMap<string>();

  constructor(objects: Iterable<ObjectReference>) {
    for (const object of objects) {
      this.byPlace.add(placeOf(object), object.name);
    }
  }

  /** The name that was most likely meant, among those of the same kind in the same namespace. */
  nearest(to: ObjectReference): string | undefined {
    const names = this.byPlace.get(placeOf(to));
    return names.length > MAX_COMPARED ? undefined : nearestName(to.name, [...new Set(names)]);
  }

  /** All names of that kind in that namespace. */
  beside(to: ObjectReference): readonly string[] {
    const names = this.byPlace.get(placeOf(to));
    return names.length > MAX_COMPARED ? [] : names;
  }
}

function placeOf({ group, kind, namespace }: ObjectReference): ObjectReference {
  return { group, kind, ...(namespace === undefined ? {} : { namespace }), name: '' };
}

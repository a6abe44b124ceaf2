import { BUNDLE, CERTIFICATE, CONFIG_MAP, isOfKind, SECRET } from '../manifests/graph/object-kinds';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { ObjectReference } from '../manifests/index-set';
import type { DataObject } from '../manifests/once-read';

/**
 * The ConfigMaps and Secrets that an object is or makes.
 *
 * @param namespace where they are read; Bundles write to many namespaces
 */
export function dataObjectsBehind(
  graph: ReferenceGraph,
  object: ObjectReference,
  namespace: string | undefined,
): readonly DataObject[] {
  if (isOfKind(object, CONFIG_MAP) || isOfKind(object, SECRET)) {
    return [
      { kind: isOfKind(object, SECRET) ? 'Secret' : 'ConfigMap', namespace: object.namespace, name: object.name },
    ];
  }
  const manifest = graph.index.find(object);
  if (manifest === undefined) {
    return [];
  }
  if (isOfKind(object, BUNDLE)) {
    return graph.bundles.targetsOf(manifest).map(({ kind }) => ({ kind, namespace, name: object.name }));
  }
  const secret = isOfKind(object, CERTIFICATE) ? graph.certificates.secretOf(manifest) : undefined;
  return secret === undefined ? [] : [{ kind: 'Secret', namespace: secret.namespace, name: secret.name }];
}

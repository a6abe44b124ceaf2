import type { ObjectReference } from '../manifests/index-set';
import { groupOf, type ObjectKey } from '../manifests/manifest';

/** What the API server knows an object by: the version of an `apiVersion` is only a view of it. */
export function identityOf({ apiVersion, kind, namespace, name }: ObjectKey): ObjectReference {
  return { group: groupOf(apiVersion), kind, namespace: namespace ?? '', name };
}

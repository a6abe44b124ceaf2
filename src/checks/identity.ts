import { groupOf, type ObjectKey } from '../manifests/manifest';

/** What the API server knows an object by: the version of an `apiVersion` is only a view of it. */
export function identityOf(key: ObjectKey): string {
  // As JSON, so that no name can be written to look like a separator.
  return JSON.stringify([groupOf(key.apiVersion), key.kind, key.namespace ?? '', key.name]);
}

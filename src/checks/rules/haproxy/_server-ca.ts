import { annotationOf } from '../../../manifests/graph/json-fields';
import { CONFIG_MAP, INGRESS, SERVICE } from '../../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';

/** Annotation of HAProxy Kubernetes Ingress Controller: `namespace/name` of a Secret with authorities in `tls.crt`. */
export const SERVER_CA = 'haproxy.org/server-ca';

/** Annotation that puts a Backend resource in the place of all other backend annotations. */
export const CR_BACKEND = 'haproxy.org/cr-backend';

/** The objects on which the controller reads `server-ca`. */
export function serverCaObjects(index: ManifestIndex): readonly Manifest[] {
  return [SERVICE, INGRESS, CONFIG_MAP]
    .flatMap(({ group, kind }) => index.ofKind(group, kind))
    .filter((manifest) => annotationOf(manifest, SERVER_CA) !== undefined);
}

import { annotationOf, fieldAt, nonEmpty } from '../../../manifests/graph/json-fields';
import { CONFIG_MAP, INGRESS, SECRET, SERVICE } from '../../../manifests/graph/object-kinds';
import type { ManifestIndex, ObjectReference } from '../../../manifests/index-set';
import type { FieldPath, Manifest } from '../../../manifests/manifest';

/** Annotation of HAProxy Kubernetes Ingress Controller: `namespace/name` of a Secret with authorities in `tls.crt`. */
export const SERVER_CA = 'haproxy.org/server-ca';

/** Annotation that puts a Backend resource in the place of all other backend annotations. */
export const CR_BACKEND = 'haproxy.org/cr-backend';

/** The same setting in the ConfigMap of the controller, as the default of all backends. */
const DEFAULT_SERVER_CA = 'server-ca';
/** In a ConfigMap the namespace is required, which tells the setting from other texts under that key. */
const SECRET_NAME = /^([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})$/;

/** A place that names the authorities of backends. */
export interface ServerCa {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /** The setting as it is written there. */
  readonly name: string;
  readonly secret: ObjectReference;
}

/** Why rules on `server-ca` have nothing to look at. */
export const NO_SERVER_CA = `no Service or Ingress has the annotation ${SERVER_CA}, and no ConfigMap the key ${DEFAULT_SERVER_CA}`;

/** All places that the controller reads `server-ca` from: annotations, then ConfigMaps. */
export function serverCasOf(index: ManifestIndex): readonly ServerCa[] {
  const annotated = [SERVICE, INGRESS].flatMap(({ group, kind }) => index.ofKind(group, kind)).flatMap(byAnnotation);
  return [...annotated, ...index.ofKind(CONFIG_MAP.group, CONFIG_MAP.kind).flatMap(byDefault)];
}

/** Without a namespace the one of the object is meant. */
function byAnnotation(manifest: Manifest): readonly ServerCa[] {
  const text = annotationOf(manifest, SERVER_CA)?.trim();
  if (text === undefined || text === '') {
    return [];
  }
  const slash = text.indexOf('/');
  const namespace = slash < 0 ? manifest.key.namespace : text.slice(0, slash);
  const secret = { ...SECRET, name: text.slice(slash + 1), ...(namespace === undefined ? {} : { namespace }) };
  return [{ manifest, path: ['metadata', 'annotations', SERVER_CA], name: SERVER_CA, secret }];
}

function byDefault(manifest: Manifest): readonly ServerCa[] {
  const text = nonEmpty(fieldAt(manifest.body, 'data', DEFAULT_SERVER_CA))?.trim() ?? '';
  const [, namespace, name] = SECRET_NAME.exec(text) ?? [];
  return namespace === undefined || name === undefined
    ? []
    : [
        {
          manifest,
          path: ['data', DEFAULT_SERVER_CA],
          name: DEFAULT_SERVER_CA,
          secret: { ...SECRET, namespace, name },
        },
      ];
}

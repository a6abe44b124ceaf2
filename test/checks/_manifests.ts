import type { JsonObject, Manifest, ManifestSet } from '../../src/manifests/manifest';

/** A manifest as a reader would make it, without a file. */
export function manifestOf(body: JsonObject, provenance: Partial<Manifest> = {}): Manifest {
  const metadata = (body.metadata ?? {}) as { readonly name?: string; readonly namespace?: string };
  const key = {
    apiVersion: String(body.apiVersion),
    kind: String(body.kind),
    name: metadata.name ?? '',
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  };
  return { key, body, ...provenance };
}

/** A set of objects without files. */
export function setOf(...bodies: readonly JsonObject[]): ManifestSet {
  return { manifests: bodies.map((body) => manifestOf(body)), problems: [] };
}

/** A CRD for `example.com` Widgets with the given schema of `spec`. */
export function widgetCrd(spec: JsonObject, version = 'v1', more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
      ...more,
    },
  };
}

/** A Widget with the given `spec`. */
export function widget(spec: JsonObject[string], metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'w', namespace: 'team', ...metadata },
    spec,
  };
}

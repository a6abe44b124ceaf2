import type { ManifestIndex, ObjectReference } from '../index-set';
import { type FieldPath, groupOf, isJsonObject, type JsonObject, type JsonValue, type Manifest } from '../manifest';
import { parseDocuments } from '../parse-documents';
import { fieldAt, fieldOf, itemsOf, optional, textOf } from './json-fields';
import { CONFIG_MAP, SECRET } from './object-kinds';

const GROUP = 'gateway.envoyproxy.io';
const KIND = 'EnvoyGateway';

/** What a text that holds a configuration must have; most ConfigMaps hold none and are not parsed. */
const MENTIONS_KIND = /\bkind["']?[ \t]*:[ \t]*["']?EnvoyGateway\b/;

/** The configuration file of Envoy Gateway: there is no CRD for it, so that no API server ever looks at it. */
export interface Configuration {
  /** The ConfigMap that holds the file, or the file itself among the manifests. */
  readonly manifest: Manifest;
  /** The way to the file in the manifest; empty where the manifest is the file. */
  readonly root: FieldPath;
  readonly body: JsonObject;
}

/** An entry of `extensionManagers`, or `extensionManager`. */
export interface ExtensionManager {
  readonly configuration: Configuration;
  /** The way to it in the file. */
  readonly path: FieldPath;
  readonly value: JsonValue;
}

/** The field of an extension's `service.tls` that names a Secret. */
export type ExtensionSecretField = 'certificateRef' | 'clientCertificateRef';

/** The configurations of Envoy Gateway in the set: in ConfigMaps under any key, and as files of their own. */
export function configurationsOf(index: ManifestIndex): readonly Configuration[] {
  return [
    ...index.ofKind(GROUP, KIND).map((manifest) => ({ manifest, root: [], body: manifest.body })),
    ...index.ofKind(CONFIG_MAP.group, CONFIG_MAP.kind).flatMap(configurationsIn),
  ];
}

/** All extension managers of a configuration, which are told apart by their place. */
export function extensionManagersOf(configuration: Configuration): readonly ExtensionManager[] {
  return extensionManagersIn(configuration.body).map((manager) => ({ ...manager, configuration }));
}

/** All extension managers of a configuration file. */
export function extensionManagersIn(body: JsonObject): readonly Omit<ExtensionManager, 'configuration'>[] {
  const single = fieldOf(body, 'extensionManager');
  return [
    ...(isJsonObject(single) ? [{ path: ['extensionManager'], value: single }] : []),
    ...itemsOf(fieldOf(body, 'extensionManagers')).map((value, position) => ({
      path: ['extensionManagers', position],
      value,
    })),
  ];
}

/**
 * The Secret that an extension's TLS settings name. Without a namespace the controller's own is meant, which is that of
 * its ConfigMap; a file of its own does not tell it.
 */
export function extensionSecret(
  { configuration, value }: ExtensionManager,
  field: ExtensionSecretField,
): ObjectReference | undefined {
  const reference = fieldAt(value, 'service', 'tls', field);
  const name = textOf(reference, 'name');
  const namespace = textOf(reference, 'namespace') ?? configuration.manifest.key.namespace;
  return name === undefined ? undefined : { ...SECRET, ...optional('namespace', namespace), name };
}

function configurationsIn(manifest: Manifest): readonly Configuration[] {
  const data = fieldOf(manifest.body, 'data');
  return Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, text]) =>
    typeof text === 'string' && MENTIONS_KIND.test(text)
      ? documentsIn(text).map((body) => ({ manifest, root: ['data', key], body }))
      : [],
  );
}

/** A text that cannot be read is none of ours to judge: it may be a template. */
function documentsIn(text: string): readonly JsonObject[] {
  return [...parseDocuments(text)].flatMap((document) => {
    if (!('value' in document) || !isJsonObject(document.value)) {
      return [];
    }
    const isConfiguration =
      textOf(document.value, 'kind') === KIND && groupOf(textOf(document.value, 'apiVersion') ?? '') === GROUP;
    return isConfiguration ? [document.value] : [];
  });
}

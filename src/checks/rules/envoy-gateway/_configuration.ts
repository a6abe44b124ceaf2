import { fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { CONFIG_MAP } from '../../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../../manifests/index-set';
import {
  type FieldPath,
  groupOf,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Manifest,
} from '../../../manifests/manifest';
import { parseDocuments } from '../../../manifests/parse-documents';

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

/** The configurations of Envoy Gateway in the set: in ConfigMaps under any key, and as files of their own. */
export function configurationsOf(index: ManifestIndex): readonly Configuration[] {
  return [
    ...index.ofKind(GROUP, KIND).map((manifest) => ({ manifest, root: [], body: manifest.body })),
    ...index.ofKind(CONFIG_MAP.group, CONFIG_MAP.kind).flatMap(configurationsIn),
  ];
}

/** Why a rule about the configuration has nothing to look at. */
export const NO_CONFIGURATION = 'there is no configuration of Envoy Gateway (kind EnvoyGateway)';

/**
 * The place of a field for a finding: a ConfigMap's file is one text, so that only the text can be pointed at.
 */
export function placeOf({ manifest, root }: Configuration, path: FieldPath): { manifest: Manifest; path: FieldPath } {
  return { manifest, path: root.length === 0 ? path : root };
}

/** All extension managers of a configuration, which are told apart by their place. */
export function extensionManagersOf(configuration: Configuration): readonly ExtensionManager[] {
  const single = fieldOf(configuration.body, 'extensionManager');
  return [
    ...(isJsonObject(single) ? [{ configuration, path: ['extensionManager'], value: single }] : []),
    ...itemsOf(fieldOf(configuration.body, 'extensionManagers')).map((value, position) => ({
      configuration,
      path: ['extensionManagers', position],
      value,
    })),
  ];
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
    if ('rule' in document || !isJsonObject(document.value)) {
      return [];
    }
    const isConfiguration =
      textOf(document.value, 'kind') === KIND && groupOf(textOf(document.value, 'apiVersion') ?? '') === GROUP;
    return isConfiguration ? [document.value] : [];
  });
}

import type { ObjectReference } from '../index-set';
import { groupOf, type JsonValue, type Manifest } from '../manifest';
import { type DataKeys, dataKeys, keysOfObject } from './data-keys';
import { fieldAt, fieldOf, itemsOf, nonEmpty, optional, textOf } from './json-fields';
import { EXTERNAL_SECRET, isOfKind, SEALED_SECRET, SECRET } from './object-kinds';
import type { Production } from './production';
import { referenceTo } from './reference';

/** What an ExternalSecret has the External Secrets Operator write. */
export function externalSecretProductions(manifest: Manifest): readonly Production[] {
  if (!isOfKind(referenceTo(manifest), EXTERNAL_SECRET)) {
    return [];
  }
  const spec = fieldOf(manifest.body, 'spec');
  return externalSecretTarget(spec, manifest, manifest.key.namespace, manifest.key.name, true);
}

/** What an ExternalSecret's `spec` has written, in a namespace and under a name unless it names another. */
export function externalSecretTarget(
  spec: JsonValue | undefined,
  by: Manifest,
  namespace: string | undefined,
  defaultName: string,
  certain: boolean,
): readonly Production[] {
  const target = fieldOf(spec, 'target');
  const policy = fieldOf(target, 'creationPolicy');
  if (policy === 'None') {
    return [];
  }
  const name = textOf(target, 'name') ?? defaultName;
  const object: ObjectReference = { ...kindOf(target), ...optional('namespace', namespace), name };
  return [{ by, target: object, keys: keysOf(spec), creates: policy !== 'Merge', certain }];
}

/** `target.manifest` has another kind made than a Secret. */
function kindOf(target: JsonValue | undefined) {
  const kind = nonEmpty(fieldAt(target, 'manifest', 'kind'));
  const apiVersion = nonEmpty(fieldAt(target, 'manifest', 'apiVersion'));
  return kind === undefined || apiVersion === undefined ? SECRET : { group: groupOf(apiVersion), kind };
}

function keysOf(spec: JsonValue | undefined): DataKeys {
  const template = fieldAt(spec, 'target', 'template');
  const fetched = itemsOf(fieldOf(spec, 'data')).flatMap((entry) => textOf(entry, 'secretKey') ?? []);
  const written = keysOfObject(fieldOf(template, 'data'));
  const hasTemplates = itemsOf(fieldOf(template, 'templateFrom')).length > 0;
  // A template with data takes the place of what was fetched, unless it merges.
  const replaces = (written.length > 0 || hasTemplates) && fieldOf(template, 'mergePolicy') !== 'Merge';
  const complete = !hasTemplates && (replaces || itemsOf(fieldOf(spec, 'dataFrom')).length === 0);
  return dataKeys(replaces ? written : [...fetched, ...written], { complete });
}

/** The Secret that a SealedSecret unseals to: of its own name, with the keys that it seals and those of its template. */
export function sealedSecretProductions(manifest: Manifest): readonly Production[] {
  const { key, body } = manifest;
  if (!isOfKind(referenceTo(manifest), SEALED_SECRET)) {
    return [];
  }
  const sealed = keysOfObject(fieldAt(body, 'spec', 'encryptedData'));
  const templated = keysOfObject(fieldAt(body, 'spec', 'template', 'data'));
  const target = { ...SECRET, ...optional('namespace', key.namespace), name: key.name };
  return [{ by: manifest, target, keys: dataKeys([...sealed, ...templated]), creates: true, certain: true }];
}

import { Refusal } from '../gateways/refusal';
import { objectOf } from '../manifests/graph/json-fields';
import type { JsonObject, Manifest } from '../manifests/manifest';
import { readManifests } from '../manifests/read-manifests';
import type { NewObject } from './_create-object';
import type { LicenseSecret } from './_license-objects';

const BITNAMI = 'sealedsecrets.bitnami.com';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** A sealed value begins with a session key under RSA of 2048 bits at least. */
const MIN_SEALED_BYTES = 2 + 256;

/**
 * Passes a SealedSecret on: the sealed license and the annotations that say what it is sealed for. The Secret gets our
 * labels and annotations, and stays when the SealedSecret goes.
 *
 * @throws Refusal if it is none, holds another key or value, or is sealed for another Secret; no value is ever shown
 */
export function sealedSecret(text: string, secret: LicenseSecret): NewObject {
  const manifest = soleManifest(text);
  requireSealedFor(manifest, secret);
  const spec = objectOf(manifest.body, 'spec');
  requireSealedKey(objectOf(spec, 'encryptedData'), secret.key);
  if (Object.keys(objectOf(objectOf(spec, 'template'), 'data')).length > 0 || spec.data !== undefined) {
    throw refusal('the SealedSecret has data beside encryptedData', 'seal the license alone');
  }
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: {
      name: secret.name,
      namespace: secret.namespace,
      labels: secret.labels,
      annotations: { ...scopeOf(manifest), ...secret.annotations },
    },
    spec: {
      encryptedData: { [secret.key]: objectOf(spec, 'encryptedData')[secret.key] },
      template: {
        metadata: {
          labels: secret.labels,
          annotations: {
            ...scopeOf(manifest),
            [`${BITNAMI}/skip-set-owner-references`]: 'true',
            ...secret.annotations,
          },
        },
        type: 'Opaque',
      },
    },
  };
}

function soleManifest(text: string): Manifest {
  const { manifests, problems } = readManifests([{ file: 'sealed secret', content: text }]);
  const [manifest] = manifests;
  if (manifest === undefined || manifests.length > 1 || problems.length > 0) {
    throw refusal('the text is not one manifest (it is not shown)', 'give what kubeseal wrote, YAML or JSON');
  }
  const { apiVersion, kind } = manifest.key;
  if (apiVersion !== 'bitnami.com/v1alpha1' || kind !== 'SealedSecret') {
    throw refusal('the manifest is no SealedSecret of bitnami.com/v1alpha1', 'seal the Secret with kubeseal first');
  }
  return manifest;
}

/** Unless the scope is wider, the controller opens a value only under the name and namespace that it was sealed for. */
function requireSealedFor(manifest: Manifest, secret: LicenseSecret): void {
  const scope = scopeOf(manifest);
  const isClusterWide = scope[`${BITNAMI}/cluster-wide`] === 'true';
  const isNamespaceWide = scope[`${BITNAMI}/namespace-wide`] === 'true';
  const { name, namespace = 'default' } = manifest.key;
  const isReadable = isClusterWide || (namespace === secret.namespace && (isNamespaceWide || name === secret.name));
  if (!isReadable) {
    throw refusal(
      `the SealedSecret is sealed for ${isNamespaceWide ? `namespace ${namespace}` : `Secret ${namespace}/${name}`}, and the license stands in ${secret.namespace}/${secret.name}`,
      `seal it with --name ${secret.name} --namespace ${secret.namespace}`,
    );
  }
}

function requireSealedKey(encryptedData: JsonObject, key: string): void {
  const value = encryptedData[key];
  const others = Object.keys(encryptedData).filter((name) => name !== key).length;
  if (typeof value !== 'string' || others > 0) {
    throw refusal(
      `encryptedData must have the key ${key} and no other; it has ${Object.keys(encryptedData).length} keys`,
      `seal a Secret that holds the license under ${key}`,
    );
  }
  if (!BASE64.test(value) || Buffer.from(value, 'base64').length < MIN_SEALED_BYTES) {
    throw refusal(`encryptedData.${key} is not a sealed value (it is not shown)`, 'seal the license with kubeseal');
  }
}

function scopeOf(manifest: Manifest): Readonly<Record<string, string>> {
  const annotations = objectOf(objectOf(manifest.body, 'metadata'), 'annotations');
  const names = [`${BITNAMI}/cluster-wide`, `${BITNAMI}/namespace-wide`];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = annotations[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function refusal(message: string, fix: string): Refusal {
  return new Refusal({ rule: 'schema/invalid-value', message, fix });
}

import { annotationOf, fieldAt, fieldOf, objectOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { containersOf, environmentOf } from '../_containers';

/** A license that stands in a manifest. Its text is never passed on, only what rules judge. */
export interface FoundLicense {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /**
   * The last day of the license.
   * @default - the license states none, or not as a date
   */
  readonly expiration?: Date;
}

const KONG = 'configuration.konghq.com';
/** Written by `LicenseStore`: the last day of a license that no manifest holds. */
const EXPIRES_ANNOTATION = 'upstream-tls.dev/license-expires';
/** The Role stands for an existing Secret. */
const ANNOTATED_KINDS = [
  ['rbac.authorization.k8s.io', 'Role'],
  ['external-secrets.io', 'ExternalSecret'],
  ['bitnami.com', 'SealedSecret'],
] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MAX_LICENSE_LENGTH = 64 * 1024;

/**
 * All licenses of Kong in the set: KongLicense, Secrets and ConfigMaps, KONG_LICENSE_DATA of containers, and those that
 * stand elsewhere and have their last day in an annotation.
 */
export function licensesOf(index: ManifestIndex): readonly FoundLicense[] {
  return [
    ...index
      .ofKind(KONG, 'KongLicense')
      .flatMap((manifest) => licenseIn(manifest, ['rawLicenseString'], fieldOf(manifest.body, 'rawLicenseString'))),
    ...['Secret', 'ConfigMap'].flatMap((kind) => index.ofKind('', kind)).flatMap(licensesInData),
    ...containersOf(index).flatMap((container) => {
      const setting = environmentOf(container, 'KONG_LICENSE_DATA');
      return setting === undefined ? [] : licenseIn(container.workload, [...setting.path, 'value'], setting.value);
    }),
    ...ANNOTATED_KINDS.flatMap(([group, kind]) => index.ofKind(group, kind)).flatMap(annotatedLicense),
  ];
}

/** The text of a value of a Secret, decoded once from `data`; undefined where there is none. */
export function secretText(
  secret: Manifest,
  key: string,
): { readonly path: FieldPath; readonly text: string } | undefined {
  const plain = fieldAt(secret.body, 'stringData', key);
  if (typeof plain === 'string') {
    return { path: ['stringData', key], text: plain };
  }
  const encoded = fieldAt(secret.body, 'data', key);
  return typeof encoded === 'string' && encoded.length <= 2 * MAX_LICENSE_LENGTH
    ? { path: ['data', key], text: Buffer.from(encoded, 'base64').toString('utf8') }
    : undefined;
}

/** Reads a license; undefined if the text is none. */
export function readLicense(text: string): Pick<FoundLicense, 'expiration'> | undefined {
  if (text.length > MAX_LICENSE_LENGTH || !text.trimStart().startsWith('{')) {
    return undefined;
  }
  const payload = fieldAt(parseJson(text), 'license', 'payload');
  if (payload === undefined) {
    return undefined;
  }
  const expiration = dateOf(fieldOf(payload, 'license_expiration_date'));
  return expiration === undefined ? {} : { expiration };
}

function dateOf(value: JsonValue | undefined): Date | undefined {
  const date = typeof value === 'string' && DATE.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

function annotatedLicense(manifest: Manifest): readonly FoundLicense[] {
  const expiration = dateOf(annotationOf(manifest, EXPIRES_ANNOTATION));
  return expiration === undefined
    ? []
    : [{ manifest, path: ['metadata', 'annotations', EXPIRES_ANNOTATION], expiration }];
}

function licensesInData(manifest: Manifest): readonly FoundLicense[] {
  const plainField = manifest.key.kind === 'Secret' ? 'stringData' : 'data';
  const plain = Object.entries(objectOf(manifest.body, plainField)).flatMap(([key, value]) =>
    licenseIn(manifest, [plainField, key], value),
  );
  return manifest.key.kind === 'Secret' ? [...plain, ...licensesInSecret(manifest)] : plain;
}

function licensesInSecret(secret: Manifest): readonly FoundLicense[] {
  return Object.keys(objectOf(secret.body, 'data')).flatMap((key) => {
    const found = secretText(secret, key);
    return found === undefined || found.path[0] !== 'data' ? [] : licenseIn(secret, found.path, found.text);
  });
}

function licenseIn(manifest: Manifest, path: FieldPath, text: JsonValue | undefined): readonly FoundLicense[] {
  const license = typeof text === 'string' ? readLicense(text) : undefined;
  return license === undefined ? [] : [{ manifest, path, ...license }];
}

/** What is no JSON is no license, and that is all that is asked. */
function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

import {
  type FieldPath,
  groupOf,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Manifest,
  type ManifestSet,
} from '../../../manifests/manifest';
import { type SecretText, secretsIn } from './_secret-text';
import { isCredentialName, isPlaceholder, looksRandom } from './_token';

/** A place in an object where something secret stands. Nothing of it is kept. */
export interface Leak extends SecretText {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /** Whether it is the name of a field that holds it; then the path ends above that field. */
  readonly inName: boolean;
}

const LEAKS = new WeakMap<ManifestSet, readonly Leak[]>();

/** Everything secret in the objects of a set. They are walked once, however many rules ask. */
export function leaksIn(set: ManifestSet): readonly Leak[] {
  const known = LEAKS.get(set) ?? findLeaks(set);
  LEAKS.set(set, known);
  return known;
}

function findLeaks(set: ManifestSet): readonly Leak[] {
  const walk: Walk = { leaks: [], names: new Map() };
  for (const manifest of set.manifests) {
    visit(walk, manifest, manifest.body, []);
  }
  return walk.leaks;
}

interface Walk {
  readonly leaks: Leak[];
  /** What is known of names of fields, which all objects have in common. */
  readonly names: Map<string, FieldName>;
}

interface FieldName {
  /** What is secret in the name itself. */
  readonly secrets: readonly SecretText[];
  /** Whether a field of this name holds a credential. */
  readonly isCredential: boolean;
}

/** Most objects hold nothing secret: the path is one list that grows and shrinks on the way, copied where a leak is. */
function visit(walk: Walk, manifest: Manifest, value: JsonValue | undefined, path: (string | number)[]): void {
  if (typeof value === 'string') {
    for (const secret of secretsAt(walk, manifest, value, path)) {
      walk.leaks.push({ ...secret, manifest, path: [...path], inName: false });
    }
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      visit(walk, manifest, value[index], path);
      path.pop();
    }
  } else if (isJsonObject(value)) {
    visitObject(walk, manifest, value, path);
  }
}

function visitObject(walk: Walk, manifest: Manifest, object: JsonObject, path: (string | number)[]): void {
  const whole = secretObject(object);
  if (whole !== undefined) {
    walk.leaks.push({ ...whole, manifest, path: [...path], inName: false });
  }
  for (const name of Object.keys(object)) {
    const { secrets } = readName(walk, name);
    if (secrets.length === 0) {
      path.push(name);
      visit(walk, manifest, object[name], path);
      path.pop();
      continue;
    }
    // The path shows each name on the way, so that this one stays out of it.
    walk.leaks.push(...secrets.map((secret) => ({ ...secret, manifest, path: [...path], inName: true })));
    visit(walk, manifest, object[name], path);
  }
}

function readName({ names }: Walk, name: string): FieldName {
  const known = names.get(name) ?? { secrets: secretsIn(name), isCredential: isCredentialName(name) };
  names.set(name, known);
  return known;
}

/** A license or a JSON Web Key that is written as fields instead of as text. */
function secretObject(object: JsonObject): SecretText | undefined {
  if (isFilledText(object.license_key)) {
    return { kind: 'license', what: 'a license', encoded: false };
  }
  const hasPrivatePart = isFilledText(object.d) || isFilledText(object.k);
  return isFilledText(object.kty) && hasPrivatePart
    ? { kind: 'private key', what: 'a private key', encoded: false }
    : undefined;
}

function isFilledText(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && !isPlaceholder(value);
}

function secretsAt(walk: Walk, manifest: Manifest, text: string, path: FieldPath): readonly SecretText[] {
  const byForm = secretsIn(text);
  if (byForm.length > 0) {
    return byForm;
  }
  const encoded = isSecretData(manifest, path);
  const plain = encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
  const name = nameOf(manifest, path);
  if (LICENSE_NAME.test(name) && !isPlaceholder(plain)) {
    return [{ kind: 'license', what: 'a license', encoded }];
  }
  return readName(walk, name).isCredential && isCredentialPlace(manifest, path) && looksRandom(plain)
    ? [{ kind: 'token', what: 'what looks like a token', encoded }]
    : [];
}

/** Names of what holds nothing but a license: the field of KongLicense, and Kong's variable with or without its prefix. */
const LICENSE_NAME = /^(?:rawLicenseString|(?:kong_)?license_data)$/i;

/** What looks random under the name of a credential is one, unless it is encrypted, or another rule's to find. */
function isCredentialPlace(manifest: Manifest, path: FieldPath): boolean {
  const isEncrypted = path.includes('encryptedData');
  const isPluginConfig = groupOf(manifest.key.apiVersion) === 'configuration.konghq.com' && path[0] === 'config';
  return !isEncrypted && !isPluginConfig;
}

/** The name that a value goes by: that of its field, or of the environment variable. */
function nameOf({ body }: Manifest, path: FieldPath): string {
  const name = path.findLast((segment) => typeof segment === 'string') ?? '';
  if (name !== 'value' || typeof path.at(-2) !== 'number') {
    return name;
  }
  const entry = path.slice(0, -1).reduce<JsonValue | undefined>(stepInto, body);
  return isJsonObject(entry) && typeof entry.name === 'string' ? entry.name : name;
}

function stepInto(value: JsonValue | undefined, segment: string | number): JsonValue | undefined {
  if (typeof segment === 'number') {
    return Array.isArray(value) ? value[segment] : undefined;
  }
  return isJsonObject(value) ? value[segment] : undefined;
}

function isSecretData({ key }: Manifest, path: FieldPath): boolean {
  return key.kind === 'Secret' && groupOf(key.apiVersion) === '' && path.length === 2 && path[0] === 'data';
}

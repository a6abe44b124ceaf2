import { type FieldPath, isJsonObject, type JsonValue } from '../../../manifests/manifest';
import { secretsIn } from './_secret-text';
import { isCredentialName, isPlaceholder } from './_token';

/** Credentials that go by another name: of the ai-*, acme and oauth2* plugins, of the session store and in headers. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  'authorization',
  'authorization_value',
  'aws_secret_access_key',
  'eab_hmac_key',
  'gcp_service_account_json',
  'header_value',
  'param_value',
  'provision_key',
  'proxy-authorization',
  'secret_v1',
]);

/**
 * The fields of a plugin's configuration that hold a credential in plain text, by their name or as a header or an address has them. Texts of a known form are
 * left out: they are found wherever they stand.
 */
export function plainCredentialsIn(value: JsonValue | undefined, path: FieldPath): readonly FieldPath[] {
  return textsIn(value, path)
    .filter(({ text, path: place }) => isCredential(text, place))
    .map(({ path: place }) => place);
}

/** The fields that hold what must stand in no manifest: by their name, or by the form of the text. */
export function secretFieldsIn(value: JsonValue | undefined, path: FieldPath): readonly FieldPath[] {
  return textsIn(value, path)
    .filter(({ text, path: place }) => isCredential(text, place) || secretsIn(text).length > 0)
    .map(({ path: place }) => place);
}

/** The way to a field as a JSON pointer, which escapes its own two marks. */
export function jsonPointer(path: FieldPath): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

interface Text {
  readonly text: string;
  readonly path: FieldPath;
}

function textsIn(value: JsonValue | undefined, path: FieldPath): readonly Text[] {
  if (typeof value === 'string') {
    return [{ text: value, path }];
  }
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item, index) => textsIn(item, [...path, index]));
  }
  return isJsonObject(value) ? Object.entries(value).flatMap(([name, field]) => textsIn(field, [...path, name])) : [];
}

function isCredential(text: string, path: FieldPath): boolean {
  const name = String(path.findLast((segment) => typeof segment === 'string'));
  const isNamed = isCredentialName(name) || OTHER_NAMES.has(name.toLowerCase());
  const value = isNamed ? withoutScheme(text) : credentialWithin(text, path);
  return value !== undefined && !isPlaceholder(value) && secretsIn(text).length === 0;
}

/** An entry of a list of headers, `name:value`, as the transformers take them. */
const HEADER = /^\s{0,8}(?:(?:proxy-)?authorization|(?:x-)?api-?key)\s{0,8}:(.*)$/is;
/** The password of an address. */
const USER_INFO = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]{0,255}:([^\s/@]{1,255})@/i;

function credentialWithin(text: string, path: FieldPath): string | undefined {
  // To rename a header says two names.
  const header = path.includes('rename') ? undefined : HEADER.exec(text)?.[1];
  return header === undefined ? USER_INFO.exec(text)?.[1] : withoutScheme(header);
}

/** What proves who is asking, without the scheme before it: `Basic <credentials>`. */
function withoutScheme(value: string): string {
  return value.replace(/^\s{0,8}(?:basic|bearer|token|apikey)\s{1,8}/i, '');
}

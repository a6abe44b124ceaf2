import type { FieldPath, JsonValue } from '../../manifests/manifest';

/** Longest piece of a user's value that a message repeats, in UTF-16 units. */
export const MAX_SHOWN = 80;

const SECRET_FIELD =
  /^(?:rawLicenseString|token|accessKey|secretKey|apiKey|hmac|.*(?:password|passphrase|privateKey|tls_key|tls\.key|clientSecret|credential|secretAccessKey))$/i;
const PEM = /-----BEGIN /;
const LICENSE = /"(?:license|signature)"\s*:/;
// Long and without white space, as keys and tokens are: base64 with capitals, or hexadecimal. Names of objects are neither.
const OPAQUE_TEXT = /^(?:(?=.*[A-Z])[A-Za-z0-9+/_-]{40,}={0,2}|[0-9a-f]{40,})$/;

/**
 * Shows a value in a message: scalars as JSON and shortened, objects and lists only by size. What may be secret, by its
 * field or by its looks, is never repeated: messages end up in logs and in pull requests.
 *
 * @param path where the value stands, counted from the object's root
 * @param kind kind of the object
 */
export function describeValue(value: JsonValue, path: FieldPath, kind: string): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return value.length === 1 ? 'a list of 1 entry' : `a list of ${value.length} entries`;
  }
  if (typeof value === 'object') {
    return 'an object';
  }
  if (isSecretPlace(path, kind)) {
    return `a ${typeof value} (not shown)`;
  }
  return typeof value === 'string' ? describeString(value) : String(value);
}

/** Quotes and shortens a text that the user wrote; text that looks secret is replaced by its length. */
export function describeString(text: string): string {
  if (PEM.test(text)) {
    return 'PEM text (not shown)';
  }
  if (LICENSE.test(text) || OPAQUE_TEXT.test(text)) {
    return `a text of ${text.length} characters (not shown)`;
  }
  const quoted = JSON.stringify(text);
  return quoted.length <= MAX_SHOWN ? quoted : `${quoted.slice(0, MAX_SHOWN - 4)}..."`;
}

/** Names the JSON type of a value, with its article. */
export function describeType(value: JsonValue): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  switch (typeof value) {
    case 'object':
      return 'an object';
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a number';
    default:
      return `a ${typeof value}`;
  }
}

/** Names a field for a message: the last property with the indexes behind it, `targetRefs[0]`. */
export function describeField(path: FieldPath): string {
  const at = path.findLastIndex((segment) => typeof segment === 'string');
  if (at < 0) {
    return 'the object';
  }
  const name = String(path[at]);
  const shown = name.length <= MAX_SHOWN ? name : `${name.slice(0, MAX_SHOWN - 3)}...`;
  return path.slice(at + 1).reduce<string>((text, index) => `${text}[${index}]`, shown);
}

function isSecretPlace(path: FieldPath, kind: string): boolean {
  // cert-manager's settings of the key that it makes: algorithm, encoding, size.
  if (kind === 'Certificate' && path.length > 2 && path[0] === 'spec' && path[1] === 'privateKey') {
    return false;
  }
  if (kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData')) {
    return true;
  }
  return path.some((segment) => typeof segment === 'string' && SECRET_FIELD.test(segment));
}

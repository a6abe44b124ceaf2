import { type FieldPath, isJsonObject, type JsonValue } from '../../../manifests/manifest';
import { secretsIn } from './_secret-text';
import { isCredentialName, isPlaceholder } from './_token';

/** Credentials that go by another name: of the ai-* plugins and of the session store. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  'aws_secret_access_key',
  'gcp_service_account_json',
  'header_value',
  'param_value',
  'secret_v1',
]);

/**
 * The fields of a plugin's configuration that hold a credential in plain text, by their name. Texts of a known form are
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

function isCredential(value: string, path: FieldPath): boolean {
  const name = String(path.findLast((segment) => typeof segment === 'string'));
  return (isCredentialName(name) || OTHER_NAMES.has(name)) && !isPlaceholder(value) && secretsIn(value).length === 0;
}

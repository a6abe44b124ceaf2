import { fieldAt } from '../manifests/graph/json-fields';
import { isJsonObject, type Manifest } from '../manifests/manifest';

/** The keys under which gateways and controllers look for roots, best first. Kong reads `cert`. */
const TRUST_KEYS = ['ca.crt', 'cert', 'tls.crt'];

/** An API server takes objects of up to 1 MiB, to which base64 adds a third. */
const MAX_ENCODED = 1.5 * 1024 * 1024;

/**
 * The text under a key of a ConfigMap or Secret, decoded where it stands in base64; undefined where there is none.
 * A Secret's text is secret: it never goes into a message.
 */
export function dataText({ key: { kind }, body }: Manifest, key: string): string | undefined {
  const [plain, encoded] = kind === 'Secret' ? ['stringData', 'data'] : ['data', 'binaryData'];
  const text = fieldAt(body, plain, key);
  const base64 = fieldAt(body, encoded, key);
  if (typeof text === 'string') {
    return text;
  }
  return typeof base64 === 'string' && base64.length <= MAX_ENCODED
    ? Buffer.from(base64, 'base64').toString('utf8')
    : undefined;
}

/** The text with the roots of a ConfigMap or Secret: under the key that is named, or where readers look for it. */
export function trustText(manifest: Manifest, key: string | undefined): string | undefined {
  const found = trustKey(manifest, key);
  return found === undefined ? undefined : dataText(manifest, found);
}

/** The key with the roots of a ConfigMap or Secret: the one that is named, or the first where readers look for them. */
export function trustKey(manifest: Manifest, key: string | undefined): string | undefined {
  const keys = key === undefined ? [...TRUST_KEYS, ...onlyKeyOf(manifest)] : [key];
  return keys.find((candidate) => dataText(manifest, candidate) !== undefined);
}

function onlyKeyOf({ body }: Manifest): readonly string[] {
  const keys = [body.data, body.stringData, body.binaryData].flatMap((data) =>
    isJsonObject(data) ? Object.keys(data) : [],
  );
  return keys.length === 1 ? keys : [];
}

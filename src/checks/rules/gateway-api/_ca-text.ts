import { fieldAt, fieldOf } from '../../../manifests/graph/json-fields';
import { SECRET } from '../../../manifests/graph/object-kinds';
import type { JsonValue, Manifest } from '../../../manifests/manifest';
import { readPem } from '../../../trust';

/** How many certificates a ConfigMap or Secret holds under the first of the keys that it has; undefined if it has none. */
export function countCertificates(object: Manifest, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const text = textUnder(object, key);
    if (text !== undefined) {
      return readPem(text).blocks.length;
    }
  }
  return undefined;
}

function textUnder({ key: { kind }, body }: Manifest, name: string): string | undefined {
  const encoded = stringOf(fieldAt(body, kind === SECRET.kind ? 'data' : 'binaryData', name));
  const plain = stringOf(fieldOf(fieldAt(body, kind === SECRET.kind ? 'stringData' : 'data'), name));
  // An API server lets stringData win over data.
  return plain ?? (encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8'));
}

function stringOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import { fieldAt } from '../../manifests/graph/json-fields';
import type { FieldPath, Manifest } from '../../manifests/manifest';

/** A value of a ConfigMap or Secret, as a pod would read it. */
export interface DataText {
  readonly path: FieldPath;
  readonly text: string;
}

/** An API server takes objects of up to 1 MiB, a third of which base64 adds. */
const MAX_ENCODED = 1.5 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/**
 * The text under a key of a ConfigMap or Secret, decoded where it stands in base64; undefined where there is none or it
 * cannot be decoded. For what rules judge, never for a message: a Secret's text is secret.
 */
export function dataText({ body, key: { kind } }: Manifest, key: string): DataText | undefined {
  const [plainField, encodedField] = kind === 'Secret' ? ['stringData', 'data'] : ['data', 'binaryData'];
  const text = fieldAt(body, plainField, key);
  if (typeof text === 'string') {
    return { path: [plainField, key], text };
  }
  const encoded = fieldAt(body, encodedField, key);
  return typeof encoded === 'string' && encoded.length <= MAX_ENCODED && BASE64.test(encoded)
    ? { path: [encodedField, key], text: Buffer.from(encoded, 'base64').toString('utf8') }
    : undefined;
}

import { fieldAt, nonEmpty } from '../../../manifests/graph/json-fields';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { type Certificate, readCertificates } from '../../../trust';

/** Certificates under one key of a Secret. */
export interface SecretCertificates {
  readonly path: FieldPath;
  readonly certificates: readonly Certificate[];
}

/** Reads the certificates under a key of a Secret's manifest; undefined where it has no such key. What cannot be read is left out: rules on trust say so. */
export function certificatesUnder({ body }: Manifest, key: string): SecretCertificates | undefined {
  const plain = nonEmpty(fieldAt(body, 'stringData', key));
  const encoded = nonEmpty(fieldAt(body, 'data', key));
  const text = plain ?? (encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8'));
  return text === undefined
    ? undefined
    : {
        path: [plain === undefined ? 'data' : 'stringData', key],
        certificates: readCertificates(text).certificates.map(({ certificate }) => certificate),
      };
}

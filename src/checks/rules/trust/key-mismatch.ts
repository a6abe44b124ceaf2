import { createHash, createPublicKey } from 'node:crypto';
import { fieldAt, fieldOf } from '../../../manifests/graph/json-fields';
import { SECRET } from '../../../manifests/graph/object-kinds';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { certificateFinding } from './_certificate-finding';
import { certificatesOf, type PlacedCertificate, pemTextsOf } from './_pem-texts';

/** The longest key that is read: an RSA key of 16384 bits has 13 kB. */
const MAX_KEY_LENGTH = 32 * 1024;

/** A pair that is none. The key is compared by its public half and never shown. */
export const keyMismatch: Rule<CheckContext> = {
  id: 'trust/key-mismatch',
  severity: 'error',
  title: 'The key of a Secret does not belong to its certificate',
  why: 'Gateways parse the pair and refuse the Secret: no client certificate is sent, or the backend does not start.',
  fix: 'Put the certificate of the key first in tls.crt, or re-issue it.',
  check({ index }) {
    const pairs = index.ofKind(SECRET.group, SECRET.kind).flatMap((secret) => pairIn(secret) ?? []);
    return pairs.length === 0
      ? notApplicable('no Secret holds a certificate and a readable key')
      : resultOf(
          pairs
            .filter(({ leaf, spkiSha256 }) => leaf.certificate.spkiSha256 !== spkiSha256)
            .map(({ leaf, chain, spkiSha256 }) => {
              const position = chain.findIndex(({ certificate }) => certificate.spkiSha256 === spkiSha256);
              return certificateFinding(
                leaf,
                `is the first in tls.crt, but tls.key belongs to ${position < 0 ? 'another certificate' : `certificate ${position + 1} of ${chain.length}`}`,
                position < 0 ? 're-issue the pair' : 'put the certificate of the key first',
              );
            }),
        );
  },
};

interface Pair {
  readonly leaf: PlacedCertificate;
  readonly chain: readonly PlacedCertificate[];
  /** Of the public half of the key. */
  readonly spkiSha256: string;
}

function pairIn(secret: Manifest): Pair | undefined {
  const text = pemTextsOf(secret).find(({ key }) => key === 'tls.crt');
  const chain = text === undefined ? [] : certificatesOf(text);
  const [leaf] = chain;
  const spkiSha256 = publicHalf(secret);
  return leaf === undefined || spkiSha256 === undefined ? undefined : { leaf, chain, spkiSha256 };
}

/** What cannot be read as a key (encrypted, cut off, a placeholder) cannot be compared. */
function publicHalf(secret: Manifest): string | undefined {
  const plain = fieldAt(secret.body, 'stringData', 'tls.key');
  const encoded = fieldOf(fieldAt(secret.body, 'data'), 'tls.key');
  const key =
    typeof plain === 'string' ? plain : typeof encoded === 'string' ? Buffer.from(encoded, 'base64') : undefined;
  if (key === undefined || key.length > MAX_KEY_LENGTH) {
    return undefined;
  }
  try {
    const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(new Uint8Array(spki)).digest('hex');
  } catch {
    return undefined;
  }
}

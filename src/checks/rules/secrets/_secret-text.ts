import { decodedTexts } from './_base64';
import { isLicenseText } from './_license-text';
import { isPrivateKeyDer, isPrivateKeyText } from './_private-key';
import { tokenKind } from './_token';

/** Something in a text that must not stand in a manifest; never the text itself. */
export interface SecretText {
  readonly kind: 'private key' | 'license' | 'token';
  /** What it is, for a message: `a private key`, `a GitHub token`. */
  readonly what: string;
  /** Whether it was found after decoding base64. */
  readonly encoded: boolean;
}

/** A Secret's value is base64 of its text, which a hand may have encoded before. */
const MAX_DEPTH = 3;

const NO_SECRET: readonly SecretText[] = [];
/** Shorter text holds none of them. */
const MIN_LENGTH = 20;

/** Finds private keys, licenses and tokens of known forms in a text, each kind once. Takes time linear in the text. */
export function secretsIn(text: string, depth = 0): readonly SecretText[] {
  if (text.length < MIN_LENGTH) {
    return NO_SECRET;
  }
  const secrets = [...plainSecrets(text, depth > 0), ...encodedSecrets(text, depth)];
  if (secrets.length === 0) {
    return NO_SECRET;
  }
  return secrets.filter(({ kind }, index) => secrets.findIndex((other) => other.kind === kind) === index);
}

function plainSecrets(text: string, encoded: boolean): readonly SecretText[] {
  const token = tokenKind(text);
  return [
    ...(isPrivateKeyText(text) ? [{ kind: 'private key', what: 'a private key', encoded } as const] : []),
    ...(isLicenseText(text) ? [{ kind: 'license', what: 'a license', encoded } as const] : []),
    ...(token === undefined ? [] : [{ kind: 'token', what: token, encoded } as const]),
  ];
}

function encodedSecrets(text: string, depth: number): readonly SecretText[] {
  return depth >= MAX_DEPTH
    ? NO_SECRET
    : decodedTexts(text).flatMap((bytes) =>
        isPrivateKeyDer(bytes)
          ? [{ kind: 'private key', what: 'a private key', encoded: true } as const]
          : secretsIn(bytes.toString('utf8'), depth + 1),
      );
}

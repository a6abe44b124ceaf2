import { isOneDerSequence } from '../../../trust/pem';

/**
 * A BEGIN marker of a private key with something behind it: a line end as it stands or escaped, or the key itself where
 * the line ends were folded into blanks or taken out. A marker alone, as in the pattern of a script, is no key; neither is a placeholder
 * in place of the key.
 */
const PEM_KEY =
  /-----BEGIN [^-\n]{0,64}PRIVATE KEY[^-\n]{0,16}-{0,5}(?:(?:[ \t\r]*(?:\n|(?:\\{1,4}r)?\\{1,4}n))+[ \t]*(?=[^\s<${.*[("'\\`-])|[ \t]*(?=[A-Za-z0-9+/]{16}))/;
const AGE_KEY = /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/;
const PUTTY_KEY = /^Private-Lines: \d/m;
/** A JSON Web Key with its private part. */
const JWK_TYPE = /"kty"\s*:\s*"(?:RSA|EC|OKP|oct)"/;
const JWK_PRIVATE_PART = /"[dk]"\s*:\s*"[A-Za-z0-9_-]{16,}/;

/** Whether a text holds a private key. */
export function isPrivateKeyText(text: string): boolean {
  return (
    PEM_KEY.test(text) ||
    AGE_KEY.test(text) ||
    PUTTY_KEY.test(text) ||
    (JWK_TYPE.test(text) && JWK_PRIVATE_PART.test(text))
  );
}

/** `SEQUENCE { INTEGER 0 or 1, ...}` as all unencrypted forms begin: PKCS#8 goes on with a SEQUENCE, PKCS#1 with an INTEGER, SEC 1 with an OCTET STRING. */
const PLAIN_KEY_START = /^020100(?:30|02)|^020101(?:30|04)/;
/** Object identifiers of password-based encryption, of PKCS#5 and of PKCS#12, as an encrypted PKCS#8 key begins. */
const ENCRYPTED_KEY_START = /^30(?:[0-7].|81..|82....)06(?:092a864886f70d0105|0a2a864886f70d010c01)/;
/** A PKCS#12 keystore, version 3, begins so. */
const PKCS12_START = /^02010330/;
/** Object identifiers of bags that hold a key, as it stands or encrypted; trust stores have bags of certificates alone. */
const KEY_BAGS = ['060b2a864886f70d010c0a0101', '060b2a864886f70d010c0a0102'].map((bag) => Buffer.from(bag, 'hex'));
/** Bytes that tell a key from other structures. */
const HEAD_BYTES = 32;
const JAVA_KEYSTORE = 'feedfeed';
const JAVA_KEY_ENTRY = 1;

/** Whether the first 18 bytes are those of a private key in binary form, of a PKCS#12 keystore, or of a Java keystore whose first entry is a key. */
export function looksLikePrivateKeyDer(head: Buffer): boolean {
  if (head.length < 18) {
    return false;
  }
  if (head.toString('hex', 0, 4) === JAVA_KEYSTORE) {
    return head.readUInt32BE(12) === JAVA_KEY_ENTRY;
  }
  const content = head.toString('hex', contentStart(head));
  const starts = [PLAIN_KEY_START, ENCRYPTED_KEY_START, PKCS12_START];
  return head[0] === 0x30 && starts.some((start) => start.test(content));
}

/** Whether the bytes are a private key in binary form, or a keystore with one. */
export function isPrivateKeyDer(bytes: Buffer): boolean {
  const isWhole = isOneDerSequence(bytes) || bytes.toString('hex', 0, 4) === JAVA_KEYSTORE;
  const isPkcs12 = PKCS12_START.test(bytes.toString('hex', contentStart(bytes), HEAD_BYTES));
  return (
    isWhole &&
    looksLikePrivateKeyDer(bytes.subarray(0, HEAD_BYTES)) &&
    (!isPkcs12 || KEY_BAGS.some((bag) => bytes.includes(bag)))
  );
}

function contentStart(der: Buffer): number {
  const length = der[1] ?? 0;
  return length < 0x80 ? 2 : 2 + (length & 0x7f);
}

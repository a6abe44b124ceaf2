import { looksLikePrivateKeyDer } from './_private-key';

/** Base64 of either alphabet, on one line or wrapped. */
const RUN = /[A-Za-z0-9+/_-]{24,}={0,2}(?:[\r\n]+[ \t]*[A-Za-z0-9+/_-]+={0,2})*/g;
/** `-----BEGIN` and `{"license` as base64: where they stand, an encoding begins even in the middle of a run. */
const KNOWN_STARTS = /LS0tLS1CRUdJTi|eyJsaWNlbnNl/g;
/** Characters that are decoded first, to see whether the rest is worth it: 18 bytes. */
const HEAD_LENGTH = 24;
/** Encodings that are looked for in one run; more are no honest manifest. */
const MAX_STARTS = 16;

const NONE: readonly Buffer[] = [];

/** Decodes what is base64 of text, or of a key's DER form. Other binary data is left out: it has no text to look at. */
export function decodedTexts(text: string): readonly Buffer[] {
  const runs = text.match(RUN);
  return runs === null ? NONE : runs.flatMap((run) => startsIn(run).map((start) => decode(run.slice(start))));
}

function startsIn(run: string): readonly number[] {
  if (isWorthDecoding(run)) {
    return [0];
  }
  return [...run.matchAll(KNOWN_STARTS)].slice(0, MAX_STARTS).map(({ index }) => index);
}

function isWorthDecoding(run: string): boolean {
  const head = decode(run.slice(0, HEAD_LENGTH));
  return head.every(isTextByte) || looksLikePrivateKeyDer(head);
}

/** Printable ASCII, white space, and any byte of a character beyond ASCII. */
function isTextByte(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function decode(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

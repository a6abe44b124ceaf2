import { isUtf8 } from 'node:buffer';
import { MAX_FILE_BYTES } from './limits';
import { positionAt } from './text-position';

/** The text of a file, or why there is none. */
export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly fix: string; readonly line: number };

const SAVE_AS_UTF8 = 'save the file as UTF-8';
const HALF_CHARACTER = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Decodes the bytes of a manifest file, which must be UTF-8. UTF-16 is refused although goyaml knows it: kubectl cuts
 * its input at line feed bytes first, which tears UTF-16 apart. A byte order mark stays; the YAML reader skips it.
 */
export function decodeText(content: Uint8Array | string): DecodedText {
  if (content.length > MAX_FILE_BYTES) {
    const message = `line 1, column 1: the file has more than ${MAX_FILE_BYTES} bytes, the most that is read`;
    return { ok: false, message, fix: 'split the file into smaller ones', line: 1 };
  }
  if (typeof content === 'string') {
    const half = content.search(HALF_CHARACTER);
    return half < 0 ? { ok: true, text: content } : notUtf8(content.slice(0, half));
  }
  if (isUtf16(content)) {
    const message = 'line 1, column 1: the file is UTF-16, and an API server reads UTF-8';
    return { ok: false, message, fix: SAVE_AS_UTF8, line: 1 };
  }
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return isUtf8(bytes) ? { ok: true, text: bytes.toString('utf8') } : notUtf8(validPrefix(bytes));
}

function notUtf8(before: string): DecodedText {
  const { line, column } = positionAt(before, before.length);
  return { ok: false, message: `line ${line}, column ${column}: the text is not UTF-8`, fix: SAVE_AS_UTF8, line };
}

function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  const byteOrderMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // Without a mark: a NUL beside an ASCII character. Neither YAML nor JSON can begin with a NUL in UTF-8.
  return byteOrderMark || (bytes.length >= 2 && (first === 0) !== (second === 0));
}

/** The text before the first byte that is not UTF-8, found by halving. */
function validPrefix(bytes: Buffer): string {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isUtf8(bytes.subarray(0, characterStart(bytes, middle)))) {
      valid = middle;
    } else {
      invalid = middle;
    }
  }
  return bytes.subarray(0, characterStart(bytes, valid)).toString('utf8');
}

/** The offset itself, or the start of the character that a cut there would tear. */
function characterStart(bytes: Buffer, offset: number): number {
  for (let back = 1; back < 4 && back <= offset; back += 1) {
    const byte = bytes[offset - back] ?? 0;
    if (byte >= 0xc0) {
      return sequenceLength(byte) > back ? offset - back : offset;
    }
  }
  return offset;
}

function sequenceLength(leadByte: number): number {
  return leadByte >= 0xf0 ? 4 : leadByte >= 0xe0 ? 3 : 2;
}

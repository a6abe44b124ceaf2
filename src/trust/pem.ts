import { type PemProblem, type PemProblemCode, pemProblem } from './pem-problem';

/** One block that every common reader takes. */
export interface PemBlock {
  /** As in `CERTIFICATE`. */
  readonly label: string;
  /** The decoded content: exactly one DER structure. */
  readonly der: Uint8Array;
  /** Line of the BEGIN marker, counted from 1. */
  readonly line: number;
  /** Line of the END marker, counted from 1. */
  readonly endLine: number;
}

/** What was read from a PEM text: every BEGIN marker is in a block or is accounted for by a problem. */
export interface PemReading {
  /** In the order of the text. */
  readonly blocks: readonly PemBlock[];
  /** In the order of the text. */
  readonly problems: readonly PemProblem[];
}

/** How to read a PEM text. */
export interface PemOptions {
  /**
   * The labels wanted; a block with another one is a problem.
   * @default ['CERTIFICATE']
   */
  readonly labels?: readonly string[];
}

/** Longest text that is read, in UTF-16 code units; a Kubernetes object ends at 1 MiB. */
export const MAX_PEM_LENGTH = 4 * 1024 * 1024;

/** Most blocks that are read from one text; the trust store of a browser holds about 150. */
export const MAX_PEM_BLOCKS = 5000;

const BEGIN = '-----BEGIN ';
const END = '-----END ';
// Both OpenSSL and Go allow blanks after a marker; a carriage return is part of a CRLF line end.
const BEGIN_LINE = /^-----BEGIN ([^-]{0,64})-----[ \t\r]*$/;
const END_LINE = /^-----END ([^-]{0,64})-----[ \t\r]*$/;
const PRIVATE_KEY = /-----BEGIN [^-\n]{0,64}PRIVATE KEY/;
const PLAIN_LABEL = /^[A-Z0-9 ]{1,40}$/;
const BYTE_ORDER_MARK = '\uFEFF';
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

interface OpenBlock {
  readonly label: string;
  readonly line: number;
  readonly body: string[];
}

interface Reader {
  readonly labels: readonly string[];
  readonly blocks: PemBlock[];
  readonly problems: PemProblem[];
  /** The block whose END marker is awaited. */
  open: OpenBlock | undefined;
  /** A BEGIN marker was reported; its END marker is no second problem. */
  skipping: boolean;
}

/**
 * Reads PEM text strictly: a block is returned only if OpenSSL and Go both take it, and all else is a problem.
 *
 * Common readers differ in what they pass over without an error, which is how a root vanishes from a bundle.
 * Text outside blocks, CRLF line ends and blanks at the end of lines are fine with all of them.
 * The content of a private key is never decoded or returned.
 */
export function readPem(text: string, options: PemOptions = {}): PemReading {
  if (text.length > MAX_PEM_LENGTH) {
    const subject = `the text of ${text.length} characters (at most ${MAX_PEM_LENGTH} are read)`;
    return { blocks: [], problems: [pemProblem('too-large', 1, subject, countMarkers(text))] };
  }
  const reader: Reader = {
    labels: options.labels ?? ['CERTIFICATE'],
    blocks: [],
    problems: [],
    open: undefined,
    skipping: false,
  };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (reader.blocks.length + reader.problems.length >= MAX_PEM_BLOCKS) {
      abandon(reader, lines.slice(index), index + 1);
      return { blocks: reader.blocks, problems: reader.problems };
    }
    readLine(reader, line, index + 1);
  }
  closeTruncated(reader);
  if (reader.blocks.length === 0 && reader.problems.length === 0) {
    reader.problems.push(emptyProblem(text));
  }
  return { blocks: reader.blocks, problems: reader.problems };
}

function readLine(reader: Reader, line: string, number: number): void {
  if (line.includes(BEGIN)) {
    readBegin(reader, line, number);
  } else if (line.includes(END)) {
    readEnd(reader, line, number);
  } else {
    reader.open?.body.push(line);
  }
}

function readBegin(reader: Reader, line: string, number: number): void {
  const joined = line.includes(END) && line.indexOf(END) < line.indexOf(BEGIN);
  const markers = countMarkers(line);
  if (joined && reader.open !== undefined) {
    report(reader, joinedCode(reader.open, line), reader.open.line, reader.open.label, 1 + markers);
    reader.open = undefined;
    reader.skipping = true;
    return;
  }
  closeTruncated(reader);
  const label = BEGIN_LINE.exec(line)?.[1];
  if (label !== undefined) {
    reader.open = { label, line: number, body: [] };
    reader.skipping = false;
    return;
  }
  report(reader, brokenBeginCode(line, joined), number, labelIn(line), markers);
  reader.skipping = line.lastIndexOf(END) < line.lastIndexOf(BEGIN);
}

function joinedCode(open: OpenBlock, line: string): PemProblemCode {
  return isPrivateKey(open.label) || PRIVATE_KEY.test(line) ? 'private-key' : 'joined-markers';
}

function brokenBeginCode(line: string, joined: boolean): PemProblemCode {
  if (PRIVATE_KEY.test(line)) {
    return 'private-key';
  }
  if (joined) {
    return 'joined-markers';
  }
  if (line.startsWith(BYTE_ORDER_MARK) && BEGIN_LINE.test(line.slice(1))) {
    return 'byte-order-mark';
  }
  return BEGIN_LINE.test(line.trimStart()) ? 'indented' : 'marker-not-alone';
}

function readEnd(reader: Reader, line: string, number: number): void {
  const open = reader.open;
  if (open === undefined) {
    if (!reader.skipping) {
      reader.problems.push(pemProblem('stray-end', number, `line ${number}`, 0));
    }
    reader.skipping = false;
    return;
  }
  reader.open = undefined;
  const result = closeBlock(open, line, reader.labels);
  if (typeof result === 'string') {
    report(reader, result, open.line, open.label, 1);
  } else {
    reader.blocks.push({ label: open.label, der: result, line: open.line, endLine: number });
  }
}

function closeBlock(open: OpenBlock, endLine: string, labels: readonly string[]): PemProblemCode | Uint8Array {
  if (isPrivateKey(open.label)) {
    return 'private-key';
  }
  const endLabel = END_LINE.exec(endLine)?.[1];
  if (endLabel === undefined) {
    return END_LINE.test(endLine.trimStart()) ? 'indented' : 'marker-not-alone';
  }
  if (endLabel !== open.label) {
    return 'label-mismatch';
  }
  return labels.includes(open.label) ? decodeBody(open.body) : 'other-label';
}

function decodeBody(body: readonly string[]): PemProblemCode | Uint8Array {
  const lines = body.map((line) => line.replaceAll(/[ \t\r]/g, ''));
  if (lines.some((line) => line.includes(':'))) {
    return 'headers';
  }
  // An empty line right after BEGIN is fine with OpenSSL and Go; any later one is not.
  const first = lines.findIndex((line) => line !== '');
  if (first < 0) {
    return 'not-der';
  }
  if (lines.indexOf('', first) >= 0) {
    return 'blank-line';
  }
  const base64 = lines.join('');
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) {
    return 'bad-base64';
  }
  const der = new Uint8Array(Buffer.from(base64, 'base64'));
  return isOneDerSequence(der) ? der : 'not-der';
}

/** Whether the bytes are one DER SEQUENCE and nothing after it; Go refuses trailing data, OpenSSL ignores it. */
export function isOneDerSequence(der: Uint8Array): boolean {
  const [tag, first] = der;
  if (tag !== 0x30 || first === undefined) {
    return false;
  }
  if (first < 0x80) {
    return der.length === 2 + first;
  }
  const lengthBytes = first & 0x7f;
  if (lengthBytes === 0 || lengthBytes > 4 || der.length < 2 + lengthBytes) {
    return false;
  }
  const length = der.subarray(2, 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  return der.length === 2 + lengthBytes + length;
}

function closeTruncated(reader: Reader): void {
  const open = reader.open;
  if (open !== undefined) {
    report(reader, isPrivateKey(open.label) ? 'private-key' : 'truncated', open.line, open.label, 1);
    reader.open = undefined;
  }
}

function abandon(reader: Reader, rest: readonly string[], line: number): void {
  const pending = reader.open === undefined ? 0 : 1;
  const markers = rest.reduce((sum, text) => sum + countMarkers(text), pending);
  const subject = `the text after the first ${MAX_PEM_BLOCKS} blocks`;
  reader.open = undefined;
  if (markers > 0) {
    reader.problems.push(pemProblem('too-large', line, subject, markers));
  }
}

function report(reader: Reader, code: PemProblemCode, line: number, label: string, blocks: number): void {
  reader.problems.push(pemProblem(code, line, describe(label), blocks));
}

// A label is quoted only if it looks like one: hostile text may hold key bytes between the hyphens.
function describe(label: string): string {
  return PLAIN_LABEL.test(label) ? `the ${label} block` : 'a block with an unusual label';
}

function labelIn(line: string): string {
  return /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(line)?.[1] ?? '';
}

function isPrivateKey(label: string): boolean {
  return label.includes('PRIVATE KEY');
}

function countMarkers(text: string): number {
  return text.split(BEGIN).length - 1;
}

function emptyProblem(text: string): PemProblem {
  const problem = pemProblem('empty', 1, 'the text', 0);
  // `LS0tLS1CRUdJTi` is the base64 form of `-----BEGIN`.
  return text.trimStart().startsWith('LS0tLS1CRUdJTi')
    ? { ...problem, fix: 'decode the base64 text, or use the field that takes base64 (`data` instead of `stringData`)' }
    : problem;
}

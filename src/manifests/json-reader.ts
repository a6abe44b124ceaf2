import { setOwn } from './json-object';
import { MAX_DEPTH, MAX_DOCUMENT_VALUES } from './limits';
import type { JsonValue } from './manifest';
import { quoteKey, ReadFailure } from './read-failure';
import { tooDeep } from './yaml-tree';

/** Told of each entry of each map and list: which container, under which key or index, at which offset. */
export type EntryListener = (container: object, key: string | number, offset: number) => void;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const WHITE_SPACE = /[ \t\r\n]*/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
/**
 * Reads JSON as RFC 8259 has it, one value after another, as kubectl does with text that begins with `{`. Unlike
 * `JSON.parse` it refuses keys that stand twice, bounds depth and size, and tells offsets.
 */
export class JsonReader {
  private offset: number;
  private values = 0;

  /** @param listener @default - offsets are not told */
  constructor(
    private readonly text: string,
    start = 0,
    private readonly listener?: EntryListener,
  ) {
    this.offset = start;
    this.skipWhiteSpace();
  }

  /** Where the next value begins, or the length of the text. */
  get position(): number {
    return this.offset;
  }

  /** Whether all values were read. */
  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** @throws ReadFailure where the text is not JSON, a key stands twice, or a limit is passed */
  readValue(): JsonValue {
    this.values = 0;
    const value = this.read(0);
    this.skipWhiteSpace();
    return value;
  }

  private read(depth: number): JsonValue {
    this.values += 1;
    if (this.values > MAX_DOCUMENT_VALUES) {
      throw new ReadFailure(
        `the document has more than ${MAX_DOCUMENT_VALUES} values`,
        'split it into several documents',
        this.offset,
      );
    }
    switch (this.text[this.offset]) {
      case '{':
        return this.readObject(depth);
      case '[':
        return this.readArray(depth);
      case '"':
        return this.readString();
      case 't':
        return this.readWord('true', true);
      case 'f':
        return this.readWord('false', false);
      case 'n':
        return this.readWord('null', null);
      default:
        return this.readNumber();
    }
  }

  private readObject(depth: number): JsonValue {
    this.enter(depth);
    const object: Record<string, JsonValue> = {};
    if (this.takes('}')) {
      return object;
    }
    do {
      const keyOffset = this.offset;
      const key = this.readString();
      if (Object.hasOwn(object, key)) {
        throw new ReadFailure(`the key ${quoteKey(key)} stands twice in one map`, 'keep one of them', keyOffset);
      }
      this.expect(':', 'a colon');
      this.listener?.(object, key, keyOffset);
      setOwn(object, key, this.read(depth + 1));
      this.skipWhiteSpace();
    } while (this.takes(','));
    this.expect('}', 'a comma or `}`');
    return object;
  }

  private readArray(depth: number): JsonValue {
    this.enter(depth);
    const array: JsonValue[] = [];
    if (this.takes(']')) {
      return array;
    }
    do {
      this.listener?.(array, array.length, this.offset);
      array.push(this.read(depth + 1));
      this.skipWhiteSpace();
    } while (this.takes(','));
    this.expect(']', 'a comma or `]`');
    return array;
  }

  private readString(): string {
    const start = this.offset;
    const end = this.text[start] === '"' ? closingQuote(this.text, start + 1) : -1;
    if (end < 0) {
      throw this.unexpected('a string in double quotes');
    }
    this.offset = end + 1;
    const content = this.text.slice(start + 1, end);
    return content.includes('\\') ? decodeEscapes(content, start) : content;
  }

  private readNumber(): number {
    const token = this.match(NUMBER);
    if (token === undefined) {
      throw this.unexpected('a JSON value');
    }
    const value = Number(token);
    if (!Number.isFinite(value)) {
      throw new ReadFailure('a number is too large', 'write a smaller number', this.offset);
    }
    return value + 0;
  }

  private readWord(word: string, value: null | boolean): null | boolean {
    if (!this.text.startsWith(word, this.offset)) {
      throw this.unexpected('a JSON value');
    }
    this.offset += word.length;
    return value;
  }

  private enter(depth: number): void {
    if (depth >= MAX_DEPTH) {
      throw tooDeep(this.offset);
    }
    this.offset += 1;
    this.skipWhiteSpace();
  }

  /** Takes a character and the white space behind it, if it is next. */
  private takes(character: string): boolean {
    if (this.text[this.offset] !== character) {
      return false;
    }
    this.offset += 1;
    if (character === ',' || character === ':') {
      this.skipWhiteSpace();
    }
    return true;
  }

  private expect(character: string, name: string): void {
    this.skipWhiteSpace();
    if (!this.takes(character)) {
      throw this.unexpected(name);
    }
  }

  private skipWhiteSpace(): void {
    WHITE_SPACE.lastIndex = this.offset;
    WHITE_SPACE.test(this.text);
    this.offset = WHITE_SPACE.lastIndex;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    if (!pattern.test(this.text)) {
      return undefined;
    }
    const token = this.text.slice(this.offset, pattern.lastIndex);
    this.offset = pattern.lastIndex;
    return token;
  }

  private unexpected(wanted: string): ReadFailure {
    const found = this.atEnd ? 'the text ends' : 'the text goes on otherwise';
    return new ReadFailure(`${wanted} is missing: ${found}`, 'complete the JSON', this.offset);
  }
}

/** The quote that ends a string, or -1 where a control character or the end of the text comes first. */
function closingQuote(text: string, from: number): number {
  for (let offset = from; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) {
      return offset;
    }
    if (code < FIRST_PRINTABLE) {
      return -1;
    }
    if (code === BACKSLASH) {
      offset += 1;
    }
  }
  return -1;
}

function decodeEscapes(content: string, offset: number): string {
  try {
    return String(JSON.parse(`"${content}"`));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new ReadFailure('a string holds an escape that JSON does not know', 'write a backslash as \\\\', offset);
    }
    throw error;
  }
}

import { Composer, type Document, type ErrorCode, Lexer, type ParsedNode, Parser } from 'yaml';
import { MAX_DEPTH, MAX_DOCUMENT_TOKENS } from './limits';
import { ReadFailure } from './read-failure';

// Scalars stay text (`failsafe`): what they mean is goyaml's business, not YAML 1.2's. Unique keys are checked when the
// tree is read, because the check of the parser compares every pair of keys.
const OPTIONS = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  version: '1.1',
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/**
 * What YAML allows in a file only as an escape: control characters, and the characters that YAML 1.1 takes for line
 * breaks and this parser does not. Read differently by two readers, they could hide a field from this one.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const FORBIDDEN_CHARACTER = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)/;

/**
 * Parses the text of one document into a tree.
 *
 * @returns `null` for a document without content
 * @throws ReadFailure where the text is not YAML, has directives or a second document, or goes beyond the limits
 */
export function parseYamlTree(text: string): ParsedNode | null {
  const forbidden = text.search(FORBIDDEN_CHARACTER);
  if (forbidden >= 0) {
    throw forbiddenCharacter(text, forbidden);
  }
  let root: ParsedNode | null = null;
  let documents = 0;
  for (const document of composeDocuments(text)) {
    documents += 1;
    if (documents > 1) {
      throw secondDocument(document.range[0]);
    }
    root = document.contents;
  }
  return root;
}

function* composeDocuments(text: string): Generator<Document.Parsed> {
  const composer = failingComposer();
  const parser = new Parser();
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_DOCUMENT_TOKENS) {
      throw new ReadFailure(
        `the document has more than ${MAX_DOCUMENT_TOKENS} YAML tokens`,
        'split it into several documents, or pass it as JSON',
        parser.offset,
      );
    }
    for (const token of parser.next(lexeme)) {
      yield* composeToken(composer, token);
    }
    // The composer recurses, the parser does not: its stack tells how deep the composer would go.
    if (parser.stack.length > MAX_DEPTH + 1) {
      throw tooDeep(parser.offset);
    }
  }
  for (const token of parser.end()) {
    yield* composeToken(composer, token);
  }
  yield* composer.end();
}

/**
 * A composer that throws its first error. On its own it goes on and makes an `Error` with a stack for each further one,
 * which takes 20 seconds for a megabyte of commas. Once thrown, an error passes through the composer's handler for stack
 * overflow, which reports it again; the first one counts.
 */
function failingComposer(): Composer {
  let first: ReadFailure | undefined;
  const onError = (source: ErrorSource, code: ErrorCode, _message: string, isWarning?: boolean): void => {
    if (isWarning !== true) {
      first ??= syntaxFailure(code, offsetOf(source));
      throw first;
    }
  };
  return Object.assign(new Composer(OPTIONS), { onError });
}

/** What the composer tells an error's place by. */
type ErrorSource = number | readonly [number, number] | { readonly offset: number };

function offsetOf(source: ErrorSource): number {
  if (typeof source === 'number') {
    return source;
  }
  return 'offset' in source ? source.offset : source[0];
}

type Token = Parameters<Composer['next']>[0];

function composeToken(composer: Composer, token: Token): Generator<Document.Parsed> {
  if (token.type === 'error') {
    throw syntaxFailure('UNEXPECTED_TOKEN', token.offset);
  }
  if (token.type === 'directive') {
    throw new ReadFailure(
      'the document begins with a YAML directive, which kubectl cuts off from it',
      'remove the line that begins with `%`',
      token.offset,
    );
  }
  return composer.next(token);
}

/** The failure for a document beyond the depth limit. */
export function tooDeep(offset: number): ReadFailure {
  return new ReadFailure(`the document nests deeper than ${MAX_DEPTH} levels`, 'flatten the value', offset);
}

function secondDocument(offset: number): ReadFailure {
  return new ReadFailure(
    'a second document begins without a separator, and an API server reads only the first',
    'put a line `---` between the two',
    offset,
  );
}

function forbiddenCharacter(text: string, offset: number): ReadFailure {
  const code = text.charCodeAt(offset);
  if (code === 0x0d) {
    return new ReadFailure('a carriage return stands without a line feed', 'end lines with a line feed', offset);
  }
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return new ReadFailure(
    `the character ${name} stands unescaped`,
    `remove it, or write it as \\u${name.slice(2)} in double quotes`,
    offset,
  );
}

interface SyntaxAdvice {
  readonly message: string;
  readonly fix: string;
}

const CHECK_INDENTATION = 'indent the entries of one map or list alike, and close each bracket';

/** The parser's own messages quote the source, which may be a key: only their codes are passed on. */
const SYNTAX_ADVICE: Readonly<Record<ErrorCode, SyntaxAdvice>> = {
  ALIAS_PROPS: { message: 'an alias has an anchor or tag of its own', fix: 'remove the anchor or tag' },
  BAD_ALIAS: { message: 'an anchor or alias has no usable name', fix: 'name it with letters and digits' },
  BAD_COLLECTION_TYPE: { message: 'a tag does not fit the map or list it stands on', fix: 'remove the tag' },
  BAD_DIRECTIVE: { message: 'a YAML directive is malformed', fix: 'remove the line that begins with `%`' },
  BAD_DQ_ESCAPE: { message: 'a double-quoted string has an unknown escape', fix: 'write a backslash as \\\\' },
  BAD_INDENT: { message: 'the indentation is wrong, or a bracket is not closed', fix: CHECK_INDENTATION },
  BAD_PROP_ORDER: { message: 'an anchor or tag stands in the wrong place', fix: 'put it right before its value' },
  BAD_SCALAR_START: { message: 'a value begins with a character that YAML reserves', fix: 'quote the value' },
  BLOCK_AS_IMPLICIT_KEY: { message: 'a map begins on the line of another key', fix: 'quote a value that holds `: `' },
  BLOCK_IN_FLOW: { message: 'a block value stands inside brackets', fix: 'write it in brackets or quotes' },
  DUPLICATE_KEY: { message: 'a key stands twice in one map', fix: 'keep one of them' },
  IMPOSSIBLE: { message: 'the text is not YAML', fix: 'rewrite the value' },
  KEY_OVER_1024_CHARS: { message: 'a key is longer than 1024 characters', fix: 'shorten it, or end its quotes' },
  MISSING_CHAR: { message: 'a quote, bracket, comma or colon is missing', fix: 'add the missing character' },
  MULTILINE_IMPLICIT_KEY: { message: 'a key goes over several lines', fix: 'add the missing colon, or quote the text' },
  MULTIPLE_ANCHORS: { message: 'a value has two anchors', fix: 'keep one of them' },
  MULTIPLE_DOCS: { message: 'a second document begins', fix: 'put a line `---` between the two' },
  MULTIPLE_TAGS: { message: 'a value has two tags', fix: 'keep one of them' },
  NON_STRING_KEY: { message: 'a key is not a string', fix: 'quote the key' },
  RESOURCE_EXHAUSTION: { message: 'the document nests too deep', fix: 'flatten the value' },
  TAB_AS_INDENT: { message: 'a tab is used as indentation', fix: 'indent with spaces' },
  TAG_RESOLVE_FAILED: { message: 'a tag is not defined', fix: 'remove the tag' },
  UNEXPECTED_TOKEN: { message: 'the text is not YAML here', fix: 'quote the value, or correct the indentation' },
};

function syntaxFailure(code: ErrorCode, offset: number): ReadFailure {
  const { message, fix } = SYNTAX_ADVICE[code];
  return new ReadFailure(message, fix, offset);
}

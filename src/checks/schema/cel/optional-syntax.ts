/**
 * The calls that stand in for the optional syntax: `a.?b`, `a[?b]`, `[?a]` and `{?a: b}`. No property can be reached
 * under such a name (it would be escaped) and a rule that writes one itself is refused.
 */
export const OPTIONAL_CALLS = {
  select: '__optional_select',
  index: '__optional_index',
  element: '__optional_element',
  entry: '__optional_entry',
} as const;

const CALL_NAMES: ReadonlySet<string> = new Set(Object.values(OPTIONAL_CALLS));

/** Thrown when a text cannot be cut into CEL tokens. */
export class CelSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CelSyntaxError';
  }
}

/**
 * Writes optional syntax as calls that a parser without it can read, and every run of white space and comments as one
 * space. The parser of `@bufbuild/cel` 0.6 has no `.?` and takes time that grows with the square of a run of white space.
 *
 * The text is cut into tokens first, so that string literals and comments stay what they are.
 *
 * @throws CelSyntaxError for a string literal that does not end, or brackets that do not match
 */
export function rewriteOptionalSyntax(source: string): string {
  const writer = new Rewriter();
  for (const token of tokensOf(source)) {
    writer.write(token);
  }
  return writer.finish();
}

interface Token {
  readonly kind: 'space' | 'string' | 'word' | 'number' | 'symbol';
  readonly text: string;
}

const STRING_START = /(?:[rR][bB]?|[bB][rR]?)?(?:"""|'''|"|')/y;
const PLAIN_TOKENS: readonly (readonly [kind: Token['kind'], pattern: RegExp])[] = [
  ['space', /(?:\s|\/\/[^\n]*)+/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /[0-9][0-9A-Za-z]*/y],
];

function* tokensOf(source: string): Generator<Token> {
  let position = 0;
  while (position < source.length) {
    const token = stringAt(source, position) ?? plainTokenAt(source, position);
    yield token;
    position += token.text.length;
  }
}

function plainTokenAt(source: string, position: number): Token {
  for (const [kind, pattern] of PLAIN_TOKENS) {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match !== null) {
      return { kind, text: match[0] };
    }
  }
  return { kind: 'symbol', text: source.charAt(position) };
}

function stringAt(source: string, position: number): Token | undefined {
  STRING_START.lastIndex = position;
  const start = STRING_START.exec(source)?.[0];
  if (start === undefined) {
    return undefined;
  }
  const quote = start.replace(/^[A-Za-z]+/, '');
  const isRaw = /r/i.test(start);
  let end = position + start.length;
  while (end < source.length) {
    if (source.startsWith(quote, end)) {
      return { kind: 'string', text: source.slice(position, end + quote.length) };
    }
    end += source[end] === '\\' && !isRaw ? 2 : 1;
  }
  throw new CelSyntaxError('a string literal does not end');
}

/** An open bracket, and what is open inside it. */
interface Bracket {
  readonly kind: '(' | '[' | '{' | 'index';
  /** `?` of conditionals that wait for their `:`. */
  conditionals: number;
  /** Whether an optional element or entry key must be closed. */
  isWrapped: boolean;
}

const CLOSERS: Readonly<Record<string, readonly Bracket['kind'][]>> = { ')': ['('], ']': ['[', 'index'], '}': ['{'] };

class Rewriter {
  private readonly output: string[] = [];
  private readonly brackets: Bracket[] = [];
  private previous: Token | undefined;
  /** Set between `.?` and the field name. */
  private selectsOptional = false;

  write(token: Token): void {
    if (token.kind === 'space') {
      this.output.push(' ');
      return;
    }
    this.output.push(this.rewrite(token));
    this.previous = token;
  }

  finish(): string {
    if (this.selectsOptional) {
      throw new CelSyntaxError('".?" is not followed by a field name');
    }
    const open = this.brackets.at(-1);
    if (open !== undefined) {
      throw new CelSyntaxError(`"${open.kind === 'index' ? '[' : open.kind}" is never closed`);
    }
    return this.output.join('');
  }

  private rewrite(token: Token): string {
    if (this.selectsOptional) {
      return this.closeSelection(token);
    }
    if (CALL_NAMES.has(token.text)) {
      throw new CelSyntaxError(`"${token.text}" is no function of CEL`);
    }
    return token.kind === 'symbol' ? this.rewriteSymbol(token.text) : token.text;
  }

  private closeSelection(token: Token): string {
    if (token.kind !== 'word') {
      throw new CelSyntaxError('".?" is not followed by a field name');
    }
    this.selectsOptional = false;
    return `${OPTIONAL_CALLS.select}("${token.text}")`;
  }

  private rewriteSymbol(symbol: string): string {
    switch (symbol) {
      case '(':
      case '{':
        return this.open(symbol, symbol);
      case '[':
        return this.open(this.followsOperand() ? 'index' : '[', '[');
      case ')':
      case ']':
      case '}':
        return this.close(symbol);
      case '?':
        return this.rewriteQuestionMark();
      case ':':
        return this.rewriteColon();
      case ',':
        return `${this.closeWrapping()},`;
      default:
        return symbol;
    }
  }

  private open(kind: Bracket['kind'], text: string): string {
    this.brackets.push({ kind, conditionals: 0, isWrapped: false });
    return text;
  }

  private close(symbol: string): string {
    const wrapping = this.closeWrapping();
    const bracket = this.brackets.pop();
    if (bracket === undefined || !CLOSERS[symbol]?.includes(bracket.kind)) {
      throw new CelSyntaxError(`"${symbol}" closes nothing`);
    }
    return wrapping === '' ? symbol : wrapping + (bracket.kind === 'index' ? '' : symbol);
  }

  private rewriteQuestionMark(): string {
    const bracket = this.brackets.at(-1);
    const before = this.previous?.text;
    if (before === '.' && this.previous?.kind === 'symbol') {
      this.selectsOptional = true;
      return '';
    }
    if (bracket?.kind === 'index' && before === '[') {
      return this.openOptionalIndex(bracket);
    }
    if (bracket?.kind === '[' && (before === '[' || before === ',')) {
      return this.openWrapping(bracket, OPTIONAL_CALLS.element);
    }
    if (bracket?.kind === '{' && (before === '{' || before === ',')) {
      return this.openWrapping(bracket, OPTIONAL_CALLS.entry);
    }
    if (bracket !== undefined) {
      bracket.conditionals++;
    }
    return '?';
  }

  /** Turns the `[` already written into a call. */
  private openOptionalIndex(bracket: Bracket): string {
    this.output[this.output.lastIndexOf('[')] = `.${OPTIONAL_CALLS.index}`;
    return this.openWrapping(bracket, '');
  }

  private openWrapping(bracket: Bracket, call: string): string {
    bracket.isWrapped = true;
    bracket.conditionals = 0;
    return `${call}(`;
  }

  private closeWrapping(): string {
    const bracket = this.brackets.at(-1);
    if (bracket === undefined || !bracket.isWrapped) {
      return '';
    }
    bracket.isWrapped = false;
    return ')';
  }

  private rewriteColon(): string {
    const bracket = this.brackets.at(-1);
    if (bracket !== undefined && bracket.conditionals > 0) {
      bracket.conditionals--;
      return ':';
    }
    return bracket?.kind === '{' ? `${this.closeWrapping()}:` : ':';
  }

  /** Whether a `[` here is an index and not a list. */
  private followsOperand(): boolean {
    const before = this.previous;
    if (before === undefined) {
      return false;
    }
    return before.kind === 'symbol' ? [')', ']', '}'].includes(before.text) : before.text !== 'in';
  }
}

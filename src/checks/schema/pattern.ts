import { RE2JS } from 're2js';

/** Verdicts kept per pattern. Manifests repeat the same few names over and over. */
const MAX_REMEMBERED = 512;
/** Longer texts are matched each time; remembering them would hold the user's data in memory. */
const MAX_REMEMBERED_LENGTH = 128;

/**
 * A pattern with the meaning that the API server gives it: RE2, unanchored. Never a JavaScript RegExp: the two differ
 * (`\s`, `.`, `(?i)`, `\pL`), and RE2 is linear in the text while a CRD's pattern may be written to backtrack forever.
 */
export class Pattern {
  private compiled?: RE2JS | Error;
  private readonly verdicts = new Map<string, boolean>();

  constructor(readonly source: string) {}

  /** Whether the source is RE2 at all. An API server refuses the CRD otherwise, so nothing can be said about values. */
  isValid(): boolean {
    return !(this.compile() instanceof Error);
  }

  /**
   * Whether the text holds a match.
   * @throws the RE2 parser's error if the pattern is not valid
   */
  test(text: string): boolean {
    if (text.length > MAX_REMEMBERED_LENGTH) {
      return this.match(text);
    }
    const known = this.verdicts.get(text);
    if (known !== undefined) {
      return known;
    }
    const verdict = this.match(text);
    if (this.verdicts.size < MAX_REMEMBERED) {
      this.verdicts.set(text, verdict);
    }
    return verdict;
  }

  private match(text: string): boolean {
    const compiled = this.compile();
    if (compiled instanceof Error) {
      throw compiled;
    }
    return compiled.test(text);
  }

  private compile(): RE2JS | Error {
    this.compiled ??= compileOrError(this.source);
    return this.compiled;
  }
}

const patterns = new Map<string, Pattern>();

/** The pattern of a source text; each distinct one is compiled once per process, when it is first matched. */
export function patternOf(source: string): Pattern {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new Pattern(source);
    patterns.set(source, pattern);
  }
  return pattern;
}

function compileOrError(source: string): RE2JS | Error {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

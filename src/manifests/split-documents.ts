import { ReadFailure } from './read-failure';
import { countLineFeeds } from './text-position';

/** The text of one YAML document, or the reason why it cannot be told from its neighbors. */
export interface DocumentText {
  readonly text: string;
  /** Line of the file that the text begins on, counted from 1. */
  readonly line: number;
  readonly failure?: ReadFailure;
}

/**
 * Cuts a file into documents where kubectl does: at each line that begins with `---` and holds nothing more than white
 * space or a comment. A line that begins with `---` and goes on is an error there and here; an un-indented PEM block
 * is the usual cause.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/master/pkg/util/yaml/decoder.go (`YAMLReader`)
 */
export function* splitDocuments(content: string): Generator<DocumentText> {
  let start = 0;
  let line = 1;
  let failure: ReadFailure | undefined;
  for (let mark = nextMark(content, 0); mark >= 0; ) {
    const lineEnd = endOfLine(content, mark);
    const rest = content.slice(mark + 3, lineEnd).trim();
    if (rest === '' || rest.startsWith('#')) {
      const text = content.slice(start, mark);
      yield { text, line, failure };
      line += countLineFeeds(text) + 1;
      start = Math.min(lineEnd + 1, content.length);
      failure = undefined;
    } else {
      failure ??= badSeparator(rest, mark - start);
    }
    mark = nextMark(content, lineEnd);
  }
  yield { text: content.slice(start), line, failure };
}

/** The next `---` at the beginning of a line, at or after an offset that is not inside a line. */
function nextMark(content: string, from: number): number {
  if (from === 0) {
    const first = content.startsWith('\ufeff') ? 1 : 0;
    if (content.startsWith('---', first)) {
      return first;
    }
  }
  const found = content.indexOf('\n---', from);
  return found < 0 ? -1 : found + 1;
}

function endOfLine(content: string, from: number): number {
  const end = content.indexOf('\n', from);
  return end < 0 ? content.length : end;
}

function badSeparator(rest: string, offset: number): ReadFailure {
  if (/^--BEGIN /.test(rest)) {
    return new ReadFailure(
      'a PEM block begins in the first column, where `---` separates documents',
      'indent the block below its key',
      offset,
    );
  }
  return new ReadFailure(
    'the line begins with `---` and goes on, and a document separator stands alone',
    'move what follows `---` to the next line, or quote it',
    offset,
  );
}

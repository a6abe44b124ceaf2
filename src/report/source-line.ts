import type { Finding } from '../manifests/finding';

const LONGEST_LINE = 160;
const LONG_BASE64 = /[A-Za-z0-9+/_-]{40,}={0,2}/g;

/**
 * Finds the lines of the user's files that findings point at. A line that may hold a secret is not shown: no line of a
 * Secret, none under rules about key and license text, and long base64 is cut from all others.
 *
 * @param sourceText gives the text of a file, and is asked once for each
 */
export function sourceLines(
  sourceText: (file: string) => string | undefined,
): (finding: Finding) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return ({ source, object, rule }) => {
    if (source === undefined || object?.kind === 'Secret' || /^(?:secrets|license)\//.test(rule)) {
      return undefined;
    }
    let lines = files.get(source.file);
    if (lines === undefined) {
      lines = sourceText(source.file)?.split('\n') ?? [];
      files.set(source.file, lines);
    }
    const line = lines[source.line - 1]?.trimEnd();
    return line === undefined ? undefined : shorten(line.replaceAll(LONG_BASE64, '...'));
  };
}

function shorten(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}...`;
}

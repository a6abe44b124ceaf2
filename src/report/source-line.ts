import type { Finding } from '../manifests/finding';

const LONGEST_LINE = 160;
const LONG_BASE64 = /[A-Za-z0-9+/_-]{40,}={0,2}/g;

/**
 * Finds the lines of the user's files that findings point at. A line that may hold a secret is not shown: no line of a
 * Secret, none where a rule about key and license text found something, and long base64 is cut from all others.
 *
 * @param findings all findings, since what one of them must not show the others must not show either
 * @param sourceText gives the text of a file, and is asked once for each
 */
export function sourceLines(
  findings: readonly Finding[],
  sourceText: (file: string) => string | undefined,
): (finding: Finding) => string | undefined {
  const wanted = linesByFile(findings);
  const files = new Map<string, ReadonlyMap<number, string>>();
  const secret = new Set(findings.filter(({ rule }) => /^(?:secrets|license)\//.test(rule)).map(placeOf));
  return (finding) => {
    const { source, object } = finding;
    if (source === undefined || object?.kind === 'Secret' || secret.has(placeOf(finding))) {
      return undefined;
    }
    let lines = files.get(source.file);
    if (lines === undefined) {
      lines = linesIn(sourceText(source.file) ?? '', wanted.get(source.file) ?? new Set());
      files.set(source.file, lines);
    }
    const line = lines.get(source.line)?.trimEnd();
    return line === undefined ? undefined : shorten(line.replaceAll(LONG_BASE64, '...'));
  };
}

function linesByFile(findings: readonly Finding[]): ReadonlyMap<string, ReadonlySet<number>> {
  const byFile = new Map<string, Set<number>>();
  for (const { source } of findings) {
    if (source !== undefined) {
      byFile.set(source.file, (byFile.get(source.file) ?? new Set()).add(source.line));
    }
  }
  return byFile;
}

/** The lines by number. Cuts out no other: a file may have millions. */
function linesIn(text: string, wanted: ReadonlySet<number>): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  let start = 0;
  for (let number = 1; start <= text.length && lines.size < wanted.size; number += 1) {
    const lineFeed = text.indexOf('\n', start);
    const end = lineFeed < 0 ? text.length : lineFeed;
    if (wanted.has(number)) {
      lines.set(number, text.slice(start, end));
    }
    start = end + 1;
  }
  return lines;
}

function placeOf({ source }: Finding): string {
  return JSON.stringify([source?.file, source?.line]);
}

function shorten(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}...`;
}

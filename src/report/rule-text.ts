import { printable } from '../manifests/printable';
import type { RuleDocumentation } from './report-context';

/** Columns that a paragraph fills: narrow enough for any terminal and for a pull request. */
const WIDTH = 88;

/** Writes the documentation of one rule for people at a terminal. */
export function formatRule(rule: RuleDocumentation, suppression: string): string {
  return [
    `${rule.id} (${rule.severity})`,
    paragraph(rule.title),
    `why:\n${paragraph(rule.why)}`,
    `fix:\n${paragraph(rule.fix)}`,
    `to accept it:\n${paragraph(suppression)}`,
  ]
    .map((section) => `${section}\n`)
    .join('\n');
}

function paragraph(text: string): string {
  return wrap(printable(text), WIDTH - 2)
    .map((line) => `  ${line}`)
    .join('\n');
}

/** Breaks at blanks; a word that is longer than a line has a line of its own. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

import type { CheckResult } from '../checks/check';
import type { Finding } from '../manifests/finding';
import { formatKey, type ObjectKey } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import type { ReportContext } from './report-context';
import { sourceLines } from './source-line';

/** ANSI codes (select graphic rendition). */
const STYLES = { bold: 1, dim: 2, error: 31, warning: 33, info: 36 } as const;

type Paint = (text: string, style: keyof typeof STYLES) => string;

/**
 * Writes a result for people: findings grouped by object, each with its place, its line of the file and its fix; a
 * summary as the last line.
 */
export function formatText(result: CheckResult, context: ReportContext): string {
  const paint: Paint = context.color ? (text, style) => `\x1b[${STYLES[style]}m${text}\x1b[0m` : (text) => text;
  const lineOf = sourceLines(result.findings, context.sourceText ?? (() => undefined));
  const sections = [...byObject(result.findings)].map(([title, findings]) => {
    const entries = findings.map((finding) => findingText(finding, lineOf(finding), paint));
    return `${paint(title, 'bold')}\n${entries.join('\n')}`;
  });
  return `${[...sections, summaryText(result)].join('\n\n')}\n`;
}

function byObject(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const title = titleOf(finding);
    const group = groups.get(title);
    if (group === undefined) {
      groups.set(title, [finding]);
    } else {
      group.push(finding);
    }
  }
  return groups;
}

function titleOf({ object, source }: Finding): string {
  return printable(
    object === undefined ? (source?.file ?? 'all manifests') : `${ownerOf(object)} (${object.apiVersion})`,
  );
}

function ownerOf(object: ObjectKey): string {
  return object.name === '' ? `${object.kind} without a name` : formatKey(object);
}

function findingText(finding: Finding, line: string | undefined, paint: Paint): string {
  const { severity, rule, path, message, fix, source } = finding;
  const field = path === '' ? '' : ` ${printable(path)}`;
  return [
    `  ${paint(severity, severity)}${field}: ${printable(message)} ${paint(`[${rule}]`, 'dim')}`,
    ...placeText(finding).map((place) => paint(`    at ${place}`, 'dim')),
    ...(line === undefined || source === undefined
      ? []
      : [`    ${paint(`${source.line} |`, 'dim')} ${printable(line)}`]),
    `    fix: ${printable(fix)}`,
  ].join('\n');
}

function placeText({ source, constructPath }: Finding): readonly string[] {
  const file = source === undefined ? [] : [`${printable(source.file)}:${source.line}`];
  return constructPath === undefined ? file : [...file, `construct ${printable(constructPath)}`];
}

function summaryText({ findings, suppressed, summary }: CheckResult): string {
  const infos = findings.length - summary.errors - summary.warnings;
  const counts = [
    count(summary.errors, 'error'),
    count(summary.warnings, 'warning'),
    ...(infos === 0 ? [] : [count(infos, 'remark')]),
    ...(suppressed.length === 0 ? [] : [`${suppressed.length} silenced`]),
  ];
  return `${count(summary.objects, 'object')} checked: ${counts.join(', ')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

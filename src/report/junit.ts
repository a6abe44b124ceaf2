import type { CheckResult } from '../checks/check';
import type { Finding, Severity, SuppressedFinding } from '../manifests/finding';
import { formatKey } from '../manifests/manifest';
import type { ReportContext } from './report-context';

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/**
 * Writes a result as JUnit XML: a test case for each finding, failed where its severity counts as a failure, skipped
 * where it is silenced; and one that passes for the objects that were checked, because CI servers take an empty report
 * for a broken one.
 */
export function formatJunit(result: CheckResult, { failOn }: ReportContext): string {
  const failures = result.findings.filter(({ severity }) => RANK[severity] >= RANK[failOn]).length;
  const skipped = result.suppressed.length;
  const tests = 1 + result.findings.length + skipped;
  const cases = [
    `    <testcase classname="manifests" name="${objectsText(result.summary.objects)} checked"/>`,
    ...result.findings.map((finding) => findingCase(finding, RANK[finding.severity] >= RANK[failOn])),
    ...result.suppressed.map(suppressedCase),
  ];
  const counts = `tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="upstream-tls" ${counts}>`,
    `  <testsuite name="upstream-tls validate" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function objectsText(count: number): string {
  return count === 1 ? '1 object' : `${count} objects`;
}

function findingCase(finding: Finding, failed: boolean): string {
  const { severity, message, fix } = finding;
  const body = failed
    ? `<failure type="${severity}" message="${xml(message)}">${xml(detailsOf(finding))}</failure>`
    : `<system-out>${xml(`${severity}: ${message}\nfix: ${fix}`)}</system-out>`;
  return testCase(finding, body);
}

function suppressedCase(finding: SuppressedFinding): string {
  return testCase(finding, `<skipped message="${xml(finding.reason)}"/>`);
}

function testCase(finding: Finding, body: string): string {
  const { rule, object, path, source, constructPath } = finding;
  const owner = object === undefined ? (source?.file ?? 'all manifests') : formatKey(object);
  const name = [owner, path, constructPath].filter((part) => part !== undefined && part !== '').join(' ');
  const place = source === undefined ? '' : ` file="${xml(source.file)}" line="${source.line}"`;
  return `    <testcase classname="${xml(rule)}" name="${xml(name)}"${place}>${body}</testcase>`;
}

function detailsOf({ message, fix, source }: Finding): string {
  const place = source === undefined ? '' : `${source.file}:${source.line}: `;
  return `${place}${message}\nfix: ${fix}`;
}

/** What XML 1.0 cannot hold, not even as a reference. */
const NOT_XML =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

function xml(text: string): string {
  return text.replaceAll(NOT_XML, '\ufffd').replaceAll(/[&<>"\n\r\t]/g, (character) => REFERENCES[character] ?? '');
}

import type { Finding, SuppressedFinding } from '../manifests/finding';
import { formatKey } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import type { RotationCheckResult, RotationVerdict } from './check-rotation';
import type { Interleaving } from './interleaving';
import type { AuditedAuthority, TrustChange } from './trust-changes';

const VERDICTS: Readonly<Record<RotationVerdict, string>> = {
  safe: 'safe: what works before works in every mix of old and new',
  unsafe: 'unsafe',
  unproven: 'unproven: the manifests do not tell enough to call it safe',
  accepted: 'accepted: not shown to be safe, and all that is found is accepted',
};

/** Writes the result of a check for people: the verdict, the story of what fails, the audit of trust, the findings. */
export function formatRotationText(result: RotationCheckResult): string {
  const { verdict, edges, interleaving, revert, trustChanges, findings, suppressed } = result;
  const sections = [
    `${VERDICTS[verdict]} (${count(edges, 'hop')} judged)`,
    ...(interleaving === undefined ? [] : [interleavingText('What fails first', interleaving)]),
    ...(trustChanges.length === 0 ? [] : [['Changes of trust', ...trustChanges.flatMap(trustChangeLines)].join('\n')]),
    ...(findings.length === 0 ? [] : [['Findings', ...findings.map(findingText)].join('\n')]),
    ...(suppressed.length === 0 ? [] : [['Accepted', ...suppressed.map(suppressedText)].join('\n')]),
    revert.interleaving === undefined
      ? `Going back is ${revert.verdict}`
      : interleavingText(`Going back is ${revert.verdict}: what fails first`, revert.interleaving),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Writes the result of a check as JSON. The shape is a contract with other tools. */
export function formatRotationJson({
  verdict,
  edges,
  interleaving,
  revert,
  trustChanges,
  findings,
  suppressed,
}: RotationCheckResult): string {
  const severe = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const report = {
    verdict,
    interleaving,
    revert,
    trustChanges,
    findings,
    ...(suppressed.length === 0 ? {} : { suppressed }),
    summary: { edges, errors: severe('error'), warnings: severe('warning') },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function interleavingText(title: string, { edge, applied, pending, story, fix, rule }: Interleaving): string {
  return [
    title,
    `  hop: ${printable(edge)}`,
    `  has arrived: ${listOr(applied, 'nothing: it fails before the step')}`,
    ...(pending.length === 0 ? [] : [`  not yet: ${listOr(pending, '')}`]),
    `  ${printable(story)} [${rule}]`,
    `  to do: ${printable(fix)}`,
  ].join('\n');
}

function trustChangeLines({ side, objects, edges, added, removed, renewed }: TrustChange): readonly string[] {
  const who = side === 'client' ? 'gateway' : 'backend';
  return [
    `  ${printable(objects.join(', '))}, at the ${who} (${count(edges.length, 'hop')})`,
    ...added.map((authority) => `    added: ${authorityText(authority)}`),
    ...removed.map((authority) => `    removed: ${authorityText(authority)}`),
    ...renewed.map(({ from, to }) => `    renewed: ${authorityText(from)} by ${authorityText(to)}`),
  ];
}

function authorityText({ title, notAfter, fingerprint }: AuditedAuthority): string {
  const details = [
    ...(notAfter === undefined ? [] : [`ends ${notAfter.toISOString()}`]),
    ...(fingerprint === undefined ? [] : [`SHA-256 ${fingerprint}`]),
  ];
  return printable([title, ...details].join(', '));
}

function findingText({ severity, object, path, message, rule, source, fix }: Finding): string {
  const name = object === undefined ? '' : ` ${printable(formatKey(object))}`;
  const field = path === '' ? '' : ` ${printable(path)}`;
  return [
    `  ${severity}${name}${field}: ${printable(message)} [${rule}]`,
    ...(source === undefined ? [] : [`    at ${printable(source.file)}:${source.line}`]),
    `    fix: ${printable(fix)}`,
  ].join('\n');
}

function suppressedText(finding: SuppressedFinding): string {
  return `${findingText(finding)}\n    accepted: ${printable(finding.reason)}`;
}

function listOr(items: readonly string[], otherwise: string): string {
  return items.length === 0 ? otherwise : printable(items.join('; '));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

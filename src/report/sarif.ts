import type { CheckResult } from '../checks/check';
import type { Finding, Severity, SuppressedFinding } from '../manifests/finding';
import { formatKey, type Source } from '../manifests/manifest';
import type { ReportContext, RuleDocumentation } from './report-context';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * Writes a result as SARIF 2.1.0, which code hosts show beside the lines. Paths are relative URIs where the user gave
 * relative paths; silenced findings are results with a suppression.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(result: CheckResult, { version, rules }: ReportContext): string {
  const ruleIndexes = new Map(rules.map(({ id }, index) => [id, index]));
  const results = [
    ...result.findings.map((finding) => resultOf(finding, ruleIndexes)),
    ...result.suppressed.map((finding) => ({
      ...resultOf(finding, ruleIndexes),
      suppressions: [suppressionOf(finding)],
    })),
  ];
  const run = {
    tool: { driver: { name: 'upstream-tls', version, semanticVersion: version, rules: rules.map(descriptorOf) } },
    columnKind: 'utf16CodeUnits',
    results,
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function descriptorOf({ id, severity, title, why, fix }: RuleDocumentation): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${fix}`, markdown: `${why}\n\n**Fix:** ${fix}` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: Finding, ruleIndexes: ReadonlyMap<string, number>): object {
  const { rule, severity, message, fix, source } = finding;
  const ruleIndex = ruleIndexes.get(rule);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: `${message}; fix: ${fix}` },
    locations: [
      {
        ...(source === undefined ? {} : { physicalLocation: physicalLocation(source) }),
        logicalLocations: [logicalLocation(finding)],
      },
    ],
  };
}

function physicalLocation({ file, line }: Source): object {
  return { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } };
}

function logicalLocation({ object, path, source, constructPath }: Finding): object {
  const owner = object === undefined ? (source?.file ?? 'all manifests') : formatKey(object);
  const fullyQualifiedName = [constructPath, owner, path].filter((part) => part !== undefined && part !== '').join(' ');
  return { fullyQualifiedName, kind: object === undefined ? 'resource' : 'object' };
}

function suppressionOf({ reason }: SuppressedFinding): object {
  return { kind: 'inSource', justification: reason };
}

/** A relative path becomes a relative URI, an absolute one a `file` URI. */
function uriOf(file: string): string {
  const path = file
    .replace(/^(?:\.\/+)+/, '')
    .split('/')
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}

import type { CheckResult } from '../checks/check';
import type { Finding, SuppressedFinding } from '../manifests/finding';

/**
 * Writes a result as JSON: `findings` and `summary`, and `suppressed` where an annotation silences findings. The shape
 * is a contract with other tools.
 */
export function formatJson({ findings, suppressed, summary }: CheckResult): string {
  const report = {
    findings: findings.map(findingJson),
    ...(suppressed.length === 0 ? {} : { suppressed: suppressed.map(suppressedJson) }),
    summary: { objects: summary.objects, errors: summary.errors, warnings: summary.warnings },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Lists each property: the order is part of the format. Undefined ones are left out by `JSON.stringify`. */
function findingJson({ rule, severity, object, path, message, fix, source, constructPath }: Finding): object {
  return {
    rule,
    severity,
    object: object && {
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: object.namespace,
      name: object.name,
    },
    path,
    message,
    fix,
    source: source && { file: source.file, line: source.line },
    constructPath,
  };
}

function suppressedJson(finding: SuppressedFinding): object {
  return { ...findingJson(finding), reason: finding.reason };
}

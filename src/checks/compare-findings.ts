import type { Finding } from '../manifests/finding';
import { formatKey } from '../manifests/manifest';

/** Orders findings by where they are, then by field and rule; texts by code unit, so that no locale plays in. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.source?.file, b.source?.file) ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    compareText(a.constructPath, b.constructPath) ||
    compareText(objectText(a), objectText(b)) ||
    compareText(a.path, b.path) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

function objectText(finding: Finding): string {
  return finding.object === undefined ? '' : formatKey(finding.object);
}

function compareText(a = '', b = ''): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

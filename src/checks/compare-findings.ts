import type { Finding } from '../manifests/finding';

/** Orders findings by where they are, then by field and rule; texts by code unit, so that no locale plays in. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.source?.file, b.source?.file) ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    compareText(a.constructPath, b.constructPath) ||
    compareText(a.object?.kind, b.object?.kind) ||
    compareText(a.object?.namespace, b.object?.namespace) ||
    compareText(a.object?.name, b.object?.name) ||
    compareText(a.path, b.path) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

function compareText(a = '', b = ''): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

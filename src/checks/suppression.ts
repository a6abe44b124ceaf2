import { isJsonObject, type Manifest } from '../manifests/manifest';

/** The annotation that silences findings on its object: one line per rule, `<rule id>: <reason>`. */
export const IGNORE_ANNOTATION = 'upstream-tls.dev/ignore';

/** One line of the annotation. */
export interface Suppression {
  readonly rule: string;
  /** Empty if the line gives none; then the line silences nothing. */
  readonly reason: string;
}

/** Reads the lines of an object's annotation. */
export function suppressionsOf(manifest: Manifest): readonly Suppression[] {
  const { metadata } = manifest.body;
  const annotations = isJsonObject(metadata) ? metadata.annotations : undefined;
  const text = isJsonObject(annotations) ? annotations[IGNORE_ANNOTATION] : undefined;
  if (typeof text !== 'string') {
    return [];
  }
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map(readLine);
}

/** The reason that an object gives for silencing a rule, if it may and does. */
export function reasonFor(manifest: Manifest, rule: string): string | undefined {
  if (!isSuppressible(rule)) {
    return undefined;
  }
  const suppression = suppressionsOf(manifest).find((candidate) => candidate.rule === rule && candidate.reason !== '');
  return suppression?.reason;
}

/** Secrets in the output are never a matter of opinion, and neither is a broken suppression. */
export function isSuppressible(rule: string): boolean {
  return !rule.startsWith('secrets/') && rule !== 'manifests/suppression-invalid';
}

function readLine(line: string): Suppression {
  const colon = line.indexOf(':');
  return colon < 0
    ? { rule: line, reason: '' }
    : { rule: line.slice(0, colon).trim(), reason: line.slice(colon + 1).trim() };
}

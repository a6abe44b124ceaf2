import { formatHours } from '../checks/cert-manager/format-hours';
import { parseGoDuration } from '../checks/cert-manager/go-duration';
import { fieldAt, itemsOf, nonEmpty, textOf } from '../manifests/graph/json-fields';
import { formatReference, referenceTo } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { JsonValue, Manifest } from '../manifests/manifest';
import type { DataObject } from '../manifests/once-read';

const HOUR = 3_600_000;
/** How long Velero keeps a backup where the Schedule states nothing, or zero, which Go cannot tell from nothing. */
const DEFAULT_TTL = 720 * HOUR;

/** A backup that may bring back certificates and trust of before a step. */
export interface RestorableBackup {
  readonly schedule: Manifest;
  /** How long it is kept, in milliseconds. */
  readonly ttl: number;
  /** Tells what the backup may bring back. */
  readonly message: string;
}

/**
 * The Velero Schedules that back Secrets with certificates up and keep them. One that is paused makes no more backups, and
 * those that there are can still be restored.
 *
 * @see https://velero.io/docs/main/api-types/schedule/
 * @see https://velero.io/docs/main/resource-filtering/
 */
export function restorableBackups(graph: ReferenceGraph, secrets: readonly DataObject[]): readonly RestorableBackup[] {
  const namespaces = new Set(secrets.filter((secret) => !isLeftOut(graph, secret)).map(({ namespace }) => namespace));
  return graph.index.ofKind('velero.io', 'Schedule').flatMap((schedule) => {
    const template = fieldAt(schedule.body, 'spec', 'template');
    const ttl = readTtl(fieldAt(template, 'ttl'));
    if (!includesSecrets(template) || ttl <= 0 || ![...namespaces].some((name) => includesNamespace(template, name))) {
      return [];
    }
    const name = formatReference(referenceTo(schedule));
    const message = `${name} keeps backups for ${formatHours(ttl)}: until those from before are gone, a restore brings back certificates under the CA that is dropped`;
    return [{ schedule, ttl, message }];
  });
}

function readTtl(value: JsonValue | undefined): number {
  return parseGoDuration(nonEmpty(value) ?? '') || DEFAULT_TTL;
}

function includesSecrets(template: JsonValue | undefined): boolean {
  const [included, excluded] = [textsAt(template, 'includedResources'), textsAt(template, 'excludedResources')];
  return (included.length === 0 || included.some(meansSecrets)) && !excluded.some(meansSecrets);
}

function includesNamespace(template: JsonValue | undefined, namespace: string | undefined): boolean {
  const [included, excluded] = [textsAt(template, 'includedNamespaces'), textsAt(template, 'excludedNamespaces')];
  const means = (names: readonly string[]) => names.includes('*') || names.includes(namespace ?? '');
  return (included.length === 0 || means(included)) && !means(excluded);
}

/** The Secret says so itself, or the template by which cert-manager labels it. */
function isLeftOut(graph: ReferenceGraph, secret: DataObject): boolean {
  const reference = { group: '', ...secret };
  const own = graph.index.find(reference);
  const labels = [
    ...(own === undefined ? [] : [fieldAt(own.body, 'metadata', 'labels')]),
    ...graph.certificates.writtenTo(reference).map(({ body }) => fieldAt(body, 'spec', 'secretTemplate', 'labels')),
  ];
  return labels.some((each) => textOf(each, EXCLUDED) === 'true');
}

const EXCLUDED = 'velero.io/exclude-from-backup';

function textsAt(template: JsonValue | undefined, field: string): readonly string[] {
  return itemsOf(fieldAt(template, field)).flatMap((item) => nonEmpty(item) ?? []);
}

function meansSecrets(resource: string): boolean {
  return ['*', 'secret', 'secrets'].includes(resource.toLowerCase());
}

import type { ApiObjectMetadataDefinition } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { PatchTarget } from '../gateways/rendering';
import type { Finding } from '../manifests/finding';
import { isJsonObject, type JsonValue, type Manifest } from '../manifests/manifest';
import type { AppManifests } from './_app-manifests';
import { manualChange } from './_manual-change';

/** Names that an object must list in an annotation, and why. */
export interface ListAnnotation {
  readonly key: string;
  readonly items: readonly string[];
  /** In one clause: what goes wrong without it. */
  readonly reason: string;
}

/** Adds to an annotation that lists names between commas. What it lists already stays. */
export function addToList(metadata: ApiObjectMetadataDefinition, { key, items }: ListAnnotation): void {
  const { annotations = {} }: { readonly annotations?: Readonly<Record<string, string>> } = metadata.toJson() ?? {};
  const listed = new Set([...itemsIn(annotations[key]), ...items]);
  metadata.addAnnotation(key, [...listed].sort().join(','));
}

/** A list on an object that was not handed over: a finding unless the object of the app has it already. */
export function findUnlisted(
  scope: IConstruct,
  target: PatchTarget,
  { key, items, reason }: ListAnnotation,
  manifests: AppManifests,
): readonly Finding[] {
  const manifest = manifests.find(target);
  const listed = new Set(manifest === undefined ? [] : itemsIn(annotationOf(manifest, key)));
  const missing = items.filter((item) => !listed.has(item));
  if (missing.length === 0) {
    return [];
  }
  const fix = (subject: string) => `annotate ${subject} with ${key}: "${[...listed, ...missing].join(',')}"`;
  return [manualChange(scope, { target, manifest, reason, fix })];
}

function annotationOf({ body }: Manifest, key: string): JsonValue | undefined {
  const annotations = isJsonObject(body.metadata) ? body.metadata.annotations : undefined;
  return isJsonObject(annotations) ? annotations[key] : undefined;
}

function itemsIn(value: JsonValue | undefined): readonly string[] {
  const items = typeof value === 'string' ? value.split(',') : [];
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

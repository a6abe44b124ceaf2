import { fieldAt, fieldOf, labelOf } from '../../../manifests/graph/json-fields';
import {
  CERTIFICATE,
  EXTERNAL_SECRET,
  isOfKind,
  type ObjectKind,
  SEALED_SECRET,
} from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import { isJsonObject, type Manifest } from '../../../manifests/manifest';

/** Where objects that controllers make get their labels from. */
const LABEL_PATHS: readonly (readonly [kind: ObjectKind, path: readonly string[]])[] = [
  [CERTIFICATE, ['spec', 'secretTemplate', 'labels']],
  [EXTERNAL_SECRET, ['spec', 'target', 'template', 'metadata', 'labels']],
  [SEALED_SECRET, ['spec', 'template', 'metadata', 'labels']],
];

/** The field that gives a made object its labels; undefined for makers that are not known. */
export function labelPathOf(maker: Manifest): readonly string[] | undefined {
  return LABEL_PATHS.find(([kind]) => isOfKind(referenceTo(maker), kind))?.[1];
}

/** The label that a made object is given; `unknown` where it is not known how the maker labels it. */
export function producedLabel(maker: Manifest, label: string): string | 'unknown' | undefined {
  const path = LABEL_PATHS.find(([kind]) => isOfKind(referenceTo(maker), kind))?.[1];
  if (path === undefined) {
    return 'unknown';
  }
  // Without a template an ExternalSecret passes its own labels on.
  if (
    isOfKind(referenceTo(maker), EXTERNAL_SECRET) &&
    !isJsonObject(fieldAt(maker.body, 'spec', 'target', 'template'))
  ) {
    return labelOf(maker, label);
  }
  const value = fieldOf(fieldAt(maker.body, ...path), label);
  return typeof value === 'string' ? value : undefined;
}

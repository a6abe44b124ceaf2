import { annotationOf, fieldAt, fieldOf } from '../../../manifests/graph/json-fields';
import {
  CERTIFICATE,
  CLUSTER_EXTERNAL_SECRET,
  EXTERNAL_SECRET,
  GATEWAY,
  INGRESS,
  type ObjectKind,
  SEALED_SECRET,
} from '../../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../../manifests/index-set';
import { type FieldPath, isJsonObject, type JsonValue, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { RENEWAL_FIX, renewalOf } from './_renewal';

const OVERRIDE = 'konghq.com/override';

/** Where what makes Secrets gives them their annotations. */
const TEMPLATES: readonly (readonly [kind: ObjectKind, path: readonly string[]])[] = [
  [CERTIFICATE, ['spec', 'secretTemplate', 'annotations']],
  [CLUSTER_EXTERNAL_SECRET, ['spec', 'externalSecretSpec', 'target', 'template', 'metadata', 'annotations']],
  [EXTERNAL_SECRET, ['spec', 'target', 'template', 'metadata', 'annotations']],
  [SEALED_SECRET, ['spec', 'template', 'metadata', 'annotations']],
];

/** By which cert-manager makes a Certificate with that template for an Ingress or a Gateway. */
const SECRET_TEMPLATE = 'cert-manager.io/secret-template';

/** A remedy from the field: an annotation on the Secret, by the template of what makes it. */
export const reloadAnnotation: Rule<CheckContext> = {
  id: 'plugins/reload-annotation',
  severity: 'warning',
  title: 'A Secret is given the annotation konghq.com/override, which forces no reload',
  why:
    'The annotation names a KongIngress for a Service or an Ingress; it is deprecated since Kong Ingress Controller 3.5, and the ' +
    'kind is gone from Kong Operator. On a Secret nothing reads it, whatever its value.',
  fix: 'Remove it. CertRotation renews the Secret in place, and the controller sends it to Kong Gateway by itself.',
  check(context) {
    const templates = templatesIn(context.index);
    if (templates.length === 0) {
      return notApplicable('nothing in the set makes Secrets by a template');
    }
    const renewal = renewalOf(context);
    return resultOf(
      templates
        .filter(({ annotations }) => fieldOf(annotations, OVERRIDE) !== undefined)
        .map(({ manifest, path }) => ({
          manifest,
          path,
          message: `${OVERRIDE} on a Secret is read by nothing and forces no reload: ${renewal}`,
          fix: RENEWAL_FIX,
        })),
    );
  },
};

/** The annotations that something gives to Secrets, and the field to blame. */
interface Template {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly annotations: JsonValue | undefined;
}

function templatesIn(index: ManifestIndex): readonly Template[] {
  const ofObjects = TEMPLATES.flatMap(([{ group, kind }, path]) =>
    index.ofKind(group, kind).map((manifest) => ({
      manifest,
      path: [...path, OVERRIDE],
      annotations: fieldAt(manifest.body, ...path),
    })),
  );
  const ofAnnotations = [INGRESS, GATEWAY]
    .flatMap(({ group, kind }) => index.ofKind(group, kind))
    .flatMap((manifest): readonly Template[] => {
      const text = annotationOf(manifest, SECRET_TEMPLATE);
      const path = ['metadata', 'annotations', SECRET_TEMPLATE];
      return text === undefined ? [] : [{ manifest, path, annotations: annotationsIn(text) }];
    });
  return [...ofObjects, ...ofAnnotations];
}

/** cert-manager refuses what is not JSON; that is not looked at here. */
function annotationsIn(template: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(template);
    return isJsonObject(value) ? value.annotations : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

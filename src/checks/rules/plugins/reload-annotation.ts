import { fieldAt, fieldOf } from '../../../manifests/graph/json-fields';
import { CERTIFICATE, EXTERNAL_SECRET, type ObjectKind, SEALED_SECRET } from '../../../manifests/graph/object-kinds';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { RENEWAL_FIX, renewalOf } from './_renewal';

const OVERRIDE = 'konghq.com/override';

/** Where what makes Secrets gives them their annotations. */
const TEMPLATES: readonly (readonly [kind: ObjectKind, path: readonly string[]])[] = [
  [CERTIFICATE, ['spec', 'secretTemplate', 'annotations']],
  [EXTERNAL_SECRET, ['spec', 'target', 'template', 'metadata', 'annotations']],
  [SEALED_SECRET, ['spec', 'template', 'metadata', 'annotations']],
];

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
    const templates = TEMPLATES.flatMap(([{ group, kind }, path]) =>
      context.index.ofKind(group, kind).map((manifest) => ({ manifest, path })),
    );
    if (templates.length === 0) {
      return notApplicable('nothing in the set makes Secrets by a template');
    }
    const renewal = renewalOf(context);
    return resultOf(
      templates
        .filter(({ manifest, path }) => fieldOf(fieldAt(manifest.body, ...path), OVERRIDE) !== undefined)
        .map(({ manifest, path }) => ({
          manifest,
          path: [...path, OVERRIDE],
          message: `${OVERRIDE} on a Secret is read by nothing and forces no reload: ${renewal}`,
          fix: RENEWAL_FIX,
        })),
    );
  },
};

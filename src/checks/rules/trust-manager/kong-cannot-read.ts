import { fieldAt } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { gatewaysFor } from '../_applicable-gateways';
import { bundlesIn } from './_bundles';

const CA_LABEL = 'konghq.com/ca-cert';
const FIX =
  'give Kong an object for each root, with the label konghq.com/ca-cert: "true", an id (a UUID) and one certificate under cert';

/** Bundles that are to feed Kong (Kong/kubernetes-ingress-controller #7763). */
export const kongCannotRead: Rule<CheckContext> = {
  id: 'trust-manager/kong-cannot-read',
  severity: 'error',
  title: 'Kong is to read its roots from the target of a Bundle',
  why:
    'Kong takes a root from an object with a key `id` and exactly one certificate. The target of a Bundle has no `id` and ' +
    'often several certificates: Kong drops it, and with it every root that the Service lists ' +
    '(Kong/kubernetes-ingress-controller #7763).',
  fix: 'Write Kong CA objects: one ConfigMap or Secret for each root, with label, `id` and one certificate.',
  check(context) {
    const bundles = bundlesIn(context);
    return bundles.length === 0
      ? notApplicable('there is no Bundle')
      : resultOf([
          ...bundles.flatMap(labeled),
          ...context.graph.references.all().flatMap((use) => unreadable(use, context)),
        ]);
  },
};

/** The label makes Kong look at the object, whoever refers to it. */
function labeled(bundle: Manifest): readonly RuleFinding[] {
  const paths: readonly FieldPath[] = ['configMap', 'secret']
    .map((type) => ['spec', 'target', type, 'metadata', 'labels'])
    .filter((path) => fieldAt(bundle.body, ...path, CA_LABEL) === 'true');
  return paths.map((path) => ({
    manifest: bundle,
    path: [...path, CA_LABEL],
    message: `the target has the label ${CA_LABEL}, but no key id, so Kong refuses it as a CA`,
    fix: FIX,
  }));
}

/** An annotation on a Service is for Kong alone; a policy is where only Kong sends requests to its target. */
function isForKong({ from, path }: Reference, context: CheckContext): boolean {
  if (path.some((segment) => typeof segment === 'string' && segment.startsWith('konghq.com/'))) {
    return true;
  }
  if (!isOfKind(referenceTo(from), BACKEND_TLS_POLICY)) {
    return false;
  }
  const targets = context.graph.policies.targetsOf(from).map(({ target }) => target);
  return targets.some((target) => {
    const gateways = gatewaysFor(context, target);
    return gateways.length > 0 && gateways.every(({ name }) => name.startsWith('kong-'));
  });
}

function unreadable(reference: Reference, context: CheckContext): readonly RuleFinding[] {
  const { from, path, to, purpose } = reference;
  const bundle = purpose === 'ca' ? context.graph.bundles.named(to.name) : undefined;
  const resolution = bundle && context.graph.resolve(reference);
  const isWritten =
    resolution?.state === 'produced' && resolution.productions.some(({ by, certain }) => certain && by === bundle);
  return isWritten && isForKong(reference, context)
    ? [
        {
          manifest: from,
          path,
          message: `${formatReference(to)} is written by Bundle ${to.name}: it has no key id and may hold several certificates, so Kong cannot read it`,
          fix: FIX,
        },
      ]
    : [];
}

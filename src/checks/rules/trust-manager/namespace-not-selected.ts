import { fieldAt } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule, RuleFinding } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type BundleUse, forEachUse } from './_policy-trust';

const SELECTOR = ['spec', 'target', 'namespaceSelector'];

/** Bundles that do not write where a policy reads. */
export const namespaceNotSelected: Rule<CheckContext> = {
  id: 'trust-manager/namespace-not-selected',
  severity: 'error',
  title: 'A Bundle does not write into the namespace of a policy that reads it',
  why:
    'The ConfigMap that the policy names does not exist in its namespace: the policy is invalid, and the gateway refuses ' +
    'traffic or sends it without verification. As a warning: without a selector a Bundle writes into all namespaces today, ' +
    'which trust-manager has announced to change.',
  fix: 'Select the namespace by its label `kubernetes.io/metadata.name`.',
  check(context) {
    const warned = new Set<Manifest>();
    return forEachUse(context, (use) => [...notSelected(use, context), ...unselective(use, warned)]);
  },
};

function notSelected({ reference, bundle }: BundleUse, { graph }: CheckContext): readonly RuleFinding[] {
  const { namespace } = reference.to;
  return namespace === undefined || graph.bundles.reaches(bundle, namespace) !== 'no'
    ? []
    : [
        {
          manifest: reference.from,
          path: reference.path,
          message: `the namespaceSelector of Bundle ${bundle.key.name} does not select the namespace ${namespace}, so there is no ${reference.to.kind} ${reference.to.name} to read the roots from`,
          fix: `select it in the Bundle: matchExpressions with key kubernetes.io/metadata.name, operator In and the value ${namespace}`,
        },
      ];
}

/** Once for each Bundle, however many policies read it. */
function unselective({ bundle }: BundleUse, warned: Set<Manifest>): readonly RuleFinding[] {
  const selector = fieldAt(bundle.body, ...SELECTOR);
  if ((selector !== undefined && selector !== null) || warned.has(bundle)) {
    return [];
  }
  warned.add(bundle);
  return [
    {
      manifest: bundle,
      path: SELECTOR,
      severity: 'warning',
      message: 'target.namespaceSelector is not set, which means all namespaces today and is announced to change',
      fix: 'select the namespaces of the policies by kubernetes.io/metadata.name, or state an empty selector: {}',
    },
  ];
}

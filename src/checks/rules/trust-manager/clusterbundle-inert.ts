import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** The successor of Bundle has a CRD in trust-manager's repository and no controller yet. */
export const clusterbundleInert: Rule<CheckContext> = {
  id: 'trust-manager/clusterbundle-inert',
  severity: 'error',
  title: 'A ClusterBundle is used, for which trust-manager runs no controller',
  why:
    'Version 0.24 of trust-manager starts the controller of Bundle only, and its Helm chart does not install the CRD of ClusterBundle. ' +
    'Nothing writes the target, so whatever reads it finds no roots.',
  fix: 'Write a Bundle of trust.cert-manager.io/v1alpha1.',
  check({ index }) {
    const clusterBundles = index.ofKind('trust-manager.io', 'ClusterBundle');
    return clusterBundles.length === 0
      ? notApplicable('there is no ClusterBundle')
      : resultOf(
          clusterBundles.map((manifest) => ({
            manifest,
            path: ['kind'],
            message: 'trust-manager 0.24 has no controller for ClusterBundle, so its target is never written',
            fix: 'write a Bundle with apiVersion trust.cert-manager.io/v1alpha1',
          })),
        );
  },
};

import { clusterbundleInert } from '../../../../src/checks/rules/trust-manager/clusterbundle-inert';
import { findingsOf, verdictOf } from '../_rule';
import { documents, OTHER, pinned } from './_bundles';

const CLUSTER_BUNDLE = `
apiVersion: trust-manager.io/v1alpha2
kind: ClusterBundle
metadata: { name: payments-roots }
spec: { sourceRefs: [{ kind: ConfigMap, name: pinned-roots, key: ca.crt }] }
`;

describe('trust-manager/clusterbundle-inert', () => {
  test('finds a ClusterBundle', () => {
    expect(findingsOf(clusterbundleInert, documents(OTHER, CLUSTER_BUNDLE))).toEqual([
      {
        severity: 'error',
        object: 'ClusterBundle payments-roots',
        path: 'kind',
        message: 'trust-manager 0.24 has no controller for ClusterBundle, so its target is never written',
        fix: 'write a Bundle with apiVersion trust.cert-manager.io/v1alpha1',
      },
    ]);
  });

  test('does not apply to a Bundle: there is no ClusterBundle that passes', () => {
    expect(verdictOf(clusterbundleInert, pinned())).toBe('not applicable: there is no ClusterBundle');
  });
});

import { sourceNotInTrustNamespace } from '../../../../src/checks/rules/trust-manager/source-not-in-trust-namespace';
import { findingsOf, verdictOf } from '../_rule';
import { documents, OTHER, pinned } from './_bundles';

function roots(namespace: string): string {
  return `{ apiVersion: v1, kind: ConfigMap, metadata: { name: pinned-roots, namespace: ${namespace} }, data: { ca.crt: "" } }`;
}

describe('trust-manager/source-not-in-trust-namespace', () => {
  test('passes a source in the trust namespace, and one that is not in the set', () => {
    expect(verdictOf(sourceNotInTrustNamespace, documents(pinned(), roots('cert-manager')))).toBe('pass');
    expect(verdictOf(sourceNotInTrustNamespace, documents(pinned(), roots('cert-manager'), roots('payments')))).toBe(
      'pass',
    );
    expect(verdictOf(sourceNotInTrustNamespace, pinned())).toBe('pass');
  });

  test('finds a source elsewhere', () => {
    expect(findingsOf(sourceNotInTrustNamespace, documents(pinned(), roots('payments')))).toEqual([
      {
        severity: 'error',
        object: 'Bundle payments-roots',
        path: 'spec.sources[0].configMap',
        message:
          'ConfigMap payments/pinned-roots is in another namespace than cert-manager, where trust-manager reads sources',
        fix: 'move it to the namespace cert-manager',
      },
    ]);
  });

  test('does not apply without Bundles', () => {
    expect(verdictOf(sourceNotInTrustNamespace, OTHER)).toBe('not applicable: there is no Bundle');
  });
});

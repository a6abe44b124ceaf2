import { policyNamespace } from '../../../../src/checks/rules/references/policy-namespace';
import { findingsOf, verdictOf } from '../_rule';
import { documents, OTHER, policy, roots, SERVICE } from './_objects';

const ELSEWHERE = SERVICE.replace('namespace: payments', 'namespace: backends');

describe('references/policy-namespace', () => {
  test('passes a policy beside its Service and roots, and objects that are not in the set', () => {
    expect(verdictOf(policyNamespace, documents(policy(), SERVICE, roots()))).toBe('pass');
    expect(verdictOf(policyNamespace, documents(policy(), SERVICE, ELSEWHERE, roots()))).toBe('pass');
    expect(verdictOf(policyNamespace, policy())).toBe('pass');
  });

  test('finds a Service elsewhere', () => {
    expect(findingsOf(policyNamespace, documents(policy(), ELSEWHERE))).toEqual([
      {
        severity: 'error',
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.targetRefs[0]',
        message:
          'Service backends/ledger is in another namespace than the policy, which reaches its own only; no ReferenceGrant helps',
        fix: 'move the policy, and its roots, to the namespace backends',
      },
    ]);
  });

  test('finds roots elsewhere', () => {
    expect(findingsOf(policyNamespace, documents(policy(), SERVICE, roots('ca.crt', 'gateways')))).toEqual([
      {
        severity: 'error',
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.validation.caCertificateRefs[0]',
        message:
          'ConfigMap gateways/roots is in another namespace than the policy, which reaches its own only; no ReferenceGrant helps',
        fix: 'bring the roots to the namespace payments, as a trust-manager Bundle does',
      },
    ]);
  });

  test('finds a namespace in the reference', () => {
    const yaml = policy({ target: '{ group: "", kind: Service, name: ledger, namespace: backends }' });
    expect(findingsOf(policyNamespace, yaml).map(({ path }) => path)).toEqual(['spec.targetRefs[0]']);
  });

  test('does not apply without policies', () => {
    expect(verdictOf(policyNamespace, OTHER)).toBe('not applicable: there is no BackendTLSPolicy');
  });
});

import { BACKEND_TLS_POLICY } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { foundElsewhere } from '../_elsewhere';

/** Policies apart from their Service or their roots. */
export const policyNamespace: Rule<CheckContext> = {
  id: 'references/policy-namespace',
  severity: 'error',
  title: 'The target or the roots of a BackendTLSPolicy are in another namespace',
  why:
    'The references of a BackendTLSPolicy stay in its own namespace, and no ReferenceGrant changes that: the policy applies to ' +
    'nothing (TargetNotFound) or has no roots, and traffic goes in plaintext or fails.',
  fix: 'Put the policy and its roots beside the Service; a trust-manager Bundle brings the roots there.',
  check(context) {
    const policies = context.index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind);
    return policies.length === 0
      ? notApplicable('there is no BackendTLSPolicy')
      : resultOf(
          policies.flatMap((policy) =>
            context.graph.references.of(policy).flatMap((reference) => findings(reference, context)),
          ),
        );
  },
};

function findings(reference: Reference, context: CheckContext): readonly RuleFinding[] {
  const other = elsewhere(reference, context);
  if (other === undefined) {
    return [];
  }
  const isTarget = reference.purpose === 'target';
  return [
    {
      manifest: reference.from,
      path: reference.path,
      message: `${formatReference(other)} is in another namespace than the policy, which reaches its own only; no ReferenceGrant helps`,
      fix: isTarget
        ? `move the policy, and its roots, to the namespace ${other.namespace}`
        : `bring the roots to the namespace ${reference.from.key.namespace}, as a trust-manager Bundle does`,
    },
  ];
}

/** The object in another namespace: named there (the v1alpha2 had a field for it), or found there. */
function elsewhere(reference: Reference, context: CheckContext): ObjectReference | undefined {
  return context.graph.grants.permissionOf(reference) === 'impossible'
    ? reference.to
    : foundElsewhere(reference, context);
}

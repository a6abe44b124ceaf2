import { BACKEND_TLS_POLICY } from '../../../manifests/graph/object-kinds';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';
import { gatewaysFor } from '../_applicable-gateways';

/** A BackendTLSPolicy on a backend that Contour sends requests to. */
export interface ContourPolicy {
  readonly policy: Manifest;
  readonly target: ObjectReference;
}

/** The policies that Contour applies, target by target. */
export function contourPolicies(context: CheckContext): readonly ContourPolicy[] {
  const policies = context.index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind);
  return policies.flatMap((policy) =>
    context.graph.policies
      .targetsOf(policy)
      .filter(({ target }) => gatewaysFor(context, target).some(({ name }) => name === 'contour'))
      .map(({ target }) => ({ policy, target })),
  );
}

/** Why no policy was judged. */
export const NO_CONTOUR_POLICY = 'there is no BackendTLSPolicy on a backend behind Contour';

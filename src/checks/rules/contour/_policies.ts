import { BACKEND_TLS_POLICY } from '../../../manifests/graph/object-kinds';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { gatewaysFor } from '../_applicable-gateways';

/** A BackendTLSPolicy on a backend that Contour sends requests to. */
export interface ContourPolicy {
  readonly policy: Manifest;
  readonly target: ObjectReference;
  readonly contour: ApplicableGateway;
}

/** The policies that Contour applies, target by target. */
export function contourPolicies(context: CheckContext): readonly ContourPolicy[] {
  const policies = context.index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind);
  return policies.flatMap((policy) =>
    context.graph.policies.targetsOf(policy).flatMap(({ target }) => {
      const contour = gatewaysFor(context, target).find(({ name }) => name === 'contour');
      return contour === undefined ? [] : [{ policy, target, contour }];
    }),
  );
}

/** Why no policy was judged. */
export const NO_CONTOUR_POLICY = 'there is no BackendTLSPolicy on a backend behind Contour';

import { fieldAt } from '../../../manifests/graph/json-fields';
import { isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { type ContourPolicy, contourPolicies, NO_CONTOUR_POLICY } from './_policies';

/** A name that is verified but never asked for. */
export const routeNoSni: Rule<CheckContext> = {
  id: 'contour/route-no-sni',
  severity: 'warning',
  title: 'Contour sends no server name to the backends of Gateway API routes',
  why:
    'hostname is verified but not sent as SNI, except to a Service of type ExternalName: a backend that chooses its certificate by ' +
    'name presents another one, and the handshake fails. The global client certificate is not presented to these backends ' +
    'either (projectcontour/contour#6193, closed as stale).',
  fix: 'Let the backend present one certificate whatever the name, or use an HTTPProxy.',
  check(context) {
    const policies = contourPolicies(context);
    return policies.length === 0
      ? notApplicable(NO_CONTOUR_POLICY)
      : resultOf(policies.filter((policy) => sendsNoName(policy, context)).map(finding));
  },
};

function sendsNoName({ target, contour }: ContourPolicy, { graph, questions }: CheckContext): boolean {
  const service = isOfKind(target, SERVICE) ? graph.index.find(target) : undefined;
  const isExternalName = service !== undefined && fieldAt(service.body, 'spec', 'type') === 'ExternalName';
  return !isExternalName && questions.ask(contour, 'sni') === 'none';
}

function finding({ policy, target, contour }: ContourPolicy): RuleFinding {
  return {
    manifest: policy,
    path: ['spec', 'validation', 'hostname'],
    message: `${describeGateway(contour)} sends no server name and no client certificate to ${formatReference(target)}; hostname is only verified`,
    fix: 'see that the backend presents the right certificate without a server name, or use an HTTPProxy',
  };
}

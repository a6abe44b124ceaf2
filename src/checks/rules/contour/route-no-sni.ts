import { fieldAt } from '../../../manifests/graph/json-fields';
import { isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
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
    const policies = contourPolicies(context).filter((policy) => !isExternalName(policy, context));
    if (policies.length === 0) {
      return notApplicable(NO_CONTOUR_POLICY);
    }
    return judgeVendor(context.questions, 'contour', 'sni', ({ gateway, value }) =>
      resultOf(value === 'none' ? policies.map((policy) => finding(policy, describeGateway(gateway))) : []),
    );
  },
};

/** The one type of Service whose name is sent. */
function isExternalName({ target }: ContourPolicy, { graph }: CheckContext): boolean {
  const service = isOfKind(target, SERVICE) ? graph.index.find(target) : undefined;
  return service !== undefined && fieldAt(service.body, 'spec', 'type') === 'ExternalName';
}

function finding({ policy, target }: ContourPolicy, contour: string): RuleFinding {
  return {
    manifest: policy,
    path: ['spec', 'validation', 'hostname'],
    message: `${contour} sends no server name and no client certificate to ${formatReference(target)}; hostname is only verified`,
    fix: 'see that the backend presents the right certificate without a server name, or use an HTTPProxy',
  };
}

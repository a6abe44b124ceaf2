import { upgradeOr } from '../../../gateways/wording';
import { formatReference } from '../../../manifests/graph/reference';
import { portsOf } from '../../../manifests/graph/services';
import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { judgePolicies, type PolicyTarget, targetsOf } from './_policies';

/** A policy that hits more than the port it names. */
export const sectionNotHonoured: Rule<CheckContext> = {
  id: 'gateway-api/section-not-honoured',
  severity: 'error',
  title: 'A BackendTLSPolicy names a port on a gateway that does not read sectionName',
  why:
    'Where sectionName is ignored, the policy holds for each port of the Service, and plaintext ports are spoken to in TLS. ' +
    'Where it is not supported, the policy is not attached (kgateway-dev/kgateway#13780) and the port is reached in plaintext.',
  fix: 'Give the TLS port a Service of its own, and target that without sectionName.',
  check(context) {
    const { questions } = context;
    return judgePolicies(context, {
      parts: (policy) =>
        targetsOf(context, policy)
          .filter(({ sectionName }) => sectionName !== undefined)
          .map((target) => ({ policy, target })),
      otherwise: 'no BackendTLSPolicy has a sectionName',
      ask: (gateway) => questions.explain(gateway, 'btp.sectionName'),
      judge: ({ policy, target }, gateway, { value, evidence }) =>
        value === 'unsupported' || (value === 'ignored' && !hasOnePort(target))
          ? [
              {
                manifest: policy,
                path: [...target.path, 'sectionName'],
                message: `${describeGateway(gateway)} ${value === 'ignored' ? `ignores sectionName, so the policy holds for each port of ${formatReference(target.target)}` : 'does not support sectionName, so the policy is not attached'} (${evidence})`,
                fix: upgradeOr(
                  questions.versionsWhere(
                    gateway,
                    'btp.sectionName',
                    (known) => known === 'name' || known === 'name-or-number',
                  ),
                  'give the TLS port a Service of its own, and drop sectionName',
                ),
              },
            ]
          : [],
    });
  },
};

/** Then ignoring the port changes nothing. */
function hasOnePort({ service }: PolicyTarget): boolean {
  return service !== undefined && portsOf(service).length === 1;
}

import { formatReference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { policiesOf } from './_policies';
import { policiesByTarget, type TargetedBy } from './_policies-by-target';

/** A policy on a port beside one on the whole Service. */
export const mixedPortPolicies: Rule<CheckContext> = {
  id: 'gateway-api/mixed-port-policies',
  severity: 'info',
  title: 'One BackendTLSPolicy targets a port of a Service, another the whole Service',
  why:
    'By the conformance tests of Gateway API both hold: the one with sectionName for its port, the other for the rest. The ' +
    'specification does not say so, and gateways differ: NGINX Gateway Fabric takes it for a conflict, and Kong, which does not ' +
    'read sectionName, applies neither.',
  fix: 'Give each policy on the Service a sectionName.',
  check(context) {
    return policiesOf(context).length < 2
      ? notApplicable('there are no two BackendTLSPolicies')
      : resultOf(policiesByTarget(context).flatMap((policies) => mixed(context, policies)));
  },
};

function mixed(context: CheckContext, policies: readonly TargetedBy[]): readonly RuleFinding[] {
  const whole = policies.find(({ target }) => target.sectionName === undefined);
  const part = policies.find(({ policy, target }) => target.sectionName !== undefined && policy !== whole?.policy);
  if (whole === undefined || part === undefined) {
    return [];
  }
  const { policy, target } = whole;
  const gateways = target.gateways;
  const answers = gateways.map((gateway) => context.questions.ask(gateway, 'btp.mixedPorts'));
  if (gateways.length > 0 && answers.every((answer) => answer === 'allowed')) {
    return [];
  }
  const refusing = gateways.filter((_, index) => answers[index] === 'conflict').map(describeGateway);
  const found = `the policy targets all of ${formatReference(target.target)}, and ${formatKey(part.policy.key)} its port ${JSON.stringify(part.target.sectionName)}`;
  return [
    {
      manifest: policy,
      path: target.path,
      ...(refusing.length === 0 ? {} : { severity: 'error' }),
      message:
        refusing.length === 0
          ? `${found}; not every gateway applies both`
          : `${found}; ${refusing.join(' and ')} takes that for a conflict and does not apply both`,
      fix: 'set sectionName in each policy that targets the Service',
    },
  ];
}

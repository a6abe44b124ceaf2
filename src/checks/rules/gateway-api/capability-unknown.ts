import { CAPABILITY_MEANINGS } from '../../../gateways/capability-meanings';
import { gatewayNamed } from '../../../gateways/registry';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { UnansweredQuestion } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';

/**
 * What other rules needed to know and nobody does: once for each gateway, version and capability. It asks nothing itself,
 * so it has to come after all rules that do.
 */
export const capabilityUnknown: Rule<CheckContext> = {
  id: 'gateway-api/capability-unknown',
  severity: 'info',
  title: 'A rule needs to know what a gateway does, and the capability tables do not say',
  why:
    'What is not known is never taken for a yes or a no: the rules that need it did not judge, so a trap of this gateway may have ' +
    'gone unnoticed.',
  fix: 'State the gateway and its version with --gateway, test what is unknown on your cluster, or keep to the portable subset.',
  check({ questions }) {
    const unanswered = questions.unansweredSoFar();
    return unanswered.length === 0 ? notApplicable('no rule asked what is not known') : resultOf(unanswered.map(gap));
  },
};

function gap({ gateway, capability, evidence }: UnansweredQuestion): RuleFinding {
  if (capability === undefined) {
    return {
      path: [],
      message: `${gateway.title}: ${evidence}, so what depends on it was not judged`,
      fix: `state the version with --gateway ${gateway.name}@VERSION`,
    };
  }
  return {
    path: [],
    message: `${describeGateway(gateway)}: ${capability} (${CAPABILITY_MEANINGS[capability]}) is unknown: ${evidence}`,
    fix: isImplementation(gateway.name)
      ? 'test it on your cluster, or keep to the portable subset'
      : 'name the implementation with --gateway',
  };
}

/** The portable core has no releases of its own: who keeps to it already can only say more. */
function isImplementation(name: string): boolean {
  return gatewayNamed(name)?.versions.length !== 0;
}

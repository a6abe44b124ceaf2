import { gatewayRegistry } from '../../../gateways/registry';
import { fieldAt } from '../../../manifests/graph/json-fields';
import { isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { gatewaysOfPolicy, policiesOf } from './_policies';

/** Unprefixed keys that some implementation reads all the same. */
const KNOWN_UNPREFIXED: ReadonlySet<string> = new Set(
  gatewayRegistry.flatMap(({ table }) =>
    table.all.flatMap(({ capability, value }) =>
      capability === 'btp.options' && Array.isArray(value) ? (value as readonly string[]) : [],
    ),
  ),
);

/** Options that nobody reads. */
export const optionsNoEffect: Rule<CheckContext> = {
  id: 'gateway-api/options-no-effect',
  severity: 'warning',
  title: 'An option of a BackendTLSPolicy has no effect',
  why:
    'Options are up to the implementation, and most read none: kgateway, Envoy Gateway and NGINX Gateway Fabric ignore all. Keys ' +
    'without a domain are reserved for the specification, which defines none. The API server takes any key, so a TLS version set ' +
    'here is not set anywhere.',
  fix: "Use the gateway's own kind for the setting.",
  check(context) {
    const policies = policiesOf(context).flatMap((policy) => {
      const keys = optionKeys(policy);
      return keys.length === 0 ? [] : [{ policy, keys }];
    });
    return policies.length === 0
      ? notApplicable('no BackendTLSPolicy has options')
      : resultOf(policies.flatMap(({ policy, keys }) => keys.flatMap((key) => idleOption(context, policy, key))));
  },
};

function optionKeys({ body }: Manifest): readonly string[] {
  const options = fieldAt(body, 'spec', 'options');
  return isJsonObject(options) ? Object.keys(options) : [];
}

function idleOption(context: CheckContext, policy: Manifest, key: string): readonly RuleFinding[] {
  const answers = gatewaysOfPolicy(context, policy).flatMap((gateway) => {
    const answer = context.questions.holds(gateway, 'btp.options', key);
    return answer === undefined ? [] : [{ gateway, answer }];
  });
  const finding = { manifest: policy, path: ['spec', 'options', key] };
  if (answers.length === 0) {
    const isReserved = !key.includes('/') && !KNOWN_UNPREFIXED.has(key);
    const message = `option ${JSON.stringify(key)} has no domain; such keys are reserved, and none is defined`;
    return isReserved ? [{ ...finding, message, fix: 'remove it, or use the key as the gateway documents it' }] : [];
  }
  return answers
    .filter(({ answer }) => !answer.value)
    .map(({ gateway, answer: { list, evidence } }) => ({
      ...finding,
      message: `option ${JSON.stringify(key)} has no effect on ${describeGateway(gateway)} (${evidence})`,
      fix:
        list.length === 0
          ? "remove it, and use the gateway's own kind for the setting"
          : `remove it, or use one of: ${list.join(', ')}`,
    }));
}

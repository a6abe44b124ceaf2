import { policyOverridesAnnotation } from '../../../../src/checks/rules/kong/policy-overrides-annotation';
import { GATEWAY, policyYaml, routeYaml, serviceYaml } from '../../../gateways/kong/_coexistence';
import { findingsOf, verdictOf } from '../_rule';

const coexisting = (annotations: Readonly<Record<string, string>>) =>
  GATEWAY + serviceYaml(annotations) + policyYaml() + routeYaml();

test('finds an annotation that the policy says otherwise', () => {
  expect(findingsOf(policyOverridesAnnotation, coexisting({ protocol: 'https', 'tls-verify': 'false' }))).toEqual([
    {
      severity: 'warning',
      object: 'Service payments/ledger',
      path: 'metadata.annotations[konghq.com/tls-verify]',
      message: 'konghq.com/tls-verify "false" does not hold: BackendTLSPolicy payments/ledger makes it "true"',
      fix: 'remove konghq.com/tls-verify, or give it the value of the policy for when the policy is not applied',
    },
  ]);
});

test.each([
  ['annotations that say the same', coexisting({ protocol: 'https', 'tls-verify': '1' }), []],
  ['a policy that the controller does not read', coexisting({ protocol: 'http' }), ['kong-ingress-controller@3.3']],
  [
    'a policy that is not applied',
    GATEWAY + serviceYaml({ protocol: 'http' }) + policyYaml('a') + policyYaml('b') + routeYaml(),
    [],
  ],
])('passes %s', (_, yaml, gateways) => {
  expect(verdictOf(policyOverridesAnnotation, yaml, { gateways })).toBe('pass');
});

test.each([
  ['without a policy', GATEWAY + serviceYaml({ protocol: 'http' }) + routeYaml()],
  ['without annotations', coexisting({})],
  [
    'behind another gateway',
    coexisting({ protocol: 'http' }).replace('konghq.com/kic-gateway-controller', 'example.com/x'),
  ],
])('does not apply %s', (_, yaml) => {
  expect(verdictOf(policyOverridesAnnotation, yaml)).toBe(
    'not applicable: no Service that Kong reaches has both such annotations and a BackendTLSPolicy',
  );
});

import { backendsDisagree } from '../../../../src/checks/rules/kong/backends-disagree';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, ingress, KIC, policy, route, service } from './_yaml';

const ROUTED = gateway() + route({ to: ['ledger', 'risk'] });
const VALIDATION = '{hostname: a.internal, caCertificateRefs: [{group: "", kind: ConfigMap, name: root}]}';
const HTTPS = service({ protocol: 'https' });

test.each([
  ['annotations', HTTPS + service({ retries: '3' }, 'risk'), 'konghq.com/protocol, konghq.com/retries'],
  ['policies', policy(VALIDATION), 'their BackendTLSPolicies'],
  [
    'hostnames of policies',
    policy(VALIDATION) + policy(VALIDATION.replace('a.internal', 'b.internal'), '{}', 'risk'),
    'their BackendTLSPolicies',
  ],
])('Services of one rule with different %s are found', (_name, yaml, what) => {
  expect(findingsOf(backendsDisagree, ROUTED + yaml, { gateways: KIC })).toEqual([
    {
      severity: 'error',
      object: 'HTTPRoute payments/ledger',
      path: 'spec.rules[0].backendRefs[1]',
      message: `Service payments/risk and Service payments/ledger stand in one rule and differ in ${what}; Kong Ingress Controller 3.5.13 makes one Kong service of both, with the settings of either`,
      fix: `give Service payments/risk a rule of its own, or make the two agree in ${what}`,
    },
  ]);
});

test.each([
  ['the same annotations', HTTPS + service({ protocol: 'https' }, 'risk'), KIC],
  ['the same policies', policy(VALIDATION) + policy(VALIDATION, '{}', 'risk'), KIC],
  ['a Service outside the set', HTTPS, KIC],
  ['policies that the version does not read', policy(VALIDATION), ['kong-ingress-controller@3.3']],
])('%s pass', (_name, yaml, gateways) => {
  expect(verdictOf(backendsDisagree, ROUTED + yaml, { gateways })).toBe('pass');
});

test.each([
  ['a rule with one Service', gateway() + route(), KIC, 'no rule of a route of Kong has several Services'],
  ['an Ingress', ingress(), KIC, 'no rule of a route of Kong has several Services'],
  [
    'a version that is not stated',
    ROUTED + policy(VALIDATION),
    [],
    'the version of the Kong controller is not stated or not known',
  ],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(backendsDisagree, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});

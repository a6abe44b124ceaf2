import { mixedPortPolicies } from '../../../../src/checks/rules/gateway-api/mixed-port-policies';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const PORT = policy({ name: 'port', targetRefs: '[{group: "", kind: Service, name: ledger, sectionName: https}]' });
const MIXED = policy({ name: 'whole' }) + PORT;
const FOUND = 'the policy targets all of Service payments/ledger, and BackendTLSPolicy payments/port its port "https"';

test('policies on ports alone pass', () => {
  const other = policy({ name: 'b', targetRefs: '[{group: "", kind: Service, name: ledger, sectionName: admin}]' });
  expect(verdictOf(mixedPortPolicies, PORT + other)).toBe('pass');
});

test('both hold on a gateway that is known to apply both', () => {
  expect(verdictOf(mixedPortPolicies, MIXED, { gateways: ['envoy-gateway@1.9'] })).toBe('pass');
});

test.each([
  [[], 'info', `${FOUND}; not every gateway applies both`],
  [['cilium@1.20'], 'info', `${FOUND}; not every gateway applies both`],
  [
    ['nginx-gateway-fabric@2.6'],
    'error',
    `${FOUND}; NGINX Gateway Fabric 2.6 takes that for a conflict and does not apply both`,
  ],
])('a policy on a port beside one on the whole Service is found with %j', (gateways, severity, message) => {
  expect(findingsOf(mixedPortPolicies, MIXED, { gateways })).toEqual([
    {
      severity,
      object: 'BackendTLSPolicy payments/whole',
      path: 'spec.targetRefs[0]',
      message,
      fix: 'set sectionName in each policy that targets the Service',
    },
  ]);
});

test('it does not apply to a single policy', () => {
  expect(verdictOf(mixedPortPolicies, PORT)).toBe('not applicable: there are no two BackendTLSPolicies');
});

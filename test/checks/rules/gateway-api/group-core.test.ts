import { groupCore } from '../../../../src/checks/rules/gateway-api/group-core';
import { findingsOf, verdictOf } from '../_rule';
import { policy, service } from './_yaml';

const CORE_TARGET = policy({ targetRefs: '[{group: core, kind: Service, name: ledger}]' });
const CORE_ROOTS = policy({ roots: 'caCertificateRefs: [{group: core, kind: ConfigMap, name: roots}]' });

test('the empty group passes', () => {
  expect(verdictOf(groupCore, policy())).toBe('pass');
});

test.each([
  [CORE_TARGET, 'spec.targetRefs[0].group', 'Service ledger'],
  [CORE_ROOTS, 'spec.validation.caCertificateRefs[0].group', 'ConfigMap roots'],
])('"core" is found: %#', (yaml, path, object) => {
  expect(findingsOf(groupCore, yaml, { gateways: ['envoy-gateway@1.9'] })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path,
      message: `group "core" is not the core API group, so ${object} is not found; the core group is ""`,
      fix: 'write group: ""',
    },
  ]);
});

test('Kong takes it in targets, and not in references to roots', () => {
  const options = { gateways: ['kong-ingress-controller@3.5'] };
  expect(verdictOf(groupCore, CORE_TARGET, options)).toBe('pass');
  expect(findingsOf(groupCore, CORE_ROOTS, options)).toHaveLength(1);
});

test('it does not apply without a policy', () => {
  expect(verdictOf(groupCore, service())).toBe('not applicable: there is no BackendTLSPolicy');
});

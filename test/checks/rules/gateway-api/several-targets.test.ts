import { severalTargets } from '../../../../src/checks/rules/gateway-api/several-targets';
import { findingsOf, verdictOf } from '../_rule';
import { policy, service } from './_yaml';

const TWO = policy({
  targetRefs: '[{group: "", kind: Service, name: ledger}, {group: "", kind: Service, name: accounts}]',
});

test('one target passes', () => {
  expect(verdictOf(severalTargets, policy())).toBe('pass');
});

test('several targets are found', () => {
  expect(findingsOf(severalTargets, TWO)).toEqual([
    {
      severity: 'warning',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.targetRefs',
      message: 'the policy has 2 targets; portable is one, more should not be supported',
      fix: 'write one policy per Service',
    },
  ]);
});

test('it is an error where the gateway applies the policy to the first target only', () => {
  expect(findingsOf(severalTargets, TWO, { gateways: ['kgateway@2.0'] })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.targetRefs[1]',
      message:
        'the policy has 2 targets, of which kgateway 2.0 applies it to the first only: the others are reached in plaintext',
      fix: 'write one policy per Service',
    },
  ]);
});

test('it does not apply without a policy', () => {
  expect(verdictOf(severalTargets, service())).toBe('not applicable: there is no BackendTLSPolicy');
});

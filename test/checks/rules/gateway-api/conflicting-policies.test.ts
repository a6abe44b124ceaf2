import { conflictingPolicies } from '../../../../src/checks/rules/gateway-api/conflicting-policies';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const onPort = (port: string) => `[{group: "", kind: Service, name: ledger, sectionName: ${port}}]`;

test.each([
  ['different Services', policy() + policy({ name: 'b', targetRefs: '[{group: "", kind: Service, name: accounts}]' })],
  ['different ports', policy({ targetRefs: onPort('https') }) + policy({ name: 'b', targetRefs: onPort('admin') })],
  ['a port and the whole Service', policy() + policy({ name: 'b', targetRefs: onPort('https') })],
  ['one policy that is stated twice', policy() + policy()],
])('policies for %s pass', (_, yaml) => {
  expect(verdictOf(conflictingPolicies, yaml)).toBe('pass');
});

test.each([
  ['', '[{group: "", kind: Service, name: ledger}]'],
  [', sectionName "https",', onPort('https')],
])('two policies for one target are found%s', (section, targetRefs) => {
  const yaml = policy({ name: 'b', targetRefs }) + policy({ name: 'a', targetRefs });
  expect(findingsOf(conflictingPolicies, yaml)).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/b',
      path: 'spec.targetRefs[0]',
      message: `Service payments/ledger${section} is also the target of BackendTLSPolicy payments/a; the older of the two is applied, of the same age a, the other is Conflicted, and Kong applies none`,
      fix: 'keep one of b and a',
    },
  ]);
});

test('it does not apply to a single policy', () => {
  expect(verdictOf(conflictingPolicies, policy())).toBe('not applicable: there are no two BackendTLSPolicies');
});

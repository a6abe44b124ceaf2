import { bcpDuplicate } from '../../../../src/checks/rules/kgateway/bcp-duplicate';
import { findingsOf, verdictOf } from '../_rule';
import { policy, tlsPolicy } from './_yaml';

const SERVICE = `---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments, labels: {app: ledger}}
spec: {ports: [{port: 8443}]}
`;
const FIRST = tlsPolicy('{secretRef: {name: x}}', 'first');
const SELECTING = policy(
  '{targetSelectors: [{group: "", kind: Service, matchLabels: {app: ledger}}], tls: {insecureSkipVerify: true}, connectTimeout: 5s}',
  'second',
);

test.each([
  ['kgateway@2.4', '2.4', 'oldest', 'kgateway-dev/kgateway#14043'],
  ['kgateway@2.3', '2.3', 'newest', 'source: policies are applied in the order of creation, without a merge'],
])('a field that two policies set for one backend is found: %s', (stated, version, winner, evidence) => {
  expect(findingsOf(bcpDuplicate, SERVICE + FIRST + SELECTING, { gateways: [stated] })).toEqual([
    {
      severity: 'warning',
      object: 'BackendConfigPolicy payments/second',
      path: 'spec.targetSelectors[0]',
      message: `BackendConfigPolicy payments/first sets tls for Service payments/ledger too; kgateway ${version} takes each field from the ${winner} of the two (${evidence})`,
      fix: 'set tls in one of the two policies',
    },
  ]);
});

test('policies that set different fields pass', () => {
  const other = policy('{targetRefs: [{group: "", kind: Service, name: ledger}], connectTimeout: 5s}', 'second');
  expect(verdictOf(bcpDuplicate, FIRST + other, { gateways: ['kgateway@2.4'] })).toBe('pass');
});

test.each([
  ['one policy', FIRST, ['kgateway@2.4'], 'there are no two BackendConfigPolicies'],
  ['a version that is not stated', SERVICE + FIRST + SELECTING, [], 'the version of kgateway is not stated'],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(bcpDuplicate, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});

test('nothing is asked of a version where no policies meet', () => {
  const other = policy('{targetRefs: [{group: "", kind: Service, name: risk}], connectTimeout: 5s}', 'second');
  expect(verdictOf(bcpDuplicate, FIRST + other)).toBe('pass');
});

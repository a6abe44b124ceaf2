import { foreignBtp } from '../../../../src/checks/rules/istio/foreign-btp';
import { findingsOf, verdictOf } from '../_rule';
import { BY_CONFIG_MAP, behindGateway, policy } from './_istio';

const OPTED_OUT = policy(BY_CONFIG_MAP, { annotations: 'istio.io/ignore-policy-attachment: "true"' });
const FOREIGN = behindGateway('kgateway') + policy(BY_CONFIG_MAP);
const found = {
  severity: 'warning',
  object: 'BackendTLSPolicy payments/ledger',
  path: 'metadata.annotations',
};
const notForeign = 'no BackendTLSPolicy is on a backend that another gateway alone sends requests to';

test('a policy that Istio is told to ignore passes', () => {
  expect(verdictOf(foreignBtp, behindGateway('kgateway') + OPTED_OUT, { gateways: ['istio@1.30.1'] })).toBe('pass');
});

test('a policy for another gateway is found, with the annotation that helps', () => {
  expect(findingsOf(foreignBtp, FOREIGN, { gateways: ['istio@1.30.3', 'kgateway@2.4'] })).toEqual([
    {
      ...found,
      message:
        'the policy is for kgateway; Istio 1.30.3 reads it too, and sidecars stop using the mutual TLS of the mesh to Service payments/ledger',
      fix: 'annotate the policy with istio.io/ignore-policy-attachment: "true"',
    },
  ]);
});

test('before 1.30.1 the annotation does not help', () => {
  expect(findingsOf(foreignBtp, behindGateway('kgateway') + OPTED_OUT, { gateways: ['istio@1.29'] })).toEqual([
    {
      ...found,
      message:
        'the policy is for kgateway; Istio 1.29 reads it too, and sidecars stop using the mutual TLS of the mesh to Service payments/ledger',
      fix: 'use Istio 1.30.1 or later, which can be told to ignore the policy, or the own TLS settings of kgateway',
    },
  ]);
});

test.each([
  ['a cluster without Istio', FOREIGN, ['kgateway@2.4'], 'Istio is not stated'],
  ['a policy for Istio itself', behindGateway() + policy(BY_CONFIG_MAP), ['istio@1.29'], notForeign],
  ['a policy whose routes are not in the set', policy(BY_CONFIG_MAP), ['istio@1.29'], notForeign],
  [
    'a Gateway of a class that is not known',
    behindGateway('custom') + policy(BY_CONFIG_MAP),
    ['istio@1.29'],
    notForeign,
  ],
  ['a minor version whose patches differ', FOREIGN, ['istio@1.30'], 'btp.optOut of Istio 1.30 is not known'],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(foreignBtp, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});

import { tooManyCaRefs } from '../../../../src/checks/rules/gateway-api/too-many-ca-refs';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const TWO = policy({
  roots: 'caCertificateRefs: [{group: "", kind: ConfigMap, name: old}, {group: "", kind: ConfigMap, name: new}]',
});

test('several references pass where all are read', () => {
  expect(verdictOf(tooManyCaRefs, TWO, { gateways: ['envoy-gateway@1.9'] })).toBe('pass');
});

test.each([
  [
    'kgateway@2.4',
    'kgateway 2.4 reads the first of several caCertificateRefs only (source of 2.4; inferred before); got 2',
  ],
  [
    'nginx-gateway-fabric@2.6',
    'NGINX Gateway Fabric 2.6 refuses a policy with several caCertificateRefs (source of 2.6.7); got 2',
  ],
])('several references are found on %s', (stated, message) => {
  expect(findingsOf(tooManyCaRefs, TWO, { gateways: [stated] })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.caCertificateRefs[1]',
      message,
      fix: 'put all roots into one ConfigMap under ca.crt, and name that alone',
    },
  ]);
});

test('it does not apply to a single reference', () => {
  expect(verdictOf(tooManyCaRefs, policy(), { gateways: ['kgateway@2.4'] })).toBe(
    'not applicable: no BackendTLSPolicy has more than one caCertificateRefs entry',
  );
});

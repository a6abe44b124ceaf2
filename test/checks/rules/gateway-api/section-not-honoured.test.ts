import { sectionNotHonoured } from '../../../../src/checks/rules/gateway-api/section-not-honoured';
import { findingsOf, verdictOf } from '../_rule';
import { policy, service } from './_yaml';

const PORT = policy({ targetRefs: '[{group: "", kind: Service, name: ledger, sectionName: https}]' });
const KONG = ['kong-ingress-controller@3.5.13'];

test.each([
  ['a gateway that reads it', PORT, ['envoy-gateway@1.9']],
  ['a Service that has no other port', PORT + service(), KONG],
])('sectionName passes on %s', (_, yaml, gateways) => {
  expect(verdictOf(sectionNotHonoured, yaml, { gateways })).toBe('pass');
});

test.each([
  [
    PORT + service('[{name: https, port: 8443}, {name: http, port: 8080}]'),
    KONG,
    'Kong Ingress Controller 3.5.13 ignores sectionName, so the policy holds for each port of Service payments/ledger (source: the field is never read)',
    'give the TLS port a Service of its own, and drop sectionName',
  ],
  [
    PORT + service(),
    ['kgateway@2.2'],
    'kgateway 2.2 does not support sectionName, so the policy is not attached (kgateway-dev/kgateway#13780 came with 2.3)',
    'use version 2.3 to 2.4, or give the TLS port a Service of its own, and drop sectionName',
  ],
])('sectionName is found where it is not read: %#', (yaml, gateways, message, fix) => {
  expect(findingsOf(sectionNotHonoured, yaml, { gateways })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.targetRefs[0].sectionName',
      message,
      fix,
    },
  ]);
});

test('it does not apply without sectionName', () => {
  expect(verdictOf(sectionNotHonoured, policy(), { gateways: KONG })).toBe(
    'not applicable: no BackendTLSPolicy has a sectionName',
  );
});

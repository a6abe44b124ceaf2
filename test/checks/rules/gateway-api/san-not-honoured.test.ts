import { sanNotHonoured } from '../../../../src/checks/rules/gateway-api/san-not-honoured';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const OTHER = policy({ validation: 'subjectAltNames: [{type: URI, uri: "spiffe://example.org/ledger"}]' });
const SAME = policy({ validation: 'subjectAltNames: [{type: Hostname, hostname: ledger.example.com}]' });

test.each(['envoy-gateway@1.9', 'kgateway@2.4', 'istio@1.30'])('%s verifies subjectAltNames', (stated) => {
  expect(verdictOf(sanNotHonoured, OTHER, { gateways: [stated] })).toBe('pass');
});

test.each([
  [
    'nginx-gateway-fabric@2.6',
    'NGINX Gateway Fabric 2.6 ignores subjectAltNames (nginx/nginx-gateway-fabric#3152, still open; conformance); got "spiffe://example.org/ledger"',
    'drop subjectAltNames and give the name in the certificate as hostname',
  ],
  [
    'envoy-gateway@1.4',
    'Envoy Gateway 1.4 does not support subjectAltNames (envoyproxy/gateway#6092 came with 1.5); got "spiffe://example.org/ledger"',
    'use version 1.5 to 1.9, or drop subjectAltNames and give the name in the certificate as hostname',
  ],
  [
    'kong-operator@2.2',
    'Kong Operator 2.2 refuses a policy with subjectAltNames (source: the policy becomes Invalid, and traffic falls back to the annotations of the Service); got "spiffe://example.org/ledger"',
    'drop subjectAltNames and give the name in the certificate as hostname',
  ],
])('%s does not', (stated, message, fix) => {
  expect(findingsOf(sanNotHonoured, OTHER, { gateways: [stated] })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.subjectAltNames',
      message,
      fix,
    },
  ]);
});

test('it does not apply where the hostname is the only name, or where the gateway is not known', () => {
  expect(verdictOf(sanNotHonoured, SAME, { gateways: ['cilium@1.20'] })).toBe(
    'not applicable: no BackendTLSPolicy has subjectAltNames other than its hostname',
  );
  expect(verdictOf(sanNotHonoured, OTHER)).toBe(
    'not applicable: no gateway is known: no route leads to the targets, and none is stated',
  );
  expect(verdictOf(sanNotHonoured, OTHER, { gateways: ['kgateway@2.3'] })).toBe(
    'not applicable: what the gateways do is not known: their versions are not stated, or not in the tables',
  );
});

import { systemCaUnusable } from '../../../../src/checks/rules/gateway-api/system-ca-unusable';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const SYSTEM = { roots: 'wellKnownCACertificates: System' };
const NAMED = { ...SYSTEM, validation: 'subjectAltNames: [{type: Hostname, hostname: ledger.example.com}]' };

test.each([
  ['envoy-gateway@1.9', policy(SYSTEM)],
  ['istio@1.30', policy(NAMED)],
])('%s can use the system roots', (stated, yaml) => {
  expect(verdictOf(systemCaUnusable, yaml, { gateways: [stated] })).toBe('pass');
});

test.each([
  [
    'cilium@1.20',
    'Cilium 1.20 accepts the system roots and sends plaintext (cilium/cilium#48307: the policy is accepted, and traffic is plaintext)',
    'write the roots into a ConfigMap under ca.crt, and name it in caCertificateRefs instead',
  ],
  [
    'contour@1.33',
    'Contour 1.33 does not support the system roots (source of 1.33.6)',
    'write the roots into a ConfigMap under ca.crt, and name it in caCertificateRefs instead',
  ],
  [
    'istio@1.30',
    'Istio 1.30 verifies no name under the system roots without subjectAltNames, so that any public certificate passes (source of 1.30.3: without SANs any public certificate passes)',
    'add the hostname to subjectAltNames',
  ],
])('%s cannot', (stated, message, fix) => {
  expect(findingsOf(systemCaUnusable, policy(SYSTEM), { gateways: [stated] })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.wellKnownCACertificates',
      message,
      fix,
    },
  ]);
});

test('it does not apply to roots of another kind', () => {
  expect(verdictOf(systemCaUnusable, policy(), { gateways: ['cilium@1.20'] })).toBe(
    'not applicable: no BackendTLSPolicy trusts the system roots',
  );
});

import { vendorTlsOverlap } from '../../../../src/checks/rules/gateway-api/vendor-tls-overlap';
import { findingsOf, verdictOf } from '../_rule';
import { CONTROLLERS, gateway, policy, route, service } from './_yaml';

const CONFIG_POLICY = `---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: BackendConfigPolicy
metadata: {name: vendor, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger}]
  tls: {secretRef: {name: edge-client}}
`;
const WITHOUT_TLS = CONFIG_POLICY.replace(/ {2}tls: .*\n/, '  connectTimeout: 5s\n');

function rule(tls: string): string {
  return `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: vendor, namespace: payments}
spec: {host: ledger.payments.svc.cluster.local, trafficPolicy: ${tls}}
`;
}

const SIMPLE = rule('{tls: {mode: SIMPLE}}');
const ON_PORT = (port: number) => rule(`{portLevelSettings: [{port: {number: ${port}}, tls: {mode: SIMPLE}}]}`);
const SECTION = policy({ targetRefs: '[{group: "", kind: Service, name: ledger, sectionName: https}]' });
const PORTS = service('[{name: https, port: 8443}, {name: admin, port: 9443}]');

test.each([['settings that the gateway merges', policy() + SIMPLE, ['istio@1.31.0-rc.0']]])(
  '%s pass',
  (_, yaml, gateways) => {
    expect(verdictOf(vendorTlsOverlap, yaml, { gateways })).toBe('pass');
  },
);

test('kgateway drops one of the two, with its client certificate', () => {
  expect(findingsOf(vendorTlsOverlap, policy() + CONFIG_POLICY, { gateways: ['kgateway@2.4'] })).toEqual([
    {
      severity: 'error',
      object: 'BackendConfigPolicy payments/vendor',
      path: 'spec.tls',
      message:
        'Service payments/ledger is also the target of BackendTLSPolicy payments/ledger; kgateway 2.4 applies one of the two and drops the other, and with these settings their client certificate (kgateway-dev/kgateway#14043: BackendTLSPolicy wins, the client certificate is dropped)',
      fix: 'keep one of BackendTLSPolicy payments/ledger and the TLS settings of BackendConfigPolicy payments/vendor: the BackendConfigPolicy alone, or the BackendTLSPolicy with Gateway spec.tls.backend.clientCertificateRef',
    },
  ]);
});

test('Istio before 1.31 drops the DestinationRule, whichever gateway the policy is for', () => {
  const yaml = policy() + SIMPLE + service() + gateway(CONTROLLERS['envoy-gateway']) + route();
  expect(findingsOf(vendorTlsOverlap, yaml, { gateways: ['istio@1.30', 'envoy-gateway@1.9'] })).toEqual([
    {
      severity: 'error',
      object: 'DestinationRule payments/vendor',
      path: 'spec.trafficPolicy.tls',
      message:
        'Service payments/ledger is also the target of BackendTLSPolicy payments/ledger; Istio 1.30 applies one of the two and drops the other (istio/istio#60122: the policy replaces the whole trafficPolicy of the DestinationRule)',
      fix: 'keep one of BackendTLSPolicy payments/ledger and the TLS settings of DestinationRule payments/vendor',
    },
  ]);
});

test('settings of one port meet a policy on the same port only', () => {
  const options = { gateways: ['istio@1.30'] };
  expect(findingsOf(vendorTlsOverlap, SECTION + PORTS + ON_PORT(8443), options)).toHaveLength(1);
  expect(verdictOf(vendorTlsOverlap, SECTION + PORTS + ON_PORT(9443), options)).toContain('not applicable');
});

test.each([
  ['no settings of a vendor', policy(), ['kgateway@2.4']],
  ['settings without TLS', policy() + WITHOUT_TLS, ['kgateway@2.4']],
  ['settings of a gateway that is neither there nor stated', policy() + CONFIG_POLICY, ['istio@1.30']],
  [
    'a policy that Istio is told to leave alone',
    policy({ annotations: 'istio.io/ignore-policy-attachment: "true"' }) + SIMPLE,
    ['istio@1.30.3'],
  ],
])('it does not apply to %s', (_, yaml, gateways) => {
  expect(verdictOf(vendorTlsOverlap, yaml, { gateways })).toBe(
    "not applicable: no target of a BackendTLSPolicy has TLS settings of a gateway's own kind",
  );
});

test('it does not apply where the version is not known', () => {
  const yaml = policy() + CONFIG_POLICY + service() + gateway(CONTROLLERS.kgateway) + route();
  expect(verdictOf(vendorTlsOverlap, yaml)).toBe(
    'not applicable: what the gateways do is not known: their versions are not stated, or not in the tables',
  );
});

import { versionNotServed } from '../../../../src/checks/rules/gateway-api/version-not-served';
import { findingsOf, verdictOf } from '../_rule';
import { CLIENT_CERTIFICATE, CONTROLLERS, crd, gateway, policy } from './_yaml';

const GRANT = `---
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: {name: edge, namespace: payments}
spec:
  from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: gateways}]
  to: [{group: "", kind: Secret}]
`;
const OLD_FIELD = `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: gateways}
spec: {gatewayClassName: edge, backendTLS: {clientCertificateRef: {name: edge-client}}}
`;
const NEW_FIELD = gateway(CONTROLLERS.kgateway, { tls: CLIENT_CERTIFICATE });

test.each([
  ['BackendTLSPolicy v1 from 1.4 on', policy(), 'v1.4.0', 'standard'],
  ['BackendTLSPolicy v1alpha3 in the experimental channel', policy({ version: 'v1alpha3' }), 'v1.6.1', 'experimental'],
  ['BackendTLSPolicy v1alpha2 in 1.0', policy({ version: 'v1alpha2' }), 'v1.0.0', 'experimental'],
  ['ReferenceGrant v1 from 1.5 on', GRANT, 'v1.5.0-rc.1', 'standard'],
  ['spec.tls.backend in the experimental channel of 1.4', NEW_FIELD, 'v1.4.0', 'experimental'],
  ['spec.tls.backend in the standard channel of 1.5', NEW_FIELD, 'v1.5.0', 'standard'],
  ['spec.backendTLS in 1.3', OLD_FIELD, 'v1.3.0', 'experimental'],
])('%s passes', (_, yaml, release, channel) => {
  expect(verdictOf(versionNotServed, yaml + crd(release, channel))).toBe('pass');
});

test.each([
  [
    'BackendTLSPolicy v1 before 1.4',
    policy() + crd('v1.3.0', 'experimental'),
    'the experimental channel of Gateway API 1.3.0 does not have BackendTLSPolicy v1; both channels have it since 1.4',
    'install Gateway API 1.4 or later, or write v1alpha3 for the experimental channel of 1.1 to 1.3',
  ],
  [
    'BackendTLSPolicy v1alpha3 in a standard channel',
    policy({ version: 'v1alpha3' }) + crd('v1.6.1', 'standard'),
    'the standard channel of Gateway API 1.6.1 does not have BackendTLSPolicy v1alpha3; the experimental channel alone has it, since 1.1',
    'write gateway.networking.k8s.io/v1 where Gateway API is 1.4 or later, or install its experimental channel',
  ],
  [
    'BackendTLSPolicy v1alpha2 after 1.0, whatever the channel',
    policy({ version: 'v1alpha2' }) + crd('v1.1.0'),
    'Gateway API 1.1.0 does not have BackendTLSPolicy v1alpha2; the experimental channel of 1.0 alone had it',
    'write gateway.networking.k8s.io/v1 with spec.targetRefs and spec.validation, and install Gateway API 1.4 or later',
  ],
  [
    'ReferenceGrant v1 before 1.5',
    GRANT + crd('v1.4.1', 'standard'),
    'the standard channel of Gateway API 1.4.1 does not have ReferenceGrant v1; both channels have it since 1.5',
    'write gateway.networking.k8s.io/v1beta1',
  ],
  [
    'spec.tls.backend in the standard channel of 1.4',
    NEW_FIELD + crd('v1.4.1', 'standard'),
    'the standard channel of Gateway API 1.4.1 does not have spec.tls.backend of Gateway; the experimental channel has it since 1.4, the standard channel since 1.5',
    'install Gateway API 1.5 or later',
  ],
  [
    'spec.backendTLS after 1.3',
    OLD_FIELD + crd('v1.4.0', 'experimental'),
    'the experimental channel of Gateway API 1.4.0 does not have spec.backendTLS of Gateway; the experimental channel of 1.2 and 1.3 alone had it',
    'write spec.tls.backend, which the experimental channel has since 1.4 and the standard channel since 1.5',
  ],
])('%s is found', (_, yaml, message, fix) => {
  expect(findingsOf(versionNotServed, yaml)).toEqual([expect.objectContaining({ severity: 'error', message, fix })]);
});

test('the finding is at the version, or at the field', () => {
  expect(findingsOf(versionNotServed, policy() + crd('v1.3.0')).map(({ path }) => path)).toEqual(['apiVersion']);
  expect(findingsOf(versionNotServed, NEW_FIELD + crd('v1.3.0')).map(({ path }) => path)).toEqual(['spec.tls.backend']);
});

test('the release may be stated instead', () => {
  expect(findingsOf(versionNotServed, policy(), { gateways: ['gateway-api@1.3'] })).toHaveLength(1);
  expect(verdictOf(versionNotServed, policy(), { gateways: ['gateway-api@1.4'] })).toBe('pass');
});

test('what only the channel could tell is not judged without it', () => {
  const yaml = policy({ version: 'v1alpha3' });
  expect(verdictOf(versionNotServed, yaml, { gateways: ['gateway-api@1.6'] })).toBe('pass');
});

test('a release that cannot be read is none', () => {
  expect(verdictOf(versionNotServed, policy() + crd('latest'))).toContain('the release of Gateway API is not known');
});

test.each([
  [
    policy(),
    'not applicable: the release of Gateway API is not known: it is stated by --gateway gateway-api@VERSION, or by its CRDs',
  ],
  [crd('v1.6.1'), 'not applicable: there is no BackendTLSPolicy, Gateway, ReferenceGrant'],
])('it does not apply without a release or without objects', (yaml, verdict) => {
  expect(verdictOf(versionNotServed, yaml)).toBe(verdict);
});

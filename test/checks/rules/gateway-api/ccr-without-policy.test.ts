import { ccrWithoutPolicy } from '../../../../src/checks/rules/gateway-api/ccr-without-policy';
import { findingsOf, verdictOf } from '../_rule';
import { CLIENT_CERTIFICATE, CONTROLLERS, gateway, policy, route, service } from './_yaml';

const EDGE = gateway(CONTROLLERS.kgateway, { tls: CLIENT_CERTIFICATE });
const PLAIN =
  service('[{name: http, port: 8080}]', { name: 'status' }) +
  route('HTTPRoute', { name: 'status', backend: 'status', port: 8080 });

test.each([
  ['a backend with a policy', EDGE + service() + route() + policy()],
  ['a plaintext backend beside one with a policy', EDGE + service() + route() + policy() + PLAIN],
  ['a plaintext backend beside one outside the set', EDGE + route() + PLAIN],
])('%s passes', (_, yaml) => {
  expect(verdictOf(ccrWithoutPolicy, yaml)).toBe('pass');
});

test.each([
  ['a TLS port without a policy', EDGE + service() + route(), 'Service payments/ledger'],
  [
    'a TLS port without a policy beside one with it',
    EDGE +
      service() +
      route() +
      policy() +
      service('[{name: https, port: 443}]', { name: 'accounts' }) +
      route('HTTPRoute', { name: 'accounts', backend: 'accounts', port: 443 }),
    'Service payments/accounts',
  ],
  ['a certificate that no backend asks for', EDGE + PLAIN, 'Service payments/status'],
])('%s is found', (_, yaml, backend) => {
  expect(findingsOf(ccrWithoutPolicy, yaml)).toEqual([
    {
      severity: 'error',
      object: 'Gateway gateways/edge',
      path: 'spec.tls.backend.clientCertificateRef',
      message: `the Gateway routes to ${backend} without a BackendTLSPolicy or TLS settings of a vendor, so it presents no certificate there`,
      fix: `write a BackendTLSPolicy for ${backend}`,
    },
  ]);
});

test('however many backends there are, the Gateway has one finding', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const backends = names.map((name) => service(undefined, { name }) + route('HTTPRoute', { name, backend: name }));
  const [finding, ...others] = findingsOf(ccrWithoutPolicy, EDGE + backends.join(''));
  expect(others).toEqual([]);
  expect(finding?.message).toContain('routes to Service payments/a and 5 more without');
  expect(finding?.fix).toMatch(/Service payments\/e and the others$/);
});

test('routes of a ListenerSet are the routes of its Gateway', () => {
  const set = `---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: payments}
spec: {parentRef: {name: edge, namespace: gateways}, listeners: []}
`;
  const parent = '{group: gateway.networking.k8s.io, kind: ListenerSet, name: more}';
  expect(findingsOf(ccrWithoutPolicy, EDGE + set + service() + route('HTTPRoute', { parent }))).toHaveLength(1);
});

test.each([
  [gateway(CONTROLLERS.kgateway) + service() + route(), 'no Gateway has a clientCertificateRef for its backends'],
  [EDGE + route(), 'no Gateway with a clientCertificateRef routes to a port of a Service of the set'],
])('it does not apply without a client certificate, or without backends: %#', (yaml, reason) => {
  expect(verdictOf(ccrWithoutPolicy, yaml)).toBe(`not applicable: ${reason}`);
});

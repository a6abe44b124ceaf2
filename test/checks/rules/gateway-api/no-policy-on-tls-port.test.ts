import { noPolicyOnTlsPort } from '../../../../src/checks/rules/gateway-api/no-policy-on-tls-port';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { CONTROLLERS, gateway, policy, route, service } from './_yaml';

const EDGE = gateway(CONTROLLERS.kgateway);

test.each([
  ['a plaintext port', service('[{name: http, port: 8080}]') + route('HTTPRoute', { port: 8080 }) + EDGE],
  ['a plaintext port with the number of a TLS port', service('[{name: http-web, port: 8443}]') + route() + EDGE],
  ['an application protocol without TLS', service('[{name: https, port: 8443, appProtocol: http}]') + route() + EDGE],
  ['a policy on the Service', service() + route() + EDGE + policy()],
  ['TLS by an annotation of Kong', service(undefined, { annotations: 'konghq.com/protocol: https' }) + route() + EDGE],
  ['a gateway that takes TLS from the port', service() + route() + gateway(CONTROLLERS.traefik)],
])('%s passes', (_, yaml) => {
  expect(verdictOf(noPolicyOnTlsPort, yaml)).toBe('pass');
});

test.each([
  ['by its name', '[{name: https, port: 9000}]', 9000, 'port 9000 ("https")'],
  ['by the start of its name', '[{name: https-web, port: 9000}]', 9000, 'port 9000 ("https-web")'],
  ['by its number', '[{port: 443}]', 443, 'port 443'],
  ['by its number, whatever its name', '[{name: web, port: 8443}]', 8443, 'port 8443 ("web")'],
  [
    'by its application protocol',
    '[{name: web, port: 80, appProtocol: kubernetes.io/wss}]',
    80,
    'port 80 ("web", appProtocol "kubernetes.io/wss")',
  ],
])('a port that looks like TLS %s is found', (_, ports, port, described) => {
  expect(findingsOf(noPolicyOnTlsPort, service(ports) + route('HTTPRoute', { port }) + EDGE)).toEqual([
    {
      severity: 'warning',
      object: 'HTTPRoute payments/ledger',
      path: 'spec.rules[0].backendRefs[0].port',
      message: `${described} of Service payments/ledger looks like TLS, but no BackendTLSPolicy and no kind of the gateway's own selects it, so it is spoken to in plaintext`,
      fix: 'write a BackendTLSPolicy in namespace payments that targets Service ledger, or give the port a name such as "http" if it is plaintext',
    },
  ]);
});

test('what the stated gateway does by itself counts where the class is not in the set', () => {
  const yaml = `${service()}${route()}---${EDGE.split('---')[2]}`;
  expect(yaml).not.toContain('kind: GatewayClass');
  expect(verdictOf(noPolicyOnTlsPort, yaml, { gateways: ['traefik@3.7'] })).toBe('pass');
  expect(verdictOf(noPolicyOnTlsPort, yaml, { gateways: ['kgateway@2.4'] })).toBe('findings');
});

test.each([
  ['*.payments.svc.cluster.local', 'SIMPLE', 'pass'],
  ['*.local', 'ISTIO_MUTUAL', 'pass'],
  ['*', 'MUTUAL', 'pass'],
  ['*.gateways.svc.cluster.local', 'SIMPLE', 'findings'],
  ['*.payments.svc.cluster.local', 'DISABLE', 'findings'],
])('a DestinationRule for %s with mode %s: %s', (host, mode, verdict) => {
  const rule = `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: all, namespace: payments}
spec: {host: "${host}", trafficPolicy: {tls: {mode: ${mode}}}}
`;
  const yaml = service() + route() + gateway(CONTROLLERS.istio) + rule;
  expect(verdictOf(noPolicyOnTlsPort, yaml)).toBe(verdict);
});

test('a policy on another port does not count', () => {
  const other = policy({ targetRefs: '[{group: "", kind: Service, name: ledger, sectionName: admin}]' });
  const yaml = service('[{name: https, port: 8443}, {name: admin, port: 9443}]') + route() + EDGE + other;
  expect(findingsOf(noPolicyOnTlsPort, yaml)).toHaveLength(1);
});

test('several routes to one port give one finding, at the line of the first', () => {
  const yaml = service() + EDGE + route() + route('GRPCRoute');
  expect(lineOf(noPolicyOnTlsPort, yaml)).toBe(yaml.split('\n').findIndex((line) => line.includes('backendRefs')) + 1);
});

test.each([
  ['a Service outside the set', route() + EDGE],
  ['a TLSRoute, by which the TLS of the client may pass', service() + route('TLSRoute') + EDGE],
  ['a route of a mesh', service() + route('HTTPRoute', { parent: '{group: "", kind: Service, name: ledger}' })],
])('it does not apply to %s', (_, yaml) => {
  expect(verdictOf(noPolicyOnTlsPort, yaml)).toBe(
    'not applicable: no HTTPRoute or GRPCRoute of a Gateway leads to a port of a Service of the set',
  );
});

import { capabilityUnknown } from '../../../../src/checks/rules/gateway-api/capability-unknown';
import { routeKindNotCovered } from '../../../../src/checks/rules/gateway-api/route-kind-not-covered';
import { findingsOf, verdictOf } from '../_rule';
import { CONTROLLERS, gateway, policy, route, service } from './_yaml';

const TLS_LISTENER = (mode: string) => `[{name: tls, port: 443, protocol: TLS, tls: {mode: ${mode}}}]`;
const CILIUM = ['cilium@1.20'];

function behind(controller: keyof typeof CONTROLLERS, routes: string, listeners?: string): string {
  const options = listeners === undefined ? {} : { listeners };
  return policy() + service() + gateway(CONTROLLERS[controller], options) + routes;
}

test.each([
  ['an HTTPRoute', behind('cilium', route()), CILIUM],
  [
    'a GRPCRoute on NGINX Gateway Fabric',
    behind('nginx-gateway-fabric', route('GRPCRoute')),
    ['nginx-gateway-fabric@2.6'],
  ],
  ['any route on Istio', behind('istio', route('TCPRoute')), ['istio@1.30']],
  [
    'a GRPCRoute on Kong beside an HTTPRoute, which brings the policy to the Service',
    behind('kong', route() + route('GRPCRoute')),
    ['kong-ingress-controller@3.5'],
  ],
])('%s passes', (_, yaml, gateways) => {
  expect(verdictOf(routeKindNotCovered, yaml, { gateways })).toBe('pass');
});

test('a GRPCRoute is found on Cilium', () => {
  expect(findingsOf(routeKindNotCovered, behind('cilium', route('GRPCRoute')), { gateways: CILIUM })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.targetRefs[0]',
      message:
        'GRPCRoute payments/ledger leads to Service payments/ledger; Cilium 1.20 applies policies to backends of HTTPRoute only (conformance; cilium/cilium#48935: GRPCRoutes are ignored)',
      fix: "lead to the backend by HTTPRoute, or use the gateway's own kind",
    },
  ]);
});

test('the stated gateway is meant where the class is not in the set', () => {
  const yaml = policy() + service() + route('GRPCRoute');
  expect(findingsOf(routeKindNotCovered, yaml, { gateways: CILIUM })).toHaveLength(1);
});

test('one route of each kind is enough', () => {
  const routes = route('GRPCRoute') + route('GRPCRoute', { name: 'second' }) + route('TCPRoute');
  expect(findingsOf(routeKindNotCovered, behind('cilium', routes), { gateways: CILIUM })).toHaveLength(2);
});

test('a TLSRoute is judged only where the Gateway ends the TLS of the client', () => {
  const terminated = behind('cilium', route('TLSRoute'), TLS_LISTENER('Terminate'));
  expect(findingsOf(routeKindNotCovered, terminated, { gateways: CILIUM })).toHaveLength(1);
  const passed = behind('cilium', route('TLSRoute'), TLS_LISTENER('Passthrough'));
  expect(verdictOf(routeKindNotCovered, passed, { gateways: CILIUM })).toContain('not applicable');
});

test('a kind of which it is not established whether it is covered is not judged, and said to be unknown', () => {
  const yaml = behind('envoy-gateway', route('GRPCRoute'));
  const options = { gateways: ['envoy-gateway@1.9'] };
  expect(verdictOf(routeKindNotCovered, yaml, options)).toBe(
    'not applicable: what the gateways do is not known: their versions are not stated, or not in the tables',
  );
  expect(findingsOf(capabilityUnknown, yaml, options)).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('whether GRPCRoute belongs to it is not established') }),
  );
});

test('it does not apply without a route', () => {
  expect(verdictOf(routeKindNotCovered, policy() + service(), { gateways: CILIUM })).toBe(
    'not applicable: no route of the set leads to the target of a BackendTLSPolicy',
  );
});

import { btpWithoutHttproute } from '../../../../src/checks/rules/kong/btp-without-httproute';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, ingress, KIC, policy, route } from './_yaml';

const POLICY = policy('{hostname: a, caCertificateRefs: [{group: "", kind: ConfigMap, name: root}]}');

test.each([
  [
    'Ingress',
    ingress(),
    'give Service payments/ledger the annotations konghq.com/protocol: https, konghq.com/tls-verify: "true" and konghq.com/ca-certificates-configmaps in place of the policy',
  ],
  [
    'GRPCRoute',
    gateway() + route({ kind: 'GRPCRoute' }),
    'use another gateway for gRPC, such as NGINX Gateway Fabric: with protocol grpc and grpcs, which gRPC needs, Kong takes no TLS settings (Kong/kong#14727)',
  ],
  ['TCPRoute', gateway() + route({ kind: 'TCPRoute' }), 'lead to Service payments/ledger by HTTPRoute'],
])('a Service that an %s alone leads to is found', (kind, yaml, fix) => {
  expect(findingsOf(btpWithoutHttproute, yaml + POLICY, { gateways: KIC })).toEqual([
    {
      severity: 'error',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.targetRefs',
      message: `Service payments/ledger is reached by ${kind} only, and Kong Ingress Controller 3.5.13 applies a policy through HTTPRoute only`,
      fix,
    },
  ]);
});

test('a Service that an HTTPRoute leads to beside an Ingress passes', () => {
  expect(verdictOf(btpWithoutHttproute, gateway() + route() + ingress() + POLICY, { gateways: KIC })).toBe('pass');
});

test.each([
  [
    'a Service that no route leads to',
    gateway() + POLICY,
    KIC,
    'there is no BackendTLSPolicy on a Service that a route of Kong leads to',
  ],
  [
    'a version that is not stated',
    ingress() + POLICY,
    [],
    'the version of the Kong controller is not stated or not known',
  ],
])('%s is not judged', (_name, yaml, gateways, reason) => {
  expect(verdictOf(btpWithoutHttproute, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});

import { protocolNotTls } from '../../../../src/checks/rules/kong/protocol-not-tls';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, ingress, KIC, policy, route, service } from './_yaml';

const MUTUAL = { 'client-cert': 'edge-client', 'tls-verify': 'true' };

test.each([
  [
    'no protocol',
    MUTUAL,
    'client-cert',
    'konghq.com/protocol is not set, which means http; the controller drops, and the backend is spoken to without, konghq.com/client-cert, konghq.com/tls-verify, allowed with https and tls',
  ],
  [
    'a plaintext protocol',
    { ...MUTUAL, protocol: 'grpc' },
    'protocol',
    'konghq.com/protocol is "grpc"; the controller drops, and the backend is spoken to without, konghq.com/client-cert, konghq.com/tls-verify, allowed with https and tls',
  ],
  [
    'a protocol that Kong Gateway refuses settings for',
    { ...MUTUAL, protocol: 'grpcs' },
    'protocol',
    'konghq.com/protocol is "grpcs"; Kong Gateway refuses the whole configuration with konghq.com/client-cert, konghq.com/tls-verify, allowed with https and tls',
  ],
])('%s is found', (_name, annotations, annotation, message) => {
  expect(findingsOf(protocolNotTls, service(annotations))).toEqual([
    {
      severity: 'error',
      object: 'Service payments/ledger',
      path: `metadata.annotations[konghq.com/${annotation}]`,
      message,
      fix: 'set konghq.com/protocol: https',
    },
  ]);
});

test.each([
  ['https', service({ ...MUTUAL, protocol: 'https' })],
  ['tls', service({ ...MUTUAL, protocol: 'tls' })],
  ['a policy, which sets the protocol', service(MUTUAL) + policy('{hostname: a}')],
  [
    'a route of another kind, which may mean another protocol',
    service(MUTUAL) + gateway() + route({ kind: 'GRPCRoute' }),
  ],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(protocolNotTls, yaml)).toBe('pass');
});

test('a Service without TLS annotations is not judged', () => {
  expect(verdictOf(protocolNotTls, service({ protocol: 'http' }))).toBe(
    'not applicable: no Service has TLS annotations of Kong',
  );
});

describe('a GRPCRoute', () => {
  const GRPC = gateway() + route({ kind: 'GRPCRoute' });

  test.each([
    ['https', {}, 'NGINX Gateway Fabric'],
    ['tls', MUTUAL, 'Envoy Gateway or kgateway'],
  ])('to a Service with protocol %s is found, with gateways that serve it', (protocol, annotations, others) => {
    expect(findingsOf(protocolNotTls, service({ ...annotations, protocol }) + GRPC)).toEqual([
      {
        severity: 'error',
        object: 'GRPCRoute payments/ledger',
        path: 'spec.rules[0].backendRefs[0]',
        message: `Service payments/ledger has konghq.com/protocol: ${protocol}, with which Kong does not pass requests on as gRPC; allowed for a GRPCRoute are grpc and grpcs`,
        fix: `use another gateway for gRPC, such as ${others}: with protocol grpc and grpcs, which gRPC needs, Kong takes no TLS settings (Kong/kong#14727)`,
      },
    ]);
  });

  test.each([
    ['to a Service with protocol grpcs', service({ protocol: 'grpcs' }) + GRPC],
    ['to another Service', service({ protocol: 'https' }) + gateway() + route({ kind: 'GRPCRoute', to: ['billing'] })],
    [
      'of another gateway',
      service({ protocol: 'https' }) + gateway('example.com/other') + route({ kind: 'GRPCRoute' }),
    ],
    [
      'in place of which an HTTPRoute and an Ingress lead there',
      service({ protocol: 'https' }) + gateway() + route() + ingress(),
    ],
  ])('%s is not judged', (_name, yaml) => {
    expect(verdictOf(protocolNotTls, yaml)).toBe('not applicable: no Service has TLS annotations of Kong');
  });

  test('of a Gateway whose class is elsewhere is found where only Kong is stated', () => {
    const yaml = service({ protocol: 'https' }) + route({ kind: 'GRPCRoute' });
    expect(findingsOf(protocolNotTls, yaml, { gateways: KIC })).toHaveLength(1);
    expect(findingsOf(protocolNotTls, yaml)).toEqual([]);
  });
});

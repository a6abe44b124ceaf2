import { protocolNotTls } from '../../../../src/checks/rules/kong/protocol-not-tls';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, policy, route, service } from './_yaml';

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

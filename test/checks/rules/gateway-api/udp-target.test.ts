import { udpTarget } from '../../../../src/checks/rules/gateway-api/udp-target';
import { findingsOf, verdictOf } from '../_rule';
import { policy, service } from './_yaml';

const UDP = '{name: dns, port: 53, protocol: UDP}';
const ON_DNS = policy({ targetRefs: '[{group: "", kind: Service, name: ledger, sectionName: dns}]' });

test.each([
  policy() + service(),
  policy() + service(`[${UDP}, {name: https, port: 8443}]`),
  ON_DNS + service('[{name: https, port: 8443}, {name: dns, port: 53, protocol: TCP}]'),
])('a TCP port passes: %#', (yaml) => {
  expect(verdictOf(udpTarget, yaml)).toBe('pass');
});

test.each([
  [
    ON_DNS + service(`[${UDP}, {name: https, port: 8443}]`),
    'spec.targetRefs[0].sectionName',
    'port "dns" of Service payments/ledger is a UDP port; allowed is a TCP port',
    'set sectionName to one of: https',
  ],
  [
    policy() + service(`[${UDP}]`),
    'spec.targetRefs[0]',
    'Service payments/ledger has UDP ports only; allowed is a TCP port',
    'target a Service with a TCP port, or remove the policy',
  ],
])('a UDP port is found: %#', (yaml, path, message, fix) => {
  expect(findingsOf(udpTarget, yaml)).toEqual([
    { severity: 'error', object: 'BackendTLSPolicy payments/ledger', path, message, fix },
  ]);
});

test('it does not apply where the Service is not in the set', () => {
  expect(verdictOf(udpTarget, policy())).toBe(
    'not applicable: no BackendTLSPolicy targets a Service that is in the set',
  );
});

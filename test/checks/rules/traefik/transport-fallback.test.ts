import { transportFallback } from '../../../../src/checks/rules/traefik/transport-fallback';
import { findingsOf, verdictOf } from '../_rule';

function transport(spec: string): string {
  return `
apiVersion: traefik.io/v1alpha1
kind: ServersTransport
metadata: {name: ledger, namespace: payments}
spec: {${spec}}
`;
}

function secret(namespace: string, ...keys: readonly string[]): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: edge-client, namespace: ${namespace}}
data: {${keys.map((key) => `${key}: dGV4dA==`).join(', ')}}
`;
}

const MUTUAL = transport('serverName: ledger, rootCAs: [{secret: roots}], certificatesSecrets: [edge-client]');
const gateways = ['traefik@3.7'];
const found = { severity: 'error', object: 'ServersTransport payments/ledger' };

test.each([
  ['a Secret with certificate and key', MUTUAL + secret('payments', 'tls.crt', 'tls.key')],
  ['a Secret that is not in the set', MUTUAL],
  ['SPIFFE alone', transport('spiffe: {trustDomain: example.com}, insecureSkipVerify: false, rootCAs: []')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(transportFallback, yaml, { gateways })).toBe('pass');
});

test('SPIFFE beside TLS fields is replaced by the default transport', () => {
  const yaml = transport('spiffe: {trustDomain: example.com}, serverName: ledger, rootCAs: [{secret: roots}]');
  expect(findingsOf(transportFallback, yaml, { gateways })).toEqual([
    {
      ...found,
      path: 'spec.spiffe',
      message:
        'spiffe stands beside serverName, rootCAs; Traefik 3.7 refuses both together and uses its default transport',
      fix: 'remove spiffe, or serverName, rootCAs',
    },
  ]);
});

test.each([
  ['without key', MUTUAL + secret('payments', 'tls.crt'), {}, 'Secret payments/edge-client has no tls.key'],
  [
    'of another kind',
    MUTUAL + secret('payments', 'cert', 'key'),
    {},
    'Secret payments/edge-client has no tls.crt and no tls.key',
  ],
  [
    'in another namespace',
    MUTUAL + secret('gateways', 'tls.crt', 'tls.key'),
    {},
    'there is no Secret payments/edge-client, only Secret gateways/edge-client, and other namespaces are not read',
  ],
  ['missing from a complete set', MUTUAL, { closedWorld: true }, 'there is no Secret payments/edge-client'],
])('a client Secret %s is skipped', (_name, yaml, options, problem) => {
  expect(findingsOf(transportFallback, yaml, { gateways, ...options })).toEqual([
    {
      ...found,
      path: 'spec.certificatesSecrets[0]',
      message: `${problem}; Traefik 3.7 goes on without the client certificate`,
      fix: 'see that Secret payments/edge-client has tls.crt and tls.key',
    },
  ]);
});

test.each([
  ['a set without ServersTransport', secret('payments'), gateways, 'there is no ServersTransport'],
  ['a version that is not stated', MUTUAL, [], 'the version of Traefik is not stated'],
  ['a version that was not read', MUTUAL, ['traefik@3.1'], 'perBackendCert of Traefik 3.1 is not known'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(transportFallback, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});

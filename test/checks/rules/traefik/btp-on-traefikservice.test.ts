import { btpOnTraefikservice } from '../../../../src/checks/rules/traefik/btp-on-traefikservice';
import { findingsOf, verdictOf } from '../_rule';

function policy(group: string, kind: string): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "${group}", kind: ${kind}, name: ledger}]
  validation: {hostname: ledger.example.com, caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]}
`;
}

function route(group: string, kind: string): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec:
  parentRefs: [{name: edge}]
  rules: [{backendRefs: [{group: "${group}", kind: ${kind}, name: ledger, port: 8443}]}]
`;
}

function forwarder(transport: string): string {
  return `---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: ledger, namespace: payments}
spec: {weighted: {services: [{name: ledger, port: 8443, scheme: https${transport}}]}}
`;
}

function transport(spec: string): string {
  return `---
apiVersion: traefik.io/v1alpha1
kind: ServersTransport
metadata: {name: mutual, namespace: payments}
spec: {certificatesSecrets: [edge-client]${spec}}
`;
}

const ON_SERVICE = policy('', 'Service');
const THROUGH = route('traefik.io', 'TraefikService');
const gateways = ['traefik@3.7'];
const found = {
  severity: 'error',
  object: 'BackendTLSPolicy payments/ledger',
  path: 'spec.targetRefs[0]',
  fix: 'set rootCAs and serverName in the ServersTransport that the TraefikService names for this Service',
};
const notJudged = 'no BackendTLSPolicy targets a TraefikService, or what one of an HTTPRoute forwards to';

test.each([
  ['a transport with authorities', forwarder(', serversTransport: mutual') + transport(', rootCAs: [{secret: roots}]')],
  ['a transport that is not in the set', forwarder(', serversTransport: mutual')],
  ['a transport of another provider', forwarder(', serversTransport: payments-mutual@kubernetescrd')],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(btpOnTraefikservice, ON_SERVICE + THROUGH + yaml, { gateways })).toBe('pass');
});

test.each([
  ['no transport', forwarder('')],
  ['a transport without authorities', forwarder(', serversTransport: mutual') + transport('')],
])('through a TraefikService with %s the policy does not count', (_name, yaml) => {
  expect(findingsOf(btpOnTraefikservice, ON_SERVICE + THROUGH + yaml, { gateways })).toEqual([
    {
      ...found,
      message:
        'requests reach Service payments/ledger through TraefikService payments/ledger, where Traefik 3.7 does not apply the policy',
    },
  ]);
});

test('a policy on the TraefikService itself does not count', () => {
  const yaml = policy('traefik.io', 'TraefikService') + THROUGH + forwarder('');
  expect(findingsOf(btpOnTraefikservice, yaml, { gateways })).toEqual([
    { ...found, message: 'Traefik 3.7 does not apply a policy to TraefikService payments/ledger' },
  ]);
});

test.each([
  ['a route to the Service itself', ON_SERVICE + route('', 'Service') + forwarder(''), gateways, notJudged],
  ['a TraefikService that no HTTPRoute names', ON_SERVICE + forwarder(''), gateways, notJudged],
  ['a version that is not stated', ON_SERVICE + THROUGH + forwarder(''), [], 'the version of Traefik is not stated'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(btpOnTraefikservice, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});

import { skipVerify } from '../../../../src/checks/rules/gateway-api/skip-verify';
import { findingsOf, verdictOf } from '../_rule';
import { policy } from './_yaml';

const FIX = 'name the roots of the backend and remove insecureSkipVerify, or suppress this finding with the reason';

function object(apiVersion: string, kind: string, spec: string): string {
  return `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ledger, namespace: payments}
spec: ${spec}
`;
}

const envoyBackend = (skip: boolean) =>
  object('gateway.envoyproxy.io/v1alpha1', 'Backend', `{tls: {insecureSkipVerify: ${skip}}}`);

test('verification that is on passes', () => {
  expect(verdictOf(skipVerify, envoyBackend(false))).toBe('pass');
});

const ALL = "insecureSkipVerify is true: the server's certificate is not verified";

test.each([
  [
    'gateway.envoyproxy.io/v1alpha1',
    'Backend',
    '{tls: {insecureSkipVerify: true}}',
    'spec.tls.insecureSkipVerify',
    ALL,
  ],
  [
    'gateway.kgateway.dev/v1alpha1',
    'BackendConfigPolicy',
    '{tls: {insecureSkipVerify: true}}',
    'spec.tls.insecureSkipVerify',
    `${ALL}, and no client certificate is presented`,
  ],
  ['traefik.io/v1alpha1', 'ServersTransport', '{insecureSkipVerify: true}', 'spec.insecureSkipVerify', ALL],
  [
    'traefik.io/v1alpha1',
    'ServersTransportTCP',
    '{tls: {insecureSkipVerify: true}}',
    'spec.tls.insecureSkipVerify',
    ALL,
  ],
  [
    'networking.istio.io/v1',
    'DestinationRule',
    '{trafficPolicy: {portLevelSettings: [{port: {number: 8443}, tls: {mode: SIMPLE, insecureSkipVerify: true}}]}}',
    'spec.trafficPolicy.portLevelSettings[0].tls.insecureSkipVerify',
    ALL,
  ],
  [
    'agentgateway.dev/v1alpha1',
    'AgentgatewayPolicy',
    '{backend: {tls: {insecureSkipVerify: Hostname}}}',
    'spec.backend.tls.insecureSkipVerify',
    'insecureSkipVerify is "Hostname": the name in the server\'s certificate is not verified',
  ],
])('verification that is off is found in %s %s', (apiVersion, kind, spec, path, message) => {
  expect(findingsOf(skipVerify, object(apiVersion, kind, spec))).toEqual([
    { severity: 'warning', object: `${kind} payments/ledger`, path, message, fix: FIX },
  ]);
});

test('a BackendTLSPolicy on a Backend of Envoy Gateway does not turn it on', () => {
  const yaml =
    envoyBackend(true) + policy({ targetRefs: '[{group: gateway.envoyproxy.io, kind: Backend, name: ledger}]' });
  expect(findingsOf(skipVerify, yaml).map(({ message }) => message)).toEqual([
    `${ALL}, although BackendTLSPolicy payments/ledger targets it and says Accepted`,
  ]);
});

test('it does not apply without such a kind', () => {
  expect(verdictOf(skipVerify, policy())).toBe(
    'not applicable: there is no object of a kind that can turn verification off',
  );
});

import { clientCertNoTls } from '../../../../src/checks/rules/envoy-gateway/client-cert-no-tls';
import { findingsOf, verdictOf } from '../_rule';
import { backend, gateway, policyFor, proxy, routeTo } from './_yaml';

const PROXY = gateway() + proxy('{clientCertificateRef: {kind: Secret, name: edge-client}}');

function policyOn(service: string): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ${service}, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ${service}}]
  validation: {hostname: ${service}.internal, wellKnownCACertificates: System}
`;
}

test('a client certificate of a Backend without roots is found', () => {
  expect(findingsOf(clientCertNoTls, backend('{clientCertificateRef: {kind: Secret, name: edge-client}}'))).toEqual([
    {
      severity: 'error',
      object: 'Backend payments/ledger',
      path: 'spec.tls.clientCertificateRef',
      message:
        'a client certificate alone sets up no TLS: the Backend names no roots and no BackendTLSPolicy targets it, so Envoy Gateway does not accept it',
      fix: 'name the roots as caCertificateRefs in spec.tls, or write a BackendTLSPolicy for the Backend',
    },
  ]);
});

test('a client certificate of an EnvoyProxy without any TLS behind it is found', () => {
  expect(findingsOf(clientCertNoTls, PROXY + routeTo('ledger') + routeTo('risk'))).toEqual([
    {
      severity: 'error',
      object: 'EnvoyProxy payments/edge',
      path: 'spec.backendTLS.clientCertificateRef',
      message:
        'no backend of its Gateways has TLS (Service payments/ledger and 1 more), so the client certificate is presented to none',
      fix: 'write a BackendTLSPolicy for each backend that is to see the certificate',
    },
  ]);
});

test.each([
  ['a Backend with a policy', backend('{clientCertificateRef: {name: edge-client}}') + policyFor('8443')],
  ['a Backend with roots', backend('{clientCertificateRef: {name: x}, wellKnownCACertificates: System}')],
  ['a Backend that verifies nothing', backend('{clientCertificateRef: {name: x}, insecureSkipVerify: true}')],
  ['an EnvoyProxy with TLS behind it', PROXY + routeTo('ledger') + routeTo('risk') + policyOn('risk')],
  ['an EnvoyProxy without routes', PROXY],
  ['an EnvoyProxy whose backends are not in the set', PROXY + routeTo('ledger').replace('kind: Service', 'kind: Pod')],
  [
    'an EnvoyProxy beside other senders than routes',
    `${PROXY + routeTo('ledger')}---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: {name: login, namespace: payments}
spec: {}
`,
  ],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(clientCertNoTls, yaml)).toBe('pass');
});

test('a set without client certificates is not judged', () => {
  expect(verdictOf(clientCertNoTls, backend('{}') + proxy('{minVersion: "1.3"}'))).toBe(
    'not applicable: there is no Backend or EnvoyProxy with a client certificate',
  );
});

import { sniFromHost } from '../../../../src/checks/rules/envoy-gateway/sni-from-host';
import { findingsOf, verdictOf } from '../_rule';
import { backend, policyFor } from './_yaml';

const gateways = ['envoy-gateway@1.9'];
const NAMELESS = backend('{wellKnownCACertificates: System}');

test('a Backend without server name is found', () => {
  expect(findingsOf(sniFromHost, NAMELESS, { gateways })).toEqual([
    {
      severity: 'warning',
      object: 'Backend payments/ledger',
      path: 'spec.tls',
      message:
        'tls states no sni, so Envoy Gateway 1.9 sends the Host header of each request as the server name, and the certificate must have that name',
      fix: "set spec.tls.sni to the name in the backend's certificate, or write a BackendTLSPolicy with that hostname",
    },
  ]);
});

test.each([
  ['a name', backend('{wellKnownCACertificates: System, sni: ledger.example.com}')],
  ['the name of the endpoint', backend('{wellKnownCACertificates: System, autoSNIFromEndpointHostname: true}')],
  ['the hostname of a policy', NAMELESS + policyFor()],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(sniFromHost, yaml, { gateways })).toBe('pass');
});

test.each([
  [
    'a Backend that verifies nothing',
    backend('{insecureSkipVerify: true}'),
    gateways,
    'there is no Backend of Envoy Gateway whose spec.tls names roots',
  ],
  ['a version that is not stated', NAMELESS, [], 'the version of Envoy Gateway is not stated'],
  ['a version that was not read', NAMELESS, ['envoy-gateway@1.5'], 'unsetSni of Envoy Gateway 1.5 is not known'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(sniFromHost, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});

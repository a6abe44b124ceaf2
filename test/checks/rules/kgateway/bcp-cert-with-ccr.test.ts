import { bcpCertWithCcr } from '../../../../src/checks/rules/kgateway/bcp-cert-with-ccr';
import { findingsOf, verdictOf } from '../_rule';
import { routedBy, secretWith, tlsPolicy } from './_yaml';

const POLICY = tlsPolicy('{secretRef: {name: ledger-tls}}');
const gateways = ['kgateway@2.4'];

test('a certificate that the Gateway overwrites is found', () => {
  expect(findingsOf(bcpCertWithCcr, POLICY + routedBy('edge-client'), { gateways })).toEqual([
    {
      severity: 'error',
      object: 'BackendConfigPolicy payments/ledger',
      path: 'spec.tls.secretRef.name',
      message:
        'kgateway 2.4 presents Secret payments/edge-client of Gateway payments/edge to Service payments/ledger, over Secret payments/ledger-tls of this policy',
      fix: "remove the client certificate of Gateway payments/edge, or replace this policy's tls with a BackendTLSPolicy",
    },
  ]);
});

test.each([
  ['the same Secret in both places', POLICY + routedBy('ledger-tls'), gateways],
  ['a version that does not read the field', POLICY + routedBy('edge-client'), ['kgateway@2.2']],
])('%s passes', (_name, yaml, stated) => {
  expect(verdictOf(bcpCertWithCcr, yaml, { gateways: stated })).toBe('pass');
});

test.each([
  [
    'a policy without Secret',
    tlsPolicy('{wellKnownCACertificates: System}'),
    gateways,
    'there is no BackendConfigPolicy with a client certificate',
  ],
  [
    'a Secret with roots alone',
    POLICY + secretWith('ca.crt') + routedBy('edge-client'),
    gateways,
    'there is no BackendConfigPolicy with a client certificate',
  ],
  [
    'a certificate that simpleTLS keeps back',
    tlsPolicy('{secretRef: {name: ledger-tls}, simpleTLS: true}') + routedBy('edge-client'),
    gateways,
    'there is no BackendConfigPolicy with a client certificate',
  ],
  ['a Gateway without certificate', POLICY + routedBy(), gateways, 'there is no Gateway with a client certificate'],
  ['a version that is not stated', POLICY + routedBy('edge-client'), [], 'the version of kgateway is not stated'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(bcpCertWithCcr, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});

import { proxyProtocolDropsCcr } from '../../../../src/checks/rules/kgateway/proxy-protocol-drops-ccr';
import { findingsOf, verdictOf } from '../_rule';
import { policy, routedBy } from './_yaml';

const TARGET = 'targetRefs: [{group: "", kind: Service, name: ledger}]';
const PROXIED = policy(`{${TARGET}, upstreamProxyProtocol: {version: V2}, tls: {wellKnownCACertificates: System}}`);
const gateways = ['kgateway@2.3'];

test('a certificate that the PROXY protocol keeps out is found', () => {
  expect(findingsOf(proxyProtocolDropsCcr, PROXIED + routedBy('edge-client'), { gateways })).toEqual([
    {
      severity: 'error',
      object: 'BackendConfigPolicy payments/ledger',
      path: 'spec.upstreamProxyProtocol',
      message:
        'with upstreamProxyProtocol kgateway 2.3 does not present Secret payments/edge-client of Gateway payments/edge to Service payments/ledger',
      fix: 'present the certificate by spec.tls.secretRef of this policy and remove it from Gateway payments/edge, or drop upstreamProxyProtocol',
    },
  ]);
});

test('a plaintext backend passes, as it is shown no certificate anyway', () => {
  const plaintext = policy(`{${TARGET}, upstreamProxyProtocol: {}}`);
  expect(verdictOf(proxyProtocolDropsCcr, plaintext + routedBy('edge-client'), { gateways })).toBe('pass');
});

test.each([
  [
    'a policy without the PROXY protocol',
    policy(`{${TARGET}}`),
    gateways,
    'there is no BackendConfigPolicy with upstreamProxyProtocol',
  ],
  ['a Gateway without certificate', PROXIED + routedBy(), gateways, 'there is no Gateway with a client certificate'],
  ['a version that is not stated', PROXIED + routedBy('edge-client'), [], 'the version of kgateway is not stated'],
])('%s is not judged', (_name, yaml, stated, reason) => {
  expect(verdictOf(proxyProtocolDropsCcr, yaml, { gateways: stated })).toBe(`not applicable: ${reason}`);
});

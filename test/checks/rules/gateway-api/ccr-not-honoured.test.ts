import { ccrNotHonoured } from '../../../../src/checks/rules/gateway-api/ccr-not-honoured';
import { findingsOf, verdictOf } from '../_rule';
import { CLIENT_CERTIFICATE, CONTROLLERS, gateway, route, service } from './_yaml';

const edge = (controller: keyof typeof CONTROLLERS) => gateway(CONTROLLERS[controller], { tls: CLIENT_CERTIFICATE });

test.each([
  [edge('kgateway'), 'kgateway@2.4'],
  [edge('envoy-gateway'), 'envoy-gateway@1.8'],
  [edge('nginx-gateway-fabric') + service() + route(), 'nginx-gateway-fabric@2.6'],
])('a certificate that is presented passes: %#', (yaml, stated) => {
  expect(verdictOf(ccrNotHonoured, yaml, { gateways: [stated] })).toBe('pass');
});

test.each([
  [
    edge('istio'),
    'istio@1.30',
    'Istio 1.30 ignores clientCertificateRef, even where the status says that it is resolved (istio/istio#61515: no certificate is sent, although 1.31.0-rc.0 says ResolvedRefs)',
    'give the certificate by DestinationRule spec.trafficPolicy.tls.credentialName',
  ],
  [
    edge('kgateway'),
    'kgateway@2.2',
    'kgateway 2.2 does not support clientCertificateRef (kgateway-dev/kgateway#13705 came with 2.3)',
    'use version 2.3 to 2.4, or give the certificate by BackendConfigPolicy spec.tls.secretRef',
  ],
  [
    edge('cilium'),
    'cilium@1.20',
    'Cilium 1.20 does not support clientCertificateRef (cilium/cilium#48237, still open; conformance)',
    'use a gateway that honors it',
  ],
  [
    edge('nginx-gateway-fabric') + service() + route('GRPCRoute'),
    'nginx-gateway-fabric@2.6',
    'NGINX Gateway Fabric 2.6 does not present the client certificate to backends of GRPCRoute payments/ledger (source of 2.6.7: proxy_ssl_certificate is written, grpc_ssl_certificate is not)',
    'lead to the backends that want the certificate by HTTPRoutes',
  ],
])('a certificate that is not presented is found: %#', (yaml, stated, message, fix) => {
  expect(findingsOf(ccrNotHonoured, yaml, { gateways: [stated] })).toEqual([
    {
      severity: 'error',
      object: 'Gateway gateways/edge',
      path: 'spec.tls.backend.clientCertificateRef',
      message,
      fix,
    },
  ]);
});

test.each([
  [gateway(CONTROLLERS.istio), [], 'no Gateway has a clientCertificateRef for its backends'],
  [gateway('example.com/unknown', { tls: CLIENT_CERTIFICATE }), [], 'the implementation of no such Gateway is known'],
  [edge('istio'), [], 'what the implementations do is not known: their versions are not stated, or not in the tables'],
])('it does not apply without a certificate, an implementation or its version: %#', (yaml, gateways, reason) => {
  expect(verdictOf(ccrNotHonoured, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});

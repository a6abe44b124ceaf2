import { fieldTooNew } from '../../../../src/checks/rules/gateway-api/field-too-new';
import { findingsOf, verdictOf } from '../_rule';
import { CLIENT_CERTIFICATE, CONTROLLERS, gateway, policy, route, service } from './_yaml';

const SECRET_ROOTS = policy({ roots: 'caCertificateRefs: [{group: "", kind: Secret, name: roots}]' });
const CLIENT = gateway(CONTROLLERS['envoy-gateway'], { tls: CLIENT_CERTIFICATE });
const TRANSPORT = `---
apiVersion: traefik.io/v1alpha1
kind: ServersTransport
metadata: {name: ledger, namespace: payments}
spec: {serverName: ledger.example.com, minVersion: VersionTLS12}
`;
const KONG_SERVICE = `---
apiVersion: configuration.konghq.com/v1alpha1
kind: KongService
metadata: {name: ledger, namespace: payments}
spec: {host: ledger, clientCertificateRef: {name: edge}}
`;

const ANNOTATED = service(undefined, { annotations: 'konghq.com/tls-verify: "true"' });

test.each([
  ['roots in a Secret', SECRET_ROOTS, 'kgateway@2.2'],
  ['a client certificate of the Gateway', CLIENT, 'envoy-gateway@1.8'],
  ['a lowest version', TRANSPORT, 'traefik@3.7'],
  ['a client certificate of a KongService', KONG_SERVICE, 'kong-operator@2.2.0'],
  ['verification by an annotation', ANNOTATED, 'kong-ingress-controller@3.4'],
  ['a release candidate that has it', KONG_SERVICE, 'kong-operator@2.2.0-rc.1'],
])('%s passes where the version reads it', (_, yaml, stated) => {
  expect(verdictOf(fieldTooNew, yaml, { gateways: [stated] })).toBe('pass');
});

test.each([
  [
    SECRET_ROOTS,
    'kgateway@2.1',
    'BackendTLSPolicy payments/ledger',
    'spec.validation.caCertificateRefs[0].kind',
    'kgateway 2.1 does not read spec.validation.caCertificateRefs[0].kind "Secret", which came with 2.2 (kgateway-dev/kgateway#13117)',
    'upgrade kgateway to 2.2 or later, or remove it',
  ],
  [
    CLIENT,
    'envoy-gateway@1.7.3',
    'Gateway gateways/edge',
    'spec.tls.backend.clientCertificateRef',
    'Envoy Gateway 1.7.3 does not read spec.tls.backend.clientCertificateRef, which came with 1.8 (envoyproxy/gateway#8380)',
    'upgrade Envoy Gateway to 1.8 or later, or remove it',
  ],
  [
    TRANSPORT,
    'traefik@3.6',
    'ServersTransport payments/ledger',
    'spec.minVersion',
    'Traefik 3.6 does not read spec.minVersion, which came with 3.7 (source)',
    'upgrade Traefik to 3.7 or later, or remove it',
  ],
  [
    ANNOTATED,
    'kong-ingress-controller@3.3',
    'Service payments/ledger',
    'metadata.annotations[konghq.com/tls-verify]',
    'Kong Ingress Controller 3.3 does not read metadata.annotations[konghq.com/tls-verify], which came with 3.4 (Kong/kubernetes-ingress-controller#6707)',
    'upgrade Kong Ingress Controller to 3.4 or later, or remove it',
  ],
  [
    KONG_SERVICE,
    'kong-operator@2.1',
    'KongService payments/ledger',
    'spec.clientCertificateRef',
    'Kong Operator 2.1 does not read spec.clientCertificateRef, which came with 2.2 (Kong/kong-operator#4240)',
    'upgrade Kong Operator to 2.2 or later, or remove it',
  ],
])('a field is found that is newer than the gateway: %#', (yaml, stated, object, path, message, fix) => {
  expect(findingsOf(fieldTooNew, yaml, { gateways: [stated] })).toEqual([
    { severity: 'error', object, path, message, fix },
  ]);
});

test('a policy is judged by the gateway that reaches its target', () => {
  const yaml = SECRET_ROOTS + service() + gateway(CONTROLLERS['envoy-gateway']) + route();
  const gateways = ['kgateway@2.1', 'envoy-gateway@1.9'];
  expect(verdictOf(fieldTooNew, yaml, { gateways })).toContain('not applicable');
});

test.each([
  [policy(), ['kgateway@2.1'], 'no field is used of which it is known when a gateway began to read it'],
  [TRANSPORT, [], 'what the gateways do is not known: their versions are not stated, or not in the tables'],
])('it does not apply without such a field, or without a version: %#', (yaml, gateways, reason) => {
  expect(verdictOf(fieldTooNew, yaml, { gateways })).toBe(`not applicable: ${reason}`);
});

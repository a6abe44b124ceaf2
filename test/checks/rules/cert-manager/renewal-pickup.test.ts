import { renewalPickup } from '../../../../src/checks/rules/cert-manager/renewal-pickup';
import { capabilityUnknown } from '../../../../src/checks/rules/gateway-api/capability-unknown';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, documents, leaf, OTHER } from './_certificates';

/** A Certificate that is written to Secret `edge-tls`. */
const EDGE = certificate('dnsNames: [edge.example.com]\nusages: [client auth]', 'edge');

/** A Gateway that presents `edge-tls` to each backend. */
function gateway(controllerName: string): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: edge }
spec: { controllerName: ${controllerName} }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: payments }
spec:
  gatewayClassName: edge
  listeners: [{ name: http, port: 80, protocol: HTTP }]
  tls: { backend: { clientCertificateRef: { name: edge-tls } } }
`;
}

/** A Service that Kong presents `edge-tls` to. */
const KONG_SERVICE = `
apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: payments
  annotations: { konghq.com/protocol: https, konghq.com/client-cert: edge-tls }
spec: { ports: [{ port: 8443 }] }
`;

const NGINX = gateway('gateway.nginx.org/nginx-gateway-controller');
const ENVOY = gateway('gateway.envoyproxy.io/gatewayclass-controller');
const AIRLOCK = gateway('microgateway.airlock.com/gatewayclass-controller');
const LIMITS =
  'KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT (60 seconds without a request by default) and KONG_UPSTREAM_KEEPALIVE_MAX_REQUESTS (10000 requests by default)';
const POOLED =
  'presents a renewed certificate on new connections only: pooled ones keep that which they were opened with';

describe('cert-manager/renewal-pickup', () => {
  test.each([
    [
      'Kong Ingress Controller',
      KONG_SERVICE,
      ['kong-ingress-controller@3.5.13'],
      [
        [
          `Kong Ingress Controller 3.5.13 ${POOLED}`,
          `let the backend accept the old certificate for as long; see ${LIMITS}`,
        ],
      ],
    ],
    [
      'both controllers of Kong',
      KONG_SERVICE,
      ['kong-ingress-controller@3.5.13', 'kong-operator@2.2'],
      [
        [`Kong Ingress Controller 3.5.13 ${POOLED}`, expect.stringContaining(LIMITS)],
        [`Kong Operator 2.2 ${POOLED}`, expect.stringContaining(LIMITS)],
      ],
    ],
    [
      'NGINX Gateway Fabric',
      NGINX,
      ['nginx-gateway-fabric@2.6'],
      [
        [
          'NGINX Gateway Fabric 2.6 reloads for a renewed certificate: connections that are open keep the old one until the processes of before have ended',
          'let the backend accept the old certificate for as long; see worker_shutdown_timeout of NGINX',
        ],
      ],
    ],
  ])('says what %s does', (_, yaml, gateways, said) => {
    expect(findingsOf(renewalPickup, documents(EDGE, yaml), { gateways })).toEqual(
      said.map(([message, fix]) => ({
        severity: 'info',
        object: 'Certificate payments/edge',
        path: '',
        message,
        fix,
      })),
    );
  });

  test('has nothing to say of a gateway that takes it into use at once', () => {
    expect(verdictOf(renewalPickup, documents(EDGE, ENVOY), { gateways: ['envoy-gateway@1.9'] })).toBe('pass');
  });

  test('leaves to another rule to say of a gateway that nothing is known of it', () => {
    const options = { gateways: ['airlock@5.1'] };
    expect(verdictOf(renewalPickup, documents(EDGE, AIRLOCK), options)).toBe('pass');
    expect(findingsOf(capabilityUnknown, documents(EDGE, AIRLOCK), options)).toContainEqual(
      expect.objectContaining({ message: expect.stringMatching(/^Airlock Microgateway 5\.1: reload \(/) }),
    );
  });

  test.each([
    ['a certificate that no gateway presents', documents(leaf(), KONG_SERVICE)],
    ['a Secret that no Certificate renews', KONG_SERVICE],
    [
      'a certificate that is not renewed',
      documents(certificate('dnsNames: [edge.example.com]\nrenewal: { policy: Disabled }', 'edge'), KONG_SERVICE),
    ],
    ['something else', OTHER],
  ])('does not apply to %s', (_, yaml) => {
    expect(verdictOf(renewalPickup, yaml, { gateways: ['kong-ingress-controller@3.5.13'] })).toBe(
      'not applicable: no gateway presents a certificate that a Certificate of the set renews',
    );
  });
});

import { tlsSecretUnused } from '../../../../src/checks/rules/apisix/tls-secret-unused';
import { findingsOf, verdictOf } from '../_rule';

function upstream(spec = '', name = 'ledger'): string {
  return `
apiVersion: apisix.apache.org/v2
kind: ApisixUpstream
metadata: {name: ${name}, namespace: payments}
spec: {scheme: https, tlsSecret: {name: edge-client, namespace: gateways}${spec}}
`;
}

function service(namespace = 'payments'): string {
  return `---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: ${namespace}}
spec: {ports: [{name: https, port: 8443}]}
`;
}

const APISIX_ROUTE = `---
apiVersion: apisix.apache.org/v2
kind: ApisixRoute
metadata: {name: ledger, namespace: payments}
spec: {http: [{name: all, backends: [{serviceName: ledger, servicePort: 8443}]}]}
`;
const HTTP_ROUTE = `---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: apisix}
spec: {controllerName: apisix.apache.org/apisix-ingress-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments}
spec: {gatewayClassName: apisix, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger-route, namespace: payments}
spec:
  parentRefs: [{name: edge}]
  rules: [{backendRefs: [{name: ledger, port: 8443}]}]
`;
const INGRESS = `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: apisix}
spec: {controller: apisix.apache.org/apisix-ingress-controller}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ledger-ingress, namespace: payments}
spec:
  ingressClassName: apisix
  defaultBackend: {service: {name: ledger, port: {number: 8443}}}
`;

const gateways = ['apisix@2.2.0'];

test('a class that is not in the set is taken for one of APISIX, where no other gateway is stated', () => {
  const yaml = `${upstream()}${service()}---${INGRESS.split('---')[2]}`;
  expect(yaml).not.toContain('kind: IngressClass');
  expect(findingsOf(tlsSecretUnused, yaml, { gateways })).toHaveLength(1);
  expect(findingsOf(tlsSecretUnused, yaml, { gateways: [...gateways, 'traefik@3.7'] })).toEqual([]);
});
const found = { severity: 'error', object: 'ApisixUpstream payments/ledger' };

test.each([
  ['a Service behind an ApisixRoute', upstream() + service() + APISIX_ROUTE],
  ['a Service behind an ApisixRoute and an HTTPRoute', upstream() + service() + APISIX_ROUTE + HTTP_ROUTE],
  ['a Service whose routes are not in the set', upstream() + service()],
  ['a Service that is not in the set', upstream()],
])('%s passes', (_name, yaml) => {
  expect(verdictOf(tlsSecretUnused, yaml, { gateways })).toBe('pass');
});

test.each([
  ['HTTPRoute payments/ledger-route', HTTP_ROUTE],
  ['Ingress payments/ledger-ingress', INGRESS],
])('requests by %s go out without the certificate', (route, yaml) => {
  expect(findingsOf(tlsSecretUnused, upstream() + service() + yaml, { gateways })).toEqual([
    {
      ...found,
      path: 'spec.tlsSecret',
      message: `APISIX Ingress Controller 2.2.0 reads tlsSecret for an ApisixRoute only; requests to Service payments/ledger come by ${route}, without the certificate`,
      fix: 'route to Service payments/ledger by an ApisixRoute',
    },
  ]);
});

test('a Service of that name in another namespace is not meant', () => {
  expect(findingsOf(tlsSecretUnused, upstream() + service('risk'), { gateways })).toEqual([
    {
      ...found,
      path: 'metadata.name',
      message:
        'there is no Service payments/ledger for the client certificate to be used with; there is Service risk/ledger',
      fix: 'move the ApisixUpstream to namespace risk',
    },
  ]);
});

test('a Service that does not exist is missed where the set is declared complete', () => {
  expect(findingsOf(tlsSecretUnused, upstream('', 'legder') + service(), { gateways, closedWorld: true })).toEqual([
    {
      severity: 'error',
      object: 'ApisixUpstream payments/legder',
      path: 'metadata.name',
      message: 'there is no Service payments/legder for the client certificate to be used with',
      fix: 'give the ApisixUpstream the name and namespace of the Service',
    },
  ]);
});

test('nodes outside the cluster are not judged', () => {
  expect(verdictOf(tlsSecretUnused, upstream(', externalNodes: [{name: ledger.example.com}]'), { gateways })).toBe(
    'not applicable: there is no ApisixUpstream with a tlsSecret for a Service',
  );
});

test('a version that is not stated is not judged', () => {
  expect(verdictOf(tlsSecretUnused, upstream())).toBe(
    'not applicable: the version of APISIX Ingress Controller is not stated',
  );
});

import { formatReference, referenceTo } from '../../../src/manifests/graph/reference';
import { findPort, portsOf } from '../../../src/manifests/graph/services';
import { formatPath } from '../../../src/manifests/manifest';
import { graphOf, named } from './_graph';

const SET = `
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: payments}
spec: {ports: [{name: http, port: 80}, {name: https, port: 8443, appProtocol: https, protocol: TCP}, {name: bad, port: x}, {port: 53, protocol: UDP}]}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: eg}, spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge, namespace: gateways}, spec: {gatewayClassName: eg}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: ListenerSet, metadata: {name: more, namespace: payments}, spec: {parentRef: {name: edge, namespace: gateways}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: payments}
spec:
  parentRefs: [{name: edge, namespace: gateways}, {group: "", kind: Service, name: mesh}]
  rules:
    - backendRefs: [{name: other, port: 80}]
    - backendRefs: [{name: ledger, port: 8443}]
      filters: [{type: RequestMirror, requestMirror: {backendRef: {name: ledger, port: 80}}}]
---
{apiVersion: gateway.networking.k8s.io/v1, kind: GRPCRoute, metadata: {name: rpc, namespace: payments}, spec: {
  parentRefs: [{kind: ListenerSet, name: more}], rules: [{backendRefs: [{name: ledger, port: 8443}]}]}}
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: kong}, spec: {controller: ingress-controllers.konghq.com/kong}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: old, namespace: payments}, spec: {ingressClassName: kong, rules: [
  {http: {paths: [{backend: {service: {name: other, port: {number: 80}}}}, {backend: {service: {name: ledger, port: {name: https}}}}]}}]}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: default, namespace: payments}, spec: {defaultBackend: {service: {name: ledger, port: {number: 80}}}}}
---
{apiVersion: traefik.io/v1alpha1, kind: IngressRoute, metadata: {name: tr, namespace: payments}, spec: {routes: [{services: [{kind: TraefikService, name: weighted}]}]}}
---
{apiVersion: traefik.io/v1alpha1, kind: TraefikService, metadata: {name: weighted, namespace: payments}, spec: {weighted: {services: [
  {name: ledger, port: 8443}, {name: ledger, port: 80}, {kind: TraefikService, name: weighted}]}}}
`;

const LEDGER = { group: '', kind: 'Service', namespace: 'payments', name: 'ledger' };

test('the ports of a Service have a number; others are left out', () => {
  const graph = graphOf(SET);
  const ports = portsOf(named(graph, 'Service', 'ledger'));
  expect(ports.map(({ path, number, name, protocol }) => [formatPath(path), number, name, protocol])).toEqual([
    ['spec.ports[0]', 80, 'http', 'TCP'],
    ['spec.ports[1]', 8443, 'https', 'TCP'],
    ['spec.ports[3]', 53, undefined, 'UDP'],
  ]);
  expect(findPort(ports, 'https')?.number).toBe(8443);
  expect(findPort(ports, 80)?.name).toBe('http');
  expect(findPort(ports, 443)).toBeUndefined();
});

test('the backends of a route', () => {
  const graph = graphOf(SET);
  const backends = graph.routes.backendsOf(named(graph, 'HTTPRoute', 'web'));
  expect(
    backends.map(({ reference, role, rule }) => [reference.to.name, reference.port, role, formatPath(rule)]),
  ).toEqual([
    ['other', 80, 'backend', 'spec.rules[0]'],
    ['ledger', 8443, 'backend', 'spec.rules[1]'],
    ['ledger', 80, 'mirror', 'spec.rules[1]'],
  ]);
});

test('the places that lead to a Service, through forwarders too', () => {
  const backends = graphOf(SET).routes.backendsTo(LEDGER);
  const places = backends.map(({ route, reference, role, rule }) => [
    route.key.name,
    reference.port,
    role,
    formatPath(rule),
  ]);
  expect(places).toEqual([
    ['web', 8443, 'backend', 'spec.rules[1]'],
    ['web', 80, 'mirror', 'spec.rules[1]'],
    ['rpc', 8443, 'backend', 'spec.rules[0]'],
    ['old', 'https', 'backend', 'spec.rules[0].http.paths[1]'],
    ['default', 80, 'backend', 'spec.defaultBackend'],
    ['tr', 8443, 'backend', 'spec.routes[0]'],
    ['tr', 80, 'backend', 'spec.routes[0]'],
  ]);
});

test('the parents of a route, and the Gateway that they lead to', () => {
  const graph = graphOf(SET);
  const parents = (kind: string, name: string) =>
    graph.routes
      .parentsOf(named(graph, kind, name))
      .map(({ to, gateway }) => [formatReference(to), gateway && formatReference(gateway)]);
  expect(parents('HTTPRoute', 'web')).toEqual([
    ['Gateway gateways/edge', 'Gateway gateways/edge'],
    ['Service payments/mesh', undefined],
  ]);
  expect(parents('GRPCRoute', 'rpc')).toEqual([['ListenerSet payments/more', 'Gateway gateways/edge']]);
  expect(parents('Ingress', 'old')).toEqual([['IngressClass kong', 'IngressClass kong']]);
  expect(parents('Ingress', 'default')).toEqual([]);
});

test('the gateways that reach a Service, with their implementations and routes', () => {
  const graph = graphOf(SET);
  const reaching = (port?: number) => {
    const servicePort = port === undefined ? undefined : findPort(portsOf(named(graph, 'Service', 'ledger')), port);
    return graph.routes
      .gatewaysReaching(LEDGER, servicePort)
      .map(({ gateway, implementations, routes }) => [
        gateway?.name,
        implementations.join(),
        routes.map(({ key }) => key.name).join(),
      ]);
  };
  expect(reaching()).toEqual([
    ['edge', 'envoy-gateway', 'web,rpc'],
    ['kong', 'kong-ingress-controller,kong-operator', 'old'],
    [undefined, 'traefik', 'tr'],
  ]);
  expect(reaching(80)).toEqual([
    ['edge', 'envoy-gateway', 'web'],
    [undefined, 'traefik', 'tr'],
  ]);
  expect(graph.routes.gatewaysReaching({ ...LEDGER, name: 'none' })).toEqual([]);
});

test('all routes are found, forwarders are none', () => {
  const graph = graphOf(SET);
  expect(graph.routes.all().map(({ key }) => key.name)).toEqual(['web', 'rpc', 'old', 'default', 'tr']);
});

test('a backend of a vendor kind is reached like a Service', () => {
  const content = `
{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: a}, spec: {parentRefs: [{name: edge}], rules: [
  {backendRefs: [{group: gateway.envoyproxy.io, kind: Backend, name: bank}]}]}}
---
{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: Backend, metadata: {name: bank, namespace: a}}`;
  const graph = graphOf(content);
  const reaching = graph.routes.gatewaysReaching(referenceTo(named(graph, 'Backend', 'bank')));
  expect(reaching.map(({ gateway, implementations }) => [gateway?.name, implementations])).toEqual([['edge', []]]);
});

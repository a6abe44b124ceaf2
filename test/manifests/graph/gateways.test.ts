import { GATEWAY_DIRECTORY } from '../../../src/gateways/gateway-directory';
import { referenceTo } from '../../../src/manifests/graph/reference';
import { ReferenceGraph } from '../../../src/manifests/graph/reference-graph';
import { graphOf, named } from './_graph';

const gateway = (className: string) =>
  `{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge, namespace: gateways}, spec: {gatewayClassName: ${className}}}\n---\n`;
const gatewayClass = (name: string, controller: string) =>
  `{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: ${name}}, spec: {controllerName: ${controller}}}`;

function implementations(content: string): readonly string[] {
  const graph = graphOf(content);
  return graph.gateways.implementationsOf(referenceTo(named(graph, 'Gateway', 'edge')));
}

test.each([...GATEWAY_DIRECTORY.gatewayControllers])('a class of %s stands for %j', (controller, expected) => {
  expect(implementations(gateway('edge') + gatewayClass('edge', controller))).toEqual(expected);
});

test('a graph that is told of no gateways knows none, also of their own kinds of route', () => {
  const { set } = graphOf(gateway('istio') + gatewayClass('istio', 'istio.io/gateway-controller'));
  const graph = new ReferenceGraph(set);
  expect(graph.gateways.implementationsOf(referenceTo(named(graph, 'Gateway', 'edge')))).toEqual([]);
});

test.each([
  ['of a controller that is not known', gateway('edge') + gatewayClass('edge', 'example.com/mine'), []],
  ['of a class outside the set', gateway('edge'), []],
  ['of a class that a controller makes by itself', gateway('istio'), ['istio']],
  ['whose class of a built-in name is in the set', gateway('istio') + gatewayClass('istio', 'example.com/mine'), []],
  ['without a class', gateway('7'), []],
])('a Gateway %s', (_, content, expected) => {
  expect(implementations(content)).toEqual(expected);
});

test('a Gateway outside the set stands for nothing', () => {
  const edge = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' };
  expect(graphOf('').gateways.implementationsOf(edge)).toEqual([]);
});

const CLASSES = `
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: kong}, spec: {controller: ingress-controllers.konghq.com/kong}}
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: web, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}, spec: {controller: traefik.io/ingress-controller}}
---
`;
const ingress = (metadata: string, spec: string) =>
  `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: a${metadata}}, spec: {${spec}}}`;

test.each([
  ['by field', CLASSES, '', 'ingressClassName: kong', 'kong', ['kong-ingress-controller', 'kong-operator']],
  [
    'by the older annotation',
    CLASSES,
    ', annotations: {kubernetes.io/ingress.class: kong}',
    '',
    'kong',
    ['kong-ingress-controller', 'kong-operator'],
  ],
  ['by default', CLASSES, '', '', 'web', ['traefik']],
  ['that is not in the set', '', '', 'ingressClassName: nginx', 'nginx', []],
])('the class of an Ingress %s', (_, classes, metadata, spec, name, expected) => {
  const graph = graphOf(classes + ingress(metadata, spec));
  const found = graph.gateways.classOfIngress(named(graph, 'Ingress', 'i'));
  expect(found?.name).toBe(name);
  expect(found && graph.gateways.implementationsOf(found)).toEqual(expected);
});

test('an Ingress without class has none where the set has no default', () => {
  const graph = graphOf(ingress('', ''));
  expect(graph.gateways.classOfIngress(named(graph, 'Ingress', 'i'))).toBeUndefined();
});

const EDGE = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: gateways}
spec:
  gatewayClassName: eg
  infrastructure: {parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: own}}
  tls: {backend: {clientCertificateRef: {name: client}}}
  listeners:
    - {name: http, port: 80, protocol: HTTP}
    - {name: https, port: 443, protocol: HTTPS, tls: {}}
    - {name: pass, port: 443, protocol: TLS, tls: {mode: Passthrough}}
    - text
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec: {controllerName: x/y, parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: shared, namespace: system}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: ListenerSet, metadata: {name: more, namespace: a}, spec: {parentRef: {name: edge, namespace: gateways}}}
`;

test('what a Gateway has: class, parameters, client certificates, listeners', () => {
  const graph = graphOf(EDGE);
  const edge = named(graph, 'Gateway', 'edge');
  expect(graph.gateways.all()).toEqual([edge]);
  expect(graph.gateways.classOf(edge)).toBe(named(graph, 'GatewayClass', 'eg'));
  expect(graph.gateways.parametersOf(edge).map(({ to }) => to.name)).toEqual(['own', 'shared']);
  expect(graph.gateways.clientCertificatesOf(edge).map(({ to }) => to.name)).toEqual(['client']);
  const modes = (place: { sectionName?: string; port?: number }) =>
    graph.gateways.listenersOf(edge, place).map(({ name, tlsMode }) => [name, tlsMode]);
  expect(modes({ sectionName: 'https' })).toEqual([['https', 'Terminate']]);
  expect(modes({ port: 443 })).toEqual([
    ['https', 'Terminate'],
    ['pass', 'Passthrough'],
  ]);
  expect(modes({})).toHaveLength(4);
});

test('a ListenerSet leads to its Gateway', () => {
  const graph = graphOf(EDGE);
  const lead = (kind: string, name: string, namespace: string) =>
    graph.gateways.gatewayOfParent({ group: 'gateway.networking.k8s.io', kind, namespace, name })?.name;
  expect(lead('ListenerSet', 'more', 'a')).toBe('edge');
  expect(lead('ListenerSet', 'other', 'a')).toBeUndefined();
  expect(lead('Gateway', 'outside', 'a')).toBe('outside');
  expect(lead('Service', 'edge', 'a')).toBeUndefined();
});

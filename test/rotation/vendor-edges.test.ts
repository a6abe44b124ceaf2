import { graphOf } from '../../src/gateways/gateway-directory';
import { formatReference } from '../../src/manifests/graph/reference';
import { readManifests } from '../../src/manifests/read-manifests';
import { type Edge, edgesOf } from '../../src/rotation/edges';

const SERVICE =
  '{apiVersion: v1, kind: Service, metadata: {name: ledger, namespace: a}, spec: {ports: [{name: https, port: 8443}, {name: admin, port: 9443}, {name: http, port: 80}]}}';
const SERVES =
  '{apiVersion: v1, kind: Secret, metadata: {name: ledger-tls, namespace: a, annotations: {upstream-tls.dev/serves: ledger}}}';

function gatewayOf(className: string): string {
  return `{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge, namespace: a}, spec: {gatewayClassName: ${className}}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: gloo}, spec: {controllerName: solo.io/gloo-gateway}}`;
}

function routeTo(backendRef: string): string {
  return `{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: a}, spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [${backendRef}]}]}}`;
}

/** `implementation Kind name:port presents Secret, trusts Secret`, one line for each hop. */
function hopsOf(...pieces: readonly string[]): readonly string[] {
  const set = readManifests([{ file: 'f', content: [SERVICE, SERVES, ...pieces].join('\n---\n') }]);
  expect(set.problems).toEqual([]);
  return edgesOf(graphOf(set)).map(written);
}

function written({ implementations, backend, port, client, server }: Edge): string {
  const names = ({ sources }: Edge['client']['presents']) => sources.map(({ object }) => object.name).join('+') || '-';
  return `${implementations.join('+') || '?'} ${formatReference(backend)}:${port ?? '*'} presents ${names(client.presents)}, trusts ${names(client.trusts)}, meets ${names(server.presents)}`;
}

const UPSTREAM =
  '{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: u, namespace: a}, spec: {kube: {serviceName: ledger, serviceNamespace: a, servicePort: 8443}, sslConfig: {secretRef: {name: c, namespace: a}}}}';

const GLOO_HOP = 'gloo Service a/ledger:8443 presents c, trusts c, meets ledger-tls';

describe('a hop is told once', () => {
  test.each([
    [
      'through an Upstream of Gloo, from an HTTPRoute',
      [gatewayOf('gloo'), routeTo('{group: gloo.solo.io, kind: Upstream, name: u}'), UPSTREAM],
      [GLOO_HOP],
    ],
    [
      'through an Upstream of Gloo, from a VirtualService',
      [
        UPSTREAM,
        '{apiVersion: gateway.solo.io/v1, kind: VirtualService, metadata: {name: v, namespace: a}, spec: {virtualHost: {routes: [{routeAction: {single: {upstream: {name: u, namespace: a}}}}]}}}',
      ],
      [GLOO_HOP],
    ],
    [
      'to a host outside the cluster, which an Upstream of Gloo stands for',
      [
        gatewayOf('gloo'),
        routeTo('{group: gloo.solo.io, kind: Upstream, name: bank}'),
        '{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: bank, namespace: a}, spec: {static: {hosts: [{addr: bank.example.com, port: 443}]}, sslConfig: {secretRef: {name: c, namespace: a}}}}',
      ],
      ['gloo Upstream a/bank:* presents c, trusts c, meets -'],
    ],
    [
      'to each port that policies of Azure list, with its own certificate',
      [
        gatewayOf('azure-alb-external'),
        routeTo('{name: ledger, port: 8443}, {name: ledger, port: 9443}'),
        ...[
          ['one', 8443],
          ['two', 9443],
        ].map(
          ([name, port]) =>
            `{apiVersion: alb.networking.azure.io/v1, kind: BackendTLSPolicy, metadata: {name: ${name}, namespace: a}, spec: {targetRef: {group: "", kind: Service, name: ledger}, default: {ports: [{port: ${port}}], clientCertificateRef: {name: c-${name}}}}}`,
        ),
      ],
      [
        'azure-agc Service a/ledger:8443 presents c-one, trusts -, meets ledger-tls',
        'azure-agc Service a/ledger:9443 presents c-two, trusts -, meets ledger-tls',
      ],
    ],
    [
      'to the ports of an ApisixUpstream, where one has settings of its own',
      [
        '{apiVersion: apisix.apache.org/v2, kind: ApisixRoute, metadata: {name: r, namespace: a}, spec: {http: [{backends: [{serviceName: ledger, servicePort: 8443}, {serviceName: ledger, servicePort: 9443}]}]}}',
        '{apiVersion: apisix.apache.org/v2, kind: ApisixUpstream, metadata: {name: ledger, namespace: a}, spec: {scheme: https, tlsSecret: {name: c, namespace: a}, portLevelSettings: [{port: 9443, scheme: https, tlsSecret: {name: d, namespace: a}}, {port: 80, scheme: http}]}}',
      ],
      [
        'apisix Service a/ledger:9443 presents d, trusts -, meets ledger-tls',
        'apisix Service a/ledger:8443 presents c, trusts -, meets ledger-tls',
      ],
    ],
    [
      'to the port of a DestinationRule, whose settings stand in place of those around them',
      [
        gatewayOf('istio'),
        routeTo('{name: ledger, port: 8443}'),
        '{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: d, namespace: a}, spec: {host: ledger, trafficPolicy: {tls: {mode: MUTUAL, credentialName: whole}, portLevelSettings: [{port: {number: 8443}, tls: {mode: MUTUAL, credentialName: port}}]}}}',
      ],
      ['istio Service a/ledger:8443 presents port, trusts port, meets ledger-tls'],
    ],
  ])('%s', (_what, pieces, hops) => {
    expect(hopsOf(...pieces)).toEqual(hops);
  });
});

import { formatReference } from '../../../src/manifests/graph/reference';
import { portsOf } from '../../../src/manifests/graph/services';
import type { TlsSetting } from '../../../src/manifests/graph/tls-settings';
import type { ObjectReference } from '../../../src/manifests/index-set';
import { formatPath } from '../../../src/manifests/manifest';
import { graphOf, named } from './_graph';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: ledger, namespace: a}\n---\n';
const LEDGER: ObjectReference = { group: '', kind: 'Service', namespace: 'a', name: 'ledger' };

function written({ by, path, port, implementations, trust, clientCertificates }: TlsSetting): string {
  const names = (references: TlsSetting['trust']) => references.map(({ to }) => formatReference(to)).join(', ');
  return [
    `${by.key.kind} ${formatPath(path)}${port === undefined ? '' : ` at ${port}`} on ${implementations?.join() ?? 'all'}`,
    ...(trust.length === 0 ? [] : [`trusts ${names(trust)}`]),
    ...(clientCertificates.length === 0 ? [] : [`presents ${names(clientCertificates)}`]),
  ].join('; ');
}

const meta = 'metadata: {name: p, namespace: a}';
const TARGET = 'targetRefs: [{group: "", kind: Service, name: ledger}]';

test.each([
  [
    'a BackendTLSPolicy',
    `{apiVersion: gateway.networking.k8s.io/v1, kind: BackendTLSPolicy, ${meta}, spec: {targetRefs: [{group: "", kind: Service, name: ledger, sectionName: https}],
      validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]}}}`,
    ['BackendTLSPolicy spec at https on all; trusts ConfigMap a/roots'],
  ],
  [
    'a BackendTLSPolicy of v1alpha2 with system roots',
    `{apiVersion: gateway.networking.k8s.io/v1alpha2, kind: BackendTLSPolicy, ${meta}, spec: {targetRef: {group: "", kind: Service, name: ledger}}}`,
    ['BackendTLSPolicy spec on all'],
  ],
  [
    'a BackendConfigPolicy',
    `{apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, ${meta}, spec: {${TARGET}, tls: {secretRef: {name: c}}}}`,
    ['BackendConfigPolicy spec.tls on kgateway; trusts Secret a/c; presents Secret a/c'],
  ],
  [
    'a BackendConfigPolicy without TLS',
    `{apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, ${meta}, spec: {${TARGET}, connectTimeout: 1s}}`,
    [],
  ],
  [
    'an AgentgatewayPolicy',
    `{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayPolicy, ${meta}, spec: {${TARGET}, backend: {tls: {mtlsCertificateRef: [{name: c}], caCertificateRefs: [{name: r}]}}}}`,
    ['AgentgatewayPolicy spec.backend.tls on agentgateway; trusts Secret a/c, ConfigMap a/r; presents Secret a/c'],
  ],
  [
    "Azure's BackendTLSPolicy",
    `{apiVersion: alb.networking.azure.io/v1, kind: BackendTLSPolicy, ${meta}, spec: {targetRef: {group: "", kind: Service, name: ledger}, default: {clientCertificateRef: {name: c}}}}`,
    ['BackendTLSPolicy spec on azure-agc; presents Secret a/c'],
  ],
  [
    "Gloo's Upstream",
    `{apiVersion: gloo.solo.io/v1, kind: Upstream, ${meta}, spec: {kube: {serviceName: ledger, serviceNamespace: a, servicePort: 8443}, sslConfig: {secretRef: {name: c, namespace: b}}}}`,
    ['Upstream spec.sslConfig at 8443 on gloo; trusts Secret b/c; presents Secret b/c'],
  ],
  [
    'a DestinationRule with TLS for a port, and none for another',
    `{apiVersion: networking.istio.io/v1, kind: DestinationRule, ${meta}, spec: {host: ledger, trafficPolicy: {
      tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 8443}, tls: {mode: MUTUAL, credentialName: c}}, {port: {number: 80}, tls: {mode: DISABLE}}, {tls: {}}]}}}`,
    [
      'DestinationRule spec.trafficPolicy.tls on istio',
      'DestinationRule spec.trafficPolicy.portLevelSettings[0].tls at 8443 on istio; trusts Secret c; presents Secret c',
    ],
  ],
  [
    'an ApisixUpstream',
    `{apiVersion: apisix.apache.org/v2, kind: ApisixUpstream, metadata: {name: ledger, namespace: a}, spec: {scheme: http, portLevelSettings: [
      {port: 8443, scheme: https, tlsSecret: {name: c, namespace: a}}, {port: 80, scheme: http}]}}`,
    ['ApisixUpstream spec.portLevelSettings[0] at 8443 on apisix; presents Secret a/c'],
  ],
  [
    'an HTTPProxy',
    `{apiVersion: projectcontour.io/v1, kind: HTTPProxy, ${meta}, spec: {routes: [{services: [{name: ledger, port: 8443, protocol: tls, validation: {caSecret: r}},
      {name: ledger, port: 80, protocol: h2c}]}]}}`,
    ['HTTPProxy spec.routes[0].services[0] at 8443 on contour; trusts Secret a/r'],
  ],
  [
    'a TraefikService',
    `{apiVersion: traefik.io/v1alpha1, kind: TraefikService, ${meta}, spec: {weighted: {services: [{name: ledger, port: 8443, scheme: https, serversTransport: mtls}, {name: ledger, port: 80}]}}}
---
{apiVersion: traefik.io/v1alpha1, kind: ServersTransport, metadata: {name: mtls, namespace: a}, spec: {rootCAs: [{configMap: r}], certificatesSecrets: [c]}}`,
    ['TraefikService spec.weighted.services[0] at 8443 on traefik; trusts ConfigMap a/r; presents Secret a/c'],
  ],
  [
    'a Mapping',
    `{apiVersion: getambassador.io/v3alpha1, kind: Mapping, ${meta}, spec: {service: "https://ledger:8443", tls: t}}
---
{apiVersion: getambassador.io/v3alpha1, kind: TLSContext, metadata: {name: t, namespace: a}, spec: {secret: c, ca_secret: r}}
---
{apiVersion: getambassador.io/v3alpha1, kind: Mapping, metadata: {name: plain, namespace: a}, spec: {service: "http://ledger:80"}}`,
    ['Mapping spec at 8443 on emissary; trusts Secret a/r; presents Secret a/c'],
  ],
])('%s', (_, content, expected) => {
  expect(
    graphOf(SERVICE + content)
      .tlsSettings.of(LEDGER)
      .map(written),
  ).toEqual(expected);
});

test.each([
  [
    'konghq.com/protocol: https, konghq.com/client-cert: c, konghq.com/ca-certificates-secrets: r, haproxy.org/other: x',
    ['Service metadata.annotations on kong-ingress-controller,kong-operator; trusts Secret a/r; presents Secret a/c'],
  ],
  ['konghq.com/protocol: http, konghq.com/client-cert: c', []],
  [
    'haproxy.org/server-ca: r, konghq.com/client-cert: c',
    ['Service metadata.annotations on haproxy-kubernetes-ingress; trusts Secret a/r'],
  ],
  [
    'gloo.solo.io/sslService.secret: c',
    ['Service metadata.annotations on gloo; trusts Secret a/c; presents Secret a/c'],
  ],
  [
    'gloo.solo.io/sslService.secret: "8443:c"',
    ['Service metadata.annotations at 8443 on gloo; trusts Secret a/c; presents Secret a/c'],
  ],
  ['gloo.solo.io/sslService.rootCa: /ca.crt', ['Service metadata.annotations on gloo']],
])('a Service annotated %s', (annotations, expected) => {
  const graph = graphOf(
    `{apiVersion: v1, kind: Service, metadata: {name: ledger, namespace: a, annotations: {${annotations}}}}`,
  );
  expect(graph.tlsSettings.of(LEDGER).map(written)).toEqual(expected);
});

test('a Backend of Envoy Gateway has its own settings', () => {
  const graph =
    graphOf(`{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: Backend, metadata: {name: bank, namespace: a}, spec: {tls: {
    caCertificateRefs: [{group: "", kind: ConfigMap, name: r}], clientCertificateRef: {name: c}}}}`);
  const bank = { group: 'gateway.envoyproxy.io', kind: 'Backend', namespace: 'a', name: 'bank' };
  expect(graph.tlsSettings.of(bank).map(written)).toEqual([
    'Backend spec.tls on envoy-gateway; trusts ConfigMap a/r; presents Secret a/c',
  ]);
});

test('a Gloo Upstream has its own settings', () => {
  const graph = graphOf(
    '{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: u, namespace: a}, spec: {sslConfig: {}}}',
  );
  const upstream = { group: 'gloo.solo.io', kind: 'Upstream', namespace: 'a', name: 'u' };
  expect(graph.tlsSettings.of(upstream).map(written)).toEqual(['Upstream spec.sslConfig on gloo']);
});

test('settings of another port are left out where one port is asked for', () => {
  const graph =
    graphOf(`{apiVersion: v1, kind: Service, metadata: {name: ledger, namespace: a}, spec: {ports: [{name: http, port: 80}, {name: https, port: 8443}]}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: BackendTLSPolicy, ${meta}, spec: {targetRefs: [{group: "", kind: Service, name: ledger, sectionName: https}]}}
---
{apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, ${meta}, spec: {${TARGET}, tls: {wellKnownCACertificates: System}}}`);
  const kinds = portsOf(named(graph, 'Service', 'ledger')).map((port) =>
    graph.tlsSettings.of(LEDGER, port).map(({ by }) => by.key.kind),
  );
  expect(kinds).toEqual([['BackendConfigPolicy'], ['BackendTLSPolicy', 'BackendConfigPolicy']]);
});

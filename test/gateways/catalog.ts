import type { Capability } from '../../src/gateways/capabilities';

// What is known of the gateways, written down a second time and independently of the tables in src/gateways: values only.
// `?` is unknown, `-` is not applicable. In lists H, G, T and C are the kinds of route (HTTP, GRPC, TLS, TCP), CM, S and CTB
// are ConfigMap, Secret and ClusterTrustBundle, and a member with `?` may belong to the list or not. Behind a slash stands
// the variant of a gateway. Each version stands for the release, or the releases of the minor version, of its row.

/** How a BackendTLSPolicy is taken. */
const BACKEND_TLS_POLICY = `
gateway                     versions                        btp.apiVersion  btp.routeKinds  btp.caKinds  btp.maxCaRefs    btp.caPems  btp.systemCa  btp.san      btp.sectionName  btp.onInvalid
kong-ingress-controller     3.3,3.3.1,3.0.0                 none            -               -            -                -           -             -            -                -
kong-ingress-controller     3.4,3.4.0,3.5.13                v1alpha3        H               CM,S         all              one         unsupported   rejected     ignored          open
kong-operator               2.0,2.0.0,2.2,2.3.0-rc.3        v1alpha3        H               CM,S         all              one         unsupported   rejected     ignored          open
kong-operator/hybrid        2.2,2.3.0-rc.3                  none            -               -            -                -           -             -            -                -
kgateway                    2.0,2.0.5                       v1alpha3        ?               CM           first-only       ?           ?             ?            unsupported      ?
kgateway                    2.1,2.1.2                       v1              ?               CM           first-only       ?           ?             ?            unsupported      ?
kgateway                    2.2                             v1              ?               CM,S         first-only       ?           ?             ?            unsupported      ?
kgateway                    2.3                             v1              ?               CM,S         first-only       ?           ?             ?            name             ?
kgateway                    2.4,2.4.3                       v1              H,G?,T?,C?      CM,S         first-only       many        ok            honored      name             closed
envoy-gateway               1.0                             v1alpha2        ?               CM           ?                ?           ok            unsupported  ?                ?
envoy-gateway               1.1                             ?               ?               CM           ?                ?           ok            unsupported  ?                ?
envoy-gateway               1.2,1.4                         ?               ?               CM,S         ?                ?           ok            unsupported  ?                ?
envoy-gateway               1.5                             ?               H,G?,T?         CM,S,CTB     all              many        ok            honored      name             closed
envoy-gateway               1.6                             ?               H,G?,T?         CM,S,CTB     all              many        ok            honored      name             closed
envoy-gateway               1.7                             v1              H,C,G?,T?       CM,S,CTB     all              many        ok            honored      name             closed
envoy-gateway               1.8,1.9                         v1              H,C,G?,T?       CM,S,CTB     all              many        ok            honored      name             closed
istio                       1.26,1.27                       v1alpha3        any             CM           first-only       ?           ?             ?            ?                ?
istio                       1.28,1.30,1.30.3                v1              any             CM           first-only       many        ok-with-san   required     name             ?
istio                       1.31.0-rc.0                     v1              any             CM           first-only       many        ok-with-san   required     name             ?
istio-agentgateway          1.31.0-rc.0                     ?               ?               ?            ?                ?           ?             ?            ?                ?
nginx-gateway-fabric        1.2,1.6                         ?               ?               CM           ?                ?           ?             ignored      ?                ?
nginx-gateway-fabric        2.0,2.1                         ?               ?               CM,S         ?                ?           ?             ignored      ?                ?
nginx-gateway-fabric        2.2                             ?               ?               CM,S         ?                ?           ?             ignored      name             ?
nginx-gateway-fabric        2.3,2.6,2.6.7                   v1              H,G             CM,S         one-or-rejected  many        ok            ignored      name             ?
traefik                     3.2,3.5                         v1alpha3        H               CM           ?                ?           ?             ?            ?                ?
traefik                     3.6                             v1              H               CM           ?                ?           ?             ?            ?                ?
traefik                     3.7,3.7.9                       v1              H               CM,S         all              many        ok            ignored      name             closed
cilium                      1.19                            v1              H,G?            CM           ?                ?           ?             ignored      name             ?
cilium                      1.20,1.20.1                     v1              H               CM           ?                ?           unsafe        ignored      name             ?
contour                     1.28,1.29                       v1alpha2        ?               ?            ?                ?           ?             ?            ?                ?
contour                     1.30,1.33,1.33.6                v1alpha3        H               CM,S         all              ?           unsupported   ignored      name             open
agentgateway                1.0,1.3                         v1              ?               CM           ?                ?           ?             honored      ?                ?
agentgateway                1.4,1.4.1                       v1              ?               CM           all              ?           ok            honored      name-or-number   ?
airlock                     4.8                             v1              ?               ?            ?                ?           ?             ?            ?                ?
airlock                     5.0,5.1,5.1.5                   v1              ?               CM,S?        ?                ?           ?             honored      name             ?
gke                         1.35.2-gke.1751000,1.35.2,1.35  v1              ?               CM,S?        ?                ?           ?             honored      ?                ?
gke                         1.36.2-gke.2154000,1.36.2,1.36  v1              ?               CM,S?        ?                ?           ?             honored      ?                ?
azure-agc                   2023-09                         none            -               -            -                ?           ?             -            -                ?
apisix                      2.2.0                           none            -               -            -                -           -             -            -                -
gloo                        1.22.1                          none            -               -            -                -           -             -            -                -
emissary                    4.1.0                           none            -               -            -                -           -             -            -                -
haproxy-ingress             0.17.0-alpha.1                  none            -               -            -                -           -             -            -                -
haproxy-kubernetes-ingress  3.2.11                          none            -               -            -                -           -             -            -                -
aws-lbc                     3.2,3.5                         none            -               -            -                -           -             -            -                -
aws-vpc-lattice             2.1.3                           none            -               -            -                -           -             -            -                -
`;

/** What becomes of client certificates, and of what surrounds them. */
const CLIENT_CERTIFICATE = `
gateway                     versions                        ccr               ccr.namespaceField  ccr.grpc  ccr.onInvalid  reload           coexist    partialChain
kong-ingress-controller     3.3,3.3.1,3.0.0                 unsupported       -                   -         -              hot              -          ?
kong-ingress-controller     3.4,3.4.0,3.5.13                unsupported       -                   -         -              hot-but-pooled   allowed    ?
kong-operator               2.0,2.0.0,2.2,2.3.0-rc.3        unsupported       -                   -         -              hot-but-pooled   allowed    ?
kong-operator/hybrid        2.2,2.3.0-rc.3                  unsupported       -                   -         -              ?                -          ?
kgateway                    2.0,2.0.5                       unsupported       -                   -         -              ?                exclusive  ?
kgateway                    2.1,2.1.2                       unsupported       -                   -         -              ?                exclusive  ?
kgateway                    2.2                             unsupported       -                   -         -              ?                exclusive  ?
kgateway                    2.3                             honored           allowed             ?         open           ?                exclusive  ?
kgateway                    2.4,2.4.3                       honored           allowed             ?         open           hot              exclusive  ?
envoy-gateway               1.0                             unsupported       -                   -         -              ?                ?          ?
envoy-gateway               1.1                             unsupported       -                   -         -              ?                ?          ?
envoy-gateway               1.2,1.4                         unsupported       -                   -         -              ?                ?          ?
envoy-gateway               1.5                             unsupported       -                   -         -              hot              allowed    ?
envoy-gateway               1.6                             unsupported       -                   -         -              hot              allowed    ?
envoy-gateway               1.7                             unsupported       -                   -         -              hot              allowed    ?
envoy-gateway               1.8,1.9                         honored           allowed             ?         open           hot              allowed    accepted
istio                       1.26,1.27                       ?                 -                   -         -              hot              exclusive  ?
istio                       1.28,1.30,1.30.3                ignored-silently  -                   -         -              hot              exclusive  ?
istio                       1.31.0-rc.0                     ignored-silently  -                   -         -              hot              allowed    ?
istio-agentgateway          1.31.0-rc.0                     honored           must-omit           ?         open           ?                ?          ?
nginx-gateway-fabric        1.2,1.6                         unsupported       -                   -         -              ?                -          ?
nginx-gateway-fabric        2.0,2.1                         unsupported       -                   -         -              ?                -          ?
nginx-gateway-fabric        2.2                             unsupported       -                   -         -              ?                -          ?
nginx-gateway-fabric        2.3,2.6,2.6.7                   honored           allowed             no        ?              graceful-reload,CM?  -          ?
traefik                     3.2,3.5                         unsupported       -                   -         -              ?                exclusive  ?
traefik                     3.6                             unsupported       -                   -         -              ?                exclusive  ?
traefik                     3.7,3.7.9                       unsupported       -                   -         -              hot,CM?          exclusive  accepted
cilium                      1.19                            unsupported       -                   -         -              hot              ?          ?
cilium                      1.20,1.20.1                     unsupported       -                   -         -              hot              ?          ?
contour                     1.28,1.29                       ?                 ?                   ?         ?              ?                ?          ?
contour                     1.30,1.33,1.33.6                unsupported       -                   -         -              hot              ?          ?
agentgateway                1.0,1.3                         honored           ?                   ?         ?              ?                ?          ?
agentgateway                1.4,1.4.1                       honored           must-omit           ?         closed         hot              ?          ?
airlock                     4.8                             unsupported       -                   -         -              ?                ?          ?
airlock                     5.0,5.1,5.1.5                   honored           ?                   ?         ?              ?                ?          ?
gke                         1.35.2-gke.1751000,1.35.2,1.35  unsupported       -                   -         -              ?                ?          ?
gke                         1.36.2-gke.2154000,1.36.2,1.36  honored           ?                   ?         ?              ?                ?          ?
azure-agc                   2023-09                         unsupported       -                   -         -              ?                ?          ?
apisix                      2.2.0                           unsupported       -                   -         -              hot              -          ?
gloo                        1.22.1                          unsupported       -                   -         -              hot              -          ?
emissary                    4.1.0                           -                 -                   -         -              hot              -          ?
haproxy-ingress             0.17.0-alpha.1                  unsupported       -                   -         -              ?                -          ?
haproxy-kubernetes-ingress  3.2.11                          unsupported       -                   -         -              ?                -          ?
aws-lbc                     3.2,3.5                         unsupported       -                   -         -              -                -          ?
aws-vpc-lattice             2.1.3                           unsupported       -                   -         -              -                -          ?
`;

/** Kinds and fields; each word must stand in the value. */
const FIELDS = `
gateway                     versions                        perBackendCert                                           minTls                                     ciphers                   alpn                      sni
kong-ingress-controller     3.3,3.3.1,3.0.0                 annotation+konghq.com/client-cert                        ?                                          ?                         ?                         konghq.com/host-header
kong-ingress-controller     3.4,3.4.0,3.5.13                annotation+konghq.com/client-cert                        ?                                          ?                         ?                         BackendTLSPolicy+hostname
kong-operator               2.0,2.0.0,2.2,2.3.0-rc.3        annotation+konghq.com/client-cert                        ?                                          ?                         ?                         BackendTLSPolicy+hostname
kong-operator/hybrid        2.2,2.3.0-rc.3                  konghq.com/client-cert+KongService+clientCertificateRef  ?                                          ?                         ?                         konghq.com/host-header
kgateway                    2.0,2.0.5                       none                                                     none                                       none                      none                      ?
kgateway                    2.1,2.1.2                       BackendConfigPolicy+tls.secretRef                        BackendConfigPolicy+parameters.minVersion  parameters.cipherSuites   alpnProtocols             sni
kgateway                    2.2                             BackendConfigPolicy+tls.secretRef                        BackendConfigPolicy+parameters.minVersion  parameters.cipherSuites   alpnProtocols             sni
kgateway                    2.3                             BackendConfigPolicy+tls.secretRef                        BackendConfigPolicy+parameters.minVersion  parameters.cipherSuites   alpnProtocols             sni
kgateway                    2.4,2.4.3                       BackendConfigPolicy+tls.secretRef                        BackendConfigPolicy+parameters.minVersion  parameters.cipherSuites   alpnProtocols             sni
envoy-gateway               1.0                             none                                                     none                                       none                      none                      ?
envoy-gateway               1.1                             none                                                     EnvoyProxy+backendTLS+minVersion           ciphers                   alpnProtocols             ?
envoy-gateway               1.2,1.4                         none                                                     EnvoyProxy+backendTLS+minVersion           ciphers                   alpnProtocols             ?
envoy-gateway               1.5                             none                                                     EnvoyProxy+minVersion                      EnvoyProxy+ciphers        EnvoyProxy+alpnProtocols  BackendTLSPolicy+hostname
envoy-gateway               1.6                             Backend+tls.clientCertificateRef                         EnvoyProxy+Backend+minVersion              ciphers                   alpnProtocols             BackendTLSPolicy+hostname+Backend+sni
envoy-gateway               1.7                             Backend+tls.clientCertificateRef                         EnvoyProxy+Backend+minVersion              ciphers                   alpnProtocols             BackendTLSPolicy+hostname+Backend+sni
envoy-gateway               1.8,1.9                         Backend+tls.clientCertificateRef                         EnvoyProxy+Backend+minVersion              ciphers                   alpnProtocols             BackendTLSPolicy+hostname+Backend+sni
istio                       1.26,1.27                       DestinationRule+tls.credentialName                       none                                       tlsDefaults.cipherSuites  none                      BackendTLSPolicy+hostname+DestinationRule+sni
istio                       1.28,1.30,1.30.3                DestinationRule+tls.credentialName                       none                                       tlsDefaults.cipherSuites  none                      BackendTLSPolicy+hostname+DestinationRule+sni
istio                       1.31.0-rc.0                     DestinationRule+tls.credentialName                       none                                       tlsDefaults.cipherSuites  none                      BackendTLSPolicy+hostname+DestinationRule+sni
istio-agentgateway          1.31.0-rc.0                     ?                                                        ?                                          ?                         ?                         ?
nginx-gateway-fabric        1.2,1.6                         none                                                     SnippetsFilter                             SnippetsFilter            none                      BackendTLSPolicy+hostname
nginx-gateway-fabric        2.0,2.1                         none                                                     SnippetsFilter                             SnippetsFilter            none                      BackendTLSPolicy+hostname
nginx-gateway-fabric        2.2                             none                                                     SnippetsFilter                             SnippetsFilter            none                      BackendTLSPolicy+hostname
nginx-gateway-fabric        2.3,2.6,2.6.7                   none                                                     SnippetsFilter                             SnippetsFilter            none                      BackendTLSPolicy+hostname
traefik                     3.2,3.5                         ServersTransport+certificatesSecrets                     none                                       none                      disableHTTP2              BackendTLSPolicy+hostname+serverName
traefik                     3.6                             ServersTransport+certificatesSecrets                     none                                       none                      disableHTTP2              BackendTLSPolicy+hostname+serverName
traefik                     3.7,3.7.9                       ServersTransport+certificatesSecrets                     minVersion                                 cipherSuites              disableHTTP2              BackendTLSPolicy+hostname+serverName
cilium                      1.19                            none                                                     none                                       none                      none                      BackendTLSPolicy+hostname
cilium                      1.20,1.20.1                     none                                                     none                                       none                      none                      BackendTLSPolicy+hostname
contour                     1.28,1.29                       ?                                                        ?                                          ?                         ?                         ?
contour                     1.30,1.33,1.33.6                none                                                     ContourConfiguration+upstreamTLS           ContourConfiguration      protocol:+h2              none
agentgateway                1.0,1.3                         ?                                                        ?                                          ?                         ?                         ?
agentgateway                1.4,1.4.1                       AgentgatewayPolicy+mtlsCertificateRef                    none                                       none                      alpnProtocols             BackendTLSPolicy+hostname+sni
airlock                     4.8                             ?                                                        ?                                          ?                         ?                         ?
airlock                     5.0,5.1,5.1.5                   none                                                     ?                                          ?                         ?                         BackendTLSPolicy+hostname
gke                         1.35.2-gke.1751000,1.35.2,1.35  ?                                                        none                                       none                      none                      BackendTLSPolicy+hostname
gke                         1.36.2-gke.2154000,1.36.2,1.36  ?                                                        none                                       none                      none                      BackendTLSPolicy+hostname
azure-agc                   2023-09                         clientCertificateRef                                     none                                       none                      none                      sni
apisix                      2.2.0                           ApisixUpstream+tlsSecret                                 none                                       none                      none                      upstreamHost
gloo                        1.22.1                          Upstream+sslConfig.secretRef                             minimumProtocolVersion                     cipherSuites              alpnProtocols             sni
emissary                    4.1.0                           Mapping+tls+TLSContext+secret                            min_tls_version                            cipher_suites             alpn_protocols            sni
haproxy-ingress             0.17.0-alpha.1                  ?                                                        ?                                          ?                         ?                         ?
haproxy-kubernetes-ingress  3.2.11                          annotation+server-crt                                    Backend+ssl_min_ver                        ciphers                   alpn                      sni
aws-lbc                     3.2,3.5                         none                                                     none                                       none                      none                      none
aws-vpc-lattice             2.1.3                           none                                                     none                                       none                      none                      none
`;

/** One cell: what a gateway at a version does. */
export interface CatalogCell {
  readonly gateway: string;
  readonly version: string;
  readonly capability: Capability;
  readonly expected: string;
}

/** All cells, version by version. */
export const CATALOG: readonly CatalogCell[] = [BACKEND_TLS_POLICY, CLIENT_CERTIFICATE, FIELDS].flatMap(cellsOf);

function cellsOf(table: string): readonly CatalogCell[] {
  const [header = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split(/ +/));
  const capabilities = header.slice(2) as readonly Capability[];
  return rows.flatMap(([gateway = '', versions = '', ...cells]) => {
    if (cells.length !== capabilities.length) {
      throw new Error(`${gateway} ${versions} has ${cells.length} cells; the header has ${capabilities.length}`);
    }
    return versions
      .split(',')
      .flatMap((version) =>
        capabilities.map((capability, column) => ({ gateway, version, capability, expected: cells[column] ?? '' })),
      );
  });
}

/** Versions of which nothing is known: beside the ranges, and between them. */
export const OUTSIDE: readonly (readonly [gateway: string, version: string])[] = [
  ['agentgateway', '0.9'],
  ['agentgateway', '1.4.0'],
  ['agentgateway', '1.5'],
  ['airlock', '4.7'],
  ['airlock', '4.9'],
  ['airlock', '5.1.6'],
  ['apisix', '2.1'],
  ['apisix', '2.2.1'],
  ['aws-lbc', '3.1'],
  ['aws-lbc', '3.6'],
  ['aws-vpc-lattice', '2.1.4'],
  ['azure-agc', '2023-10'],
  ['cilium', '1.18'],
  ['cilium', '1.21'],
  ['contour', '1.27'],
  ['contour', '1.33.7'],
  ['contour', '1.34'],
  ['emissary', '4.0'],
  ['emissary', '4.1.1'],
  ['envoy-gateway', '0.6'],
  ['envoy-gateway', '1.10'],
  ['gateway-api', '1.5'],
  ['gke', '1.34'],
  ['gke', '1.35.1'],
  ['gke', '1.35.2-gke.1751001'],
  ['gke', '1.36.3'],
  ['gloo', '1.22.0'],
  ['haproxy-ingress', '0.16'],
  ['haproxy-ingress', '0.17.0'],
  ['haproxy-kubernetes-ingress', '3.2.12'],
  ['istio', '1.25'],
  ['istio', '1.31'],
  ['istio', '1.31.0-rc.1'],
  ['kgateway', '1.9'],
  ['kgateway', '2.5'],
  ['kong-ingress-controller', '3.6'],
  ['kong-operator', '1.6'],
  ['kong-operator', '2.4'],
  ['nginx-gateway-fabric', '1.1'],
  ['nginx-gateway-fabric', '2.6.8'],
  ['nginx-gateway-fabric', '2.7'],
  ['traefik', '3.1'],
  ['traefik', '3.8'],
];

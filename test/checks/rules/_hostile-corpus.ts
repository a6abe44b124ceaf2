/** One object of each kind that rules about single gateways read, with something wrong in most. */
export const HOSTILE_CORPUS = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: edge}
spec: {controllerName: agentgateway.dev/agentgateway}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: payments, annotations: {gateway.istio.io/service-account: edge}}
spec:
  gatewayClassName: edge
  addresses: [{type: IPAddress, value: 192.0.2.1}]
  listeners: [{name: http, port: 80, protocol: HTTP}]
  tls: {backend: {clientCertificateRef: {group: core, kind: Secret, name: edge-client, namespace: payments}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: mesh, namespace: istio}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: google, namespace: payments}
spec: {gatewayClassName: gke-l7-rilb, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ledger, namespace: payments}
spec:
  parentRefs: [{name: edge}, {name: google}, {name: mesh, namespace: istio}, {group: "", kind: Service, name: ledger}]
  rules:
    - backendRefs:
        - {name: ledger, port: 8443}
        - {group: traefik.io, kind: TraefikService, name: ledger}
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger, sectionName: https}]
  validation:
    hostname: ledger.example.com
    caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}]
    subjectAltNames: [{type: URI, uri: "spiffe://example.com/ledger"}]
---
apiVersion: alb.networking.azure.io/v1
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRef: {group: "", kind: Service, name: ledger}
  targetRefs: []
  default: {verify: {subjectAltName: [ledger.example.com], caCertificateRef: {kind: Secret, name: roots}}}
---
apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: payments
  annotations:
    haproxy.org/server-ca: payments/roots
    cloud.google.com/app-protocols: '{"https":"HTTPS"}'
    konghq.com/protocol: https
    konghq.com/client-cert: edge-client
    konghq.com/ca-certificates-secrets: roots
spec: {ports: [{name: https, port: 8443, appProtocol: HTTPS}]}
---
apiVersion: v1
kind: Secret
metadata: {name: roots, namespace: payments}
data: {root.pem: dGV4dA==}
---
apiVersion: v1
kind: Secret
metadata: {name: edge-client, namespace: payments}
data: {tls.crt: dGV4dA==, tls.key: dGV4dA==}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cilium-config, namespace: kube-system}
data: {gateway-api-secrets-namespace: edge-secrets}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: cilium, namespace: kube-system}
spec: {chart: {spec: {chart: cilium}}, values: {gatewayAPI: {secretsNamespace: {name: edge-secrets}}}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cilium, namespace: argocd}
spec: {source: {chart: cilium, helm: {parameters: [{name: gatewayAPI.secretsNamespace.name, value: edge-secrets}]}}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ledger, namespace: payments}
spec:
  host: ledger.payments.svc.cluster.local
  trafficPolicy:
    tls: {mode: MUTUAL, credentialName: edge-client, caCertificates: /etc/root.pem}
    portLevelSettings: [{port: {number: 8443}, tls: {mode: MUTUAL, credentialName: "kubernetes://payments/edge-client"}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: secrets, namespace: istio}
rules: [{apiGroups: [""], resources: [secrets], verbs: [list], resourceNames: [edge-client]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: secrets, namespace: istio}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secrets}
subjects: [{kind: ServiceAccount, name: mesh-istio, namespace: istio}]
---
apiVersion: gateway.nginx.org/v1alpha1
kind: SnippetsFilter
metadata: {name: ledger, namespace: payments}
spec: {snippets: [{context: http.server.location, value: "proxy_ssl_certificate /tls.crt;"}]}
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: ledger, namespace: payments}
spec: {weighted: {services: [{name: ledger, port: 8443, scheme: https, serversTransport: ledger}]}}
---
apiVersion: traefik.io/v1alpha1
kind: ServersTransport
metadata: {name: ledger, namespace: payments}
spec: {spiffe: {trustDomain: example.com}, serverName: ledger, certificatesSecrets: [gone]}
---
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: {name: ledger, namespace: payments}
spec:
  routes:
    - services:
        - {name: ledger, port: 8443, protocol: tls, validation: {caSecret: pki/roots, subjectName: ledger}}
        - {name: ledger, port: 8443, protocol: h2}
---
apiVersion: projectcontour.io/v1
kind: TLSCertificateDelegation
metadata: {name: roots, namespace: pki}
spec: {delegations: [{secretName: other, targetNamespaces: ["*"]}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger}]
  backend: {tls: {mtlsCertificateRef: [{name: edge-client}]}}
---
apiVersion: apisix.apache.org/v2
kind: ApisixUpstream
metadata: {name: ledger, namespace: payments}
spec:
  scheme: https
  tlsSecret: {name: edge-client, namespace: payments}
  portLevelSettings: [{port: 8443, scheme: https, tlsSecret: {name: edge-client, namespace: payments}}]
---
apiVersion: getambassador.io/v3alpha1
kind: Mapping
metadata: {name: ledger, namespace: payments}
spec: {prefix: /, hostname: "*", service: "https://ledger.payments:8443"}
---
apiVersion: getambassador.io/v3alpha1
kind: TLSContext
metadata: {name: ledger, namespace: payments}
spec: {ca_secret: roots.payments}
---
apiVersion: gloo.solo.io/v1
kind: Upstream
metadata: {name: ledger, namespace: payments}
spec:
  kube: {serviceName: ledger, serviceNamespace: payments, servicePort: 8443}
  sslConfig: {oneWayTls: true, verifySubjectAltName: [ledger], secretRef: {name: edge-client, namespace: payments}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: ledger, namespace: payments}
spec: {secretName: ledger-tls, dnsNames: [ledger.example.com], issuerRef: {name: ca, kind: Issuer}}
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: ca, namespace: payments}
spec: {ca: {secretName: roots}}
---
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: {name: bundle}
spec: {sources: [{secret: {name: roots, key: ca.crt}}], target: {configMap: {key: ca.crt}, namespaceSelector: {matchLabels: {team: a}}}}
---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: BackendConfigPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger}]
  tls: {secretRef: {name: edge-client}, verifySubjectAltNames: ["spiffe://a"], parameters: {minVersion: "1.3", maxVersion: "1.2"}}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: {name: ledger, namespace: payments}
spec:
  endpoints: [{fqdn: {hostname: ledger.example.com, port: 8443}}]
  tls: {clientCertificateRef: {name: edge-client, namespace: other}}
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: plugin, namespace: payments}
plugin: mtls-auth
config: {ca_certificates: [a]}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: alerts, namespace: payments}
spec: {groups: [{name: tls, rules: [{alert: a, expr: "kong_enterprise_license_expiry_timestamp - time() < 0"}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kong, namespace: payments}
spec:
  template:
    spec:
      containers: [{name: ingress-controller, image: "kong/kubernetes-ingress-controller:3.5.1", args: ["--konnect-licensing-enabled"], env: [{name: POD_NAME}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong}
spec: {controllerName: konghq.com/gateway-operator}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: kong, namespace: payments, annotations: {konghq.com/publish-service: kong}}
spec:
  gatewayClassName: kong
  listeners: [{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: edge-client}]}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: kong, namespace: payments, annotations: {konghq.com/preserve-host: "true"}}
spec:
  parentRefs: [{name: kong}]
  hostnames: [api.example.com]
  rules: [{backendRefs: [{name: card, port: 8443}, {name: risk, port: 8443}]}]
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: kong}
spec: {controller: ingress-controllers.konghq.com/kong}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: kong, namespace: payments}
spec:
  ingressClassName: kong
  rules:
    - host: api.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: card, port: {number: 8443}}}}]}
---
apiVersion: v1
kind: Service
metadata:
  name: card
  namespace: payments
  annotations:
    konghq.com/protocol: https
    konghq.com/tls-verify: "true"
    konghq.com/tls-verify-depth: two
    konghq.com/host-header: card.internal
    konghq.com/client-cert: gateways/edge-client
    konghq.com/ca-certificates-secret: typo
    konghq.com/ca-certificates-configmaps: kong-root, kong-copy
spec: {ports: [{name: https, port: 8443}]}
---
apiVersion: v1
kind: Service
metadata: {name: risk, namespace: payments, annotations: {konghq.com/tls-verify: yes, konghq.com/ca-certificates-secrets: roots}}
spec: {ports: [{name: https, port: 8443}]}
---
apiVersion: gateway.networking.k8s.io/v1alpha3
kind: BackendTLSPolicy
metadata: {name: card, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: card}]
  validation:
    hostname: card.internal
    caCertificateRefs: [{group: "", kind: ConfigMap, name: kong-root}]
    subjectAltNames: [{type: Hostname, hostname: card.internal}]
  options: {tls-verify-depth: "65"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kong-root, namespace: payments, labels: {konghq.com/ca-cert: "true"}}
data: {id: root, ca.crt: x}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kong-copy, namespace: payments, labels: {konghq.com/ca-cert: "true"}}
data: {id: root, cert: y}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: kong-ca, namespace: payments}
spec: {secretName: kong-ca, isCA: true, secretTemplate: {labels: {konghq.com/ca-cert: "true"}}, dnsNames: [a], issuerRef: {name: ca}}
---
apiVersion: gateway-operator.konghq.com/v1beta1
kind: DataPlane
metadata: {name: kong, namespace: payments}
spec:
  deployment:
    podTemplateSpec: {spec: {containers: [{name: proxy, image: "kong/kong-gateway:3.14", env: [{name: KONG_DATABASE, value: postgres}]}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: eg, namespace: payments}
spec:
  gatewayClassName: eg
  infrastructure: {parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: eg}}
  listeners: [{name: http, port: 80, protocol: HTTP}]
  tls: {backend: {clientCertificateRef: {name: sds}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: eg, namespace: payments}
spec: {parentRefs: [{name: eg}], rules: [{backendRefs: [{name: plain, port: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: plain, namespace: payments}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyProxy
metadata: {name: eg, namespace: payments}
spec: {backendTLS: {clientCertificateRef: {name: edge-client, namespace: other}, minVersion: "1.3"}}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: Backend
metadata: {name: nameless, namespace: payments}
spec:
  endpoints: [{ip: {address: 192.0.2.1, port: 8443}}]
  tls: {wellKnownCACertificates: System}
---
apiVersion: v1
kind: Secret
metadata: {name: sds, namespace: payments}
type: gateway.envoyproxy.io/sds
stringData: {secretName: edge, url: "unix:///run/sds.sock"}
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyGateway
extensionApis: {EnableBackend: true}
extensionManager:
  hooks: {xdsTranslator: {post: [Cluster]}}
  service: {hostname: extension, tls: {certificateRef: {kind: Secret, name: edge-client, namespace: payments}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: envoy-gateway-config, namespace: payments}
data:
  envoy-gateway.yaml: |
    apiVersion: gateway.envoyproxy.io/v1alpha1
    kind: EnvoyGateway
    extensionManagers: [{name: a, service: {tls: {certificateRef: {name: edge-client}}}}, {name: a}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: kgateway, namespace: payments}
spec:
  gatewayClassName: kgateway
  listeners: [{name: http, port: 80, protocol: HTTP}]
  tls: {backend: {clientCertificateRef: {name: gateway-client}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: kgateway, namespace: payments}
spec:
  parentRefs: [{name: kgateway}]
  rules: [{backendRefs: [{name: ledger, port: 8443}, {group: gateway.kgateway.dev, kind: Backend, name: risk, port: 443}]}]
---
apiVersion: gateway.kgateway.dev/v1alpha1
kind: BackendConfigPolicy
metadata: {name: selecting, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger}]
  targetSelectors: [{group: "", kind: Service, matchLabels: {app: ledger}}]
  upstreamProxyProtocol: {version: V2}
  tls:
    files: {tlsCertificate: /tls/tls.crt, tlsKey: /tls/tls.key}
    simpleTLS: true
    parameters: {cipherSuites: [RC4], ecdhCurves: [brainpool], signatureAlgorithms: [md5]}
`;

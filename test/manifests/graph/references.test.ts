import { formatReference, isClusterScoped, type Reference } from '../../../src/manifests/graph/reference';
import { formatPath } from '../../../src/manifests/manifest';
import { graphOf, named, single } from './_graph';

function written({ purpose, path, to, namespaceRule, sectionName, port, key, alternatives }: Reference): string {
  const place = [sectionName, port, key].filter((part) => part !== undefined).join(' ');
  const others = alternatives.map((other) => ` or ${formatReference(other)}`).join('');
  return `${purpose} ${formatPath(path)} -> ${to.group}/${formatReference(to)}${place === '' ? '' : ` at ${place}`}${others} (${namespaceRule})`;
}

interface Example {
  readonly of: string;
  readonly yaml: string;
  readonly references: readonly string[];
}

const GATEWAY_API = 'apiVersion: gateway.networking.k8s.io/v1';

const examples: readonly Example[] = [
  {
    of: 'GatewayClass',
    yaml: `{${GATEWAY_API}, kind: GatewayClass, metadata: {name: eg}, spec: {controllerName: x/y, parametersRef:
      {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: custom, namespace: system}}}`,
    references: ['parameters spec.parametersRef -> gateway.envoyproxy.io/EnvoyProxy system/custom (any)'],
  },
  {
    of: 'Gateway',
    yaml: `${GATEWAY_API}
kind: Gateway
metadata: {name: edge, namespace: gateways}
spec:
  gatewayClassName: eg
  infrastructure: {parametersRef: {group: gateway.envoyproxy.io, kind: EnvoyProxy, name: own}}
  tls:
    backend: {clientCertificateRef: {name: edge-client, namespace: pki}}
    frontend:
      default: {validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: clients}]}}
      perPort: [{port: 8443, tls: {validation: {caCertificateRefs: [{group: "", kind: Secret, name: partners}]}}}]
  listeners:
    - {name: https, tls: {certificateRefs: [{name: edge-server}]}}`,
    references: [
      'gateway-class spec.gatewayClassName -> gateway.networking.k8s.io/GatewayClass eg (own)',
      'parameters spec.infrastructure.parametersRef -> gateway.envoyproxy.io/EnvoyProxy gateways/own (own)',
      'client-certificate spec.tls.backend.clientCertificateRef -> /Secret pki/edge-client (reference-grant)',
      'listener-certificate spec.listeners[0].tls.certificateRefs[0] -> /Secret gateways/edge-server (reference-grant)',
      'client-ca spec.tls.frontend.default.validation.caCertificateRefs[0] -> /ConfigMap gateways/clients (reference-grant)',
      'client-ca spec.tls.frontend.perPort[0].tls.validation.caCertificateRefs[0] -> /Secret gateways/partners (reference-grant)',
    ],
  },
  {
    of: 'Gateway of the experimental channel of 1.2',
    yaml: `{${GATEWAY_API}, kind: Gateway, metadata: {name: edge, namespace: gateways}, spec: {backendTLS:
      {clientCertificateRef: {name: edge-client}}}}`,
    references: [
      'client-certificate spec.backendTLS.clientCertificateRef -> /Secret gateways/edge-client (reference-grant)',
    ],
  },
  {
    of: 'ListenerSet',
    yaml: `{${GATEWAY_API}, kind: ListenerSet, metadata: {name: more, namespace: a}, spec: {parentRef: {name: edge, namespace: b},
      listeners: [{tls: {certificateRefs: [{name: server}]}}]}}`,
    references: [
      'parent spec.parentRef -> gateway.networking.k8s.io/Gateway b/edge (any)',
      'listener-certificate spec.listeners[0].tls.certificateRefs[0] -> /Secret a/server (reference-grant)',
    ],
  },
  {
    of: 'HTTPRoute',
    yaml: `${GATEWAY_API}
kind: HTTPRoute
metadata: {name: ledger, namespace: payments, annotations: {konghq.com/plugins: "limit, common:audit"}}
spec:
  parentRefs: [{name: edge, namespace: gateways, sectionName: https, port: 443}]
  rules:
    - backendRefs:
        - name: ledger
          port: 8443
          filters: [{type: RequestMirror, requestMirror: {backendRef: {name: shadow, port: 80}}}]
        - {group: gateway.envoyproxy.io, kind: Backend, name: bank, namespace: partners}
      filters:
        - {type: RequestMirror, requestMirror: {backendRef: {name: mirror, port: 80}}}
        - {type: ExternalAuth, externalAuth: {backendRef: {name: auth, port: 9000}}}
        - {type: ExtensionRef, extensionRef: {group: configuration.konghq.com, kind: KongPlugin, name: cors}}`,
    references: [
      'parent spec.parentRefs[0] -> gateway.networking.k8s.io/Gateway gateways/edge at https 443 (any)',
      'backend spec.rules[0].backendRefs[0] -> /Service payments/ledger at 8443 (reference-grant)',
      'backend spec.rules[0].backendRefs[1] -> gateway.envoyproxy.io/Backend partners/bank (reference-grant)',
      'backend spec.rules[0].filters[0].requestMirror.backendRef -> /Service payments/mirror at 80 (reference-grant)',
      'backend spec.rules[0].backendRefs[0].filters[0].requestMirror.backendRef -> /Service payments/shadow at 80 (reference-grant)',
      'backend spec.rules[0].filters[1].externalAuth.backendRef -> /Service payments/auth at 9000 (reference-grant)',
      'filter spec.rules[0].filters[2].extensionRef -> configuration.konghq.com/KongPlugin payments/cors (own)',
      'plugin metadata.annotations[konghq.com/plugins] -> configuration.konghq.com/KongPlugin payments/limit or KongClusterPlugin limit (reference-grant)',
      'plugin metadata.annotations[konghq.com/plugins] -> configuration.konghq.com/KongPlugin common/audit or KongClusterPlugin audit (reference-grant)',
    ],
  },
  ...['GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => ({
    of: kind,
    yaml: `{${GATEWAY_API}, kind: ${kind}, metadata: {name: r, namespace: a}, spec: {parentRefs: [{name: edge}],
      rules: [{backendRefs: [{name: ledger, port: 8443}]}]}}`,
    references: [
      'parent spec.parentRefs[0] -> gateway.networking.k8s.io/Gateway a/edge (any)',
      'backend spec.rules[0].backendRefs[0] -> /Service a/ledger at 8443 (reference-grant)',
    ],
  })),
  {
    of: 'Ingress',
    yaml: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ledger, namespace: payments}
spec:
  ingressClassName: kong
  defaultBackend: {service: {name: fallback, port: {name: http}}}
  rules:
    - http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: ledger, port: {number: 8443}}}}
          - {path: /f, pathType: Prefix, backend: {resource: {apiGroup: incubator.ingress-controller.konghq.com, kind: KongServiceFacade, name: f}}}
  tls: [{secretName: edge-server}]`,
    references: [
      'ingress-class spec.ingressClassName -> networking.k8s.io/IngressClass kong (own)',
      'backend spec.defaultBackend.service -> /Service payments/fallback at http (own)',
      'backend spec.rules[0].http.paths[0].backend.service -> /Service payments/ledger at 8443 (own)',
      'backend spec.rules[0].http.paths[1].backend.resource -> incubator.ingress-controller.konghq.com/KongServiceFacade payments/f (own)',
      'listener-certificate spec.tls[0].secretName -> /Secret payments/edge-server (own)',
    ],
  },
  {
    of: 'BackendTLSPolicy v1',
    yaml: `${GATEWAY_API}
kind: BackendTLSPolicy
metadata: {name: ledger, namespace: payments}
spec:
  targetRefs: [{group: "", kind: Service, name: ledger, sectionName: https}]
  validation:
    hostname: ledger
    caCertificateRefs: [{group: "", kind: ConfigMap, name: roots}, {group: core, kind: Secret, name: more},
      {group: certificates.k8s.io, kind: ClusterTrustBundle, name: all}]`,
    references: [
      'target spec.targetRefs[0] -> /Service payments/ledger at https (own)',
      'ca spec.validation.caCertificateRefs[0] -> /ConfigMap payments/roots (own)',
      'ca spec.validation.caCertificateRefs[1] -> core/Secret payments/more (own)',
      'ca spec.validation.caCertificateRefs[2] -> certificates.k8s.io/ClusterTrustBundle all (own)',
    ],
  },
  {
    of: 'BackendTLSPolicy v1alpha2',
    yaml: `{apiVersion: gateway.networking.k8s.io/v1alpha2, kind: BackendTLSPolicy, metadata: {name: l, namespace: a}, spec: {
      targetRef: {group: "", kind: Service, name: ledger, namespace: b}, tls: {caCertRefs: [{group: "", kind: ConfigMap, name: roots}]}}}`,
    references: [
      'target spec.targetRef -> /Service b/ledger (own)',
      'ca spec.tls.caCertRefs[0] -> /ConfigMap a/roots (own)',
    ],
  },
  {
    of: 'XBackend',
    yaml: `{apiVersion: gateway.networking.x-k8s.io/v1alpha1, kind: XBackend, metadata: {name: x, namespace: a}, spec: {tls: {
      clientCertificateRef: {name: c}, validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: r}]}}}}`,
    references: [
      'client-certificate spec.tls.clientCertificateRef -> /Secret a/c (own)',
      'ca spec.tls.validation.caCertificateRefs[0] -> /ConfigMap a/r (own)',
    ],
  },
  {
    of: 'BackendConfigPolicy',
    yaml: `{apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, metadata: {name: p, namespace: a}, spec: {
      targetRefs: [{group: gateway.kgateway.dev, kind: Backend, name: bank}], tls: {secretRef: {name: client}}}}`,
    references: [
      'target spec.targetRefs[0] -> gateway.kgateway.dev/Backend a/bank (own)',
      'tls-secret spec.tls.secretRef -> /Secret a/client (own)',
    ],
  },
  {
    of: "Envoy Gateway's Backend",
    yaml: `{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: Backend, metadata: {name: b, namespace: a}, spec: {tls: {
      caCertificateRefs: [{group: "", kind: Secret, name: roots}], clientCertificateRef: {name: client, namespace: b}}}}`,
    references: [
      'ca spec.tls.caCertificateRefs[0] -> /Secret a/roots (own)',
      'client-certificate spec.tls.clientCertificateRef -> /Secret b/client (own)',
    ],
  },
  {
    of: 'EnvoyProxy',
    yaml: `{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: EnvoyProxy, metadata: {name: p, namespace: a}, spec: {backendTLS: {
      clientCertificateRef: {kind: Secret, name: client}}}}`,
    references: ['client-certificate spec.backendTLS.clientCertificateRef -> /Secret a/client (own)'],
  },
  {
    of: 'ClientTrafficPolicy',
    yaml: `{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: ClientTrafficPolicy, metadata: {name: p, namespace: a}, spec: {
      targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}],
      tls: {clientValidation: {caCertificateRefs: [{name: clients, namespace: b}]}}}}`,
    references: [
      'target spec.targetRefs[0] -> gateway.networking.k8s.io/Gateway a/edge (own)',
      'client-ca spec.tls.clientValidation.caCertificateRefs[0] -> /Secret b/clients (reference-grant)',
    ],
  },
  {
    of: 'SecurityPolicy',
    yaml: `{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: SecurityPolicy, metadata: {name: p, namespace: a}, spec: {
      extAuth: {grpc: {backendRefs: [{name: auth, port: 9000}]}}}}`,
    references: ['backend spec.extAuth.grpc.backendRefs[0] -> /Service a/auth at 9000 (reference-grant)'],
  },
  {
    of: 'EnvoyGateway configuration',
    yaml: `{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: EnvoyGateway, extensionManager: {service: {tls: {
      certificateRef: {name: ca}, clientCertificateRef: {name: client, namespace: b}}}}}`,
    references: [
      'ca extensionManager.service.tls.certificateRef -> /Secret ca (unsaid)',
      'client-certificate extensionManager.service.tls.clientCertificateRef -> /Secret b/client (any)',
    ],
  },
  {
    of: 'Service with annotations of Kong and HAProxy',
    yaml: `apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: payments
  annotations:
    konghq.com/client-cert: kong-client
    konghq.com/ca-certificates-secrets: root-a, root-b,
    konghq.com/ca-certificates-configmaps: root-c
    konghq.com/upstream-policy: sticky
    konghq.com/plugins: limit
    haproxy.org/server-ca: pki/roots
    haproxy.org/server-crt: client`,
    references: [
      'client-certificate metadata.annotations[konghq.com/client-cert] -> /Secret payments/kong-client (own)',
      'ca metadata.annotations[konghq.com/ca-certificates-secrets] -> /Secret payments/root-a (own)',
      'ca metadata.annotations[konghq.com/ca-certificates-secrets] -> /Secret payments/root-b (own)',
      'ca metadata.annotations[konghq.com/ca-certificates-configmaps] -> /ConfigMap payments/root-c (own)',
      'upstream-policy metadata.annotations[konghq.com/upstream-policy] -> configuration.konghq.com/KongUpstreamPolicy payments/sticky (own)',
      'plugin metadata.annotations[konghq.com/plugins] -> configuration.konghq.com/KongPlugin payments/limit or KongClusterPlugin limit (reference-grant)',
      'client-certificate metadata.annotations[haproxy.org/server-crt] -> /Secret payments/client (any)',
      'ca metadata.annotations[haproxy.org/server-ca] -> /Secret pki/roots (any)',
    ],
  },
  {
    of: 'KongPlugin',
    yaml: `{apiVersion: configuration.konghq.com/v1, kind: KongPlugin, metadata: {name: p, namespace: a}, plugin: x,
      configFrom: {secretKeyRef: {name: s, key: k}},
      configPatches: [{path: /x, valueFrom: {secretKeyRef: {name: t, key: l}}}]}`,
    references: [
      'plugin-configuration configFrom.secretKeyRef -> /Secret a/s at k (own)',
      'plugin-configuration configPatches[0].valueFrom.secretKeyRef -> /Secret a/t at l (own)',
    ],
  },
  {
    of: 'KongClusterPlugin',
    yaml: `{apiVersion: configuration.konghq.com/v1, kind: KongClusterPlugin, metadata: {name: p}, plugin: x,
      configFrom: {secretKeyRef: {name: s, key: k, namespace: b}}}`,
    references: ['plugin-configuration configFrom.secretKeyRef -> /Secret b/s at k (any)'],
  },
  {
    of: 'KongCertificate',
    yaml: `{apiVersion: configuration.konghq.com/v1alpha1, kind: KongCertificate, metadata: {name: c, namespace: a}, spec: {
      secretRef: {name: s, namespace: b}, secretRefAlt: {name: t}}}`,
    references: [
      'certificate spec.secretRef -> /Secret b/s (kong-reference-grant)',
      'certificate spec.secretRefAlt -> /Secret a/t (kong-reference-grant)',
    ],
  },
  {
    of: 'KongService',
    yaml: `{apiVersion: configuration.konghq.com/v1alpha1, kind: KongService, metadata: {name: s, namespace: a}, spec: {
      clientCertificateRef: {name: c}, caCertificateRefs: [{name: ca, namespace: b}]}}`,
    references: [
      'client-certificate spec.clientCertificateRef -> configuration.konghq.com/KongCertificate a/c (kong-reference-grant)',
      'ca spec.caCertificateRefs[0] -> configuration.konghq.com/KongCACertificate b/ca (kong-reference-grant)',
    ],
  },
  {
    of: 'KongCACertificate',
    yaml: `{apiVersion: configuration.konghq.com/v1alpha1, kind: KongCACertificate, metadata: {name: s, namespace: a}, spec: {secretRef: {name: c}}}`,
    references: ['ca spec.secretRef -> /Secret a/c (kong-reference-grant)'],
  },
  {
    of: 'KongUpstream',
    yaml: `{apiVersion: configuration.konghq.com/v1alpha1, kind: KongUpstream, metadata: {name: s, namespace: a}, spec: {clientCertificateRef: {name: c}}}`,
    references: [
      'client-certificate spec.clientCertificateRef -> configuration.konghq.com/KongCertificate a/c (kong-reference-grant)',
    ],
  },
  {
    of: 'KongServiceFacade',
    yaml: `{apiVersion: incubator.ingress-controller.konghq.com/v1alpha1, kind: KongServiceFacade, metadata: {name: f, namespace: a,
      annotations: {konghq.com/client-cert: c}}, spec: {backendRef: {name: ledger, port: 8443}}}`,
    references: [
      'client-certificate metadata.annotations[konghq.com/client-cert] -> /Secret a/c (own)',
      'backend spec.backendRef -> /Service a/ledger at 8443 (own)',
    ],
  },
  {
    of: 'Certificate',
    yaml: `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: leaf, namespace: a, annotations: {upstream-tls.dev/serves: "ledger:https, ledger-headless"}}
spec:
  secretName: leaf
  issuerRef: {name: ca}
  keystores: {jks: {create: true, passwordSecretRef: {name: password, key: jks}}}`,
    references: [
      'issuer spec.issuerRef -> cert-manager.io/Issuer a/ca (own)',
      'keystore-password spec.keystores.jks.passwordSecretRef -> /Secret a/password at jks (own)',
      'serves metadata.annotations[upstream-tls.dev/serves] -> /Service a/ledger at https (own)',
      'serves metadata.annotations[upstream-tls.dev/serves] -> /Service a/ledger-headless (own)',
    ],
  },
  {
    of: 'Certificate of an external cluster issuer',
    yaml: `{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: leaf, namespace: a}, spec: {
      issuerRef: {group: awspca.cert-manager.io, kind: AWSPCAClusterIssuer, name: ca}}}`,
    references: ['issuer spec.issuerRef -> awspca.cert-manager.io/AWSPCAClusterIssuer ca (own)'],
  },
  {
    of: 'Certificate whose issuer has an empty group',
    yaml: `{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: leaf, namespace: a}, spec: {
      issuerRef: {group: "", kind: "", name: ca}}}`,
    references: ['issuer spec.issuerRef -> cert-manager.io/Issuer a/ca (own)'],
  },
  {
    of: 'Issuer',
    yaml: `{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: i, namespace: a}, spec: {ca: {secretName: ca}}}`,
    references: ['issuer-ca spec.ca.secretName -> /Secret a/ca (own)'],
  },
  {
    of: 'ClusterIssuer',
    yaml: `{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: i}, spec: {ca: {secretName: ca},
      vault: {auth: {tokenSecretRef: {name: token, key: t}}, caBundleSecretRef: {name: bundle}}}}`,
    references: [
      'issuer-ca spec.ca.secretName -> /Secret cert-manager/ca (own)',
      'issuer-credential spec.vault.auth.tokenSecretRef -> /Secret cert-manager/token at t (own)',
      'issuer-credential spec.vault.caBundleSecretRef -> /Secret cert-manager/bundle (own)',
    ],
  },
  {
    of: 'Bundle',
    yaml: `{apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: {name: roots, annotations: {
      upstream-tls.dev/verifies-clients-of: ledger}}, spec: {sources: [{configMap: {name: a, key: k}}, {secret: {name: b, includeAllKeys: true}},
      {configMap: {selector: {}, key: k}}]}}`,
    references: [
      'bundle-source spec.sources[0].configMap -> /ConfigMap cert-manager/a at k (own)',
      'bundle-source spec.sources[1].secret -> /Secret cert-manager/b (own)',
      'verifies-clients-of metadata.annotations[upstream-tls.dev/verifies-clients-of] -> /Service ledger (unsaid)',
    ],
  },
  {
    of: 'DestinationRule',
    yaml: `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ledger, namespace: mesh}
spec:
  host: ledger.payments.svc.cluster.local
  trafficPolicy:
    tls: {mode: MUTUAL, credentialName: client}
    portLevelSettings:
      - {port: {number: 8443}, tls: {mode: SIMPLE, credentialName: "configmap://pki/roots"}}
      - {port: {number: 9443}, tls: {mode: MUTUAL, credentialName: "kubernetes://client"}}`,
    references: [
      'target spec.host -> /Service payments/ledger (any)',
      'tls-secret spec.trafficPolicy.tls.credentialName -> /Secret client (unsaid)',
      'tls-secret spec.trafficPolicy.portLevelSettings[0].tls.credentialName -> /ConfigMap pki/roots (any)',
      'tls-secret spec.trafficPolicy.portLevelSettings[1].tls.credentialName -> /Secret client (unsaid)',
    ],
  },
  {
    of: 'TraefikService',
    yaml: `{apiVersion: traefik.io/v1alpha1, kind: TraefikService, metadata: {name: t, namespace: a}, spec: {weighted: {services: [
      {name: ledger, port: 8443, serversTransport: mtls}, {name: other, kind: TraefikService, serversTransport: b-mtls@kubernetescrd}]}}}`,
    references: [
      'backend spec.weighted.services[0] -> /Service a/ledger at 8443 (any)',
      'backend spec.weighted.services[1] -> traefik.io/TraefikService a/other (any)',
      'transport spec.weighted.services[0].serversTransport -> traefik.io/ServersTransport a/mtls (own)',
    ],
  },
  {
    of: 'ServersTransport',
    yaml: `{apiVersion: traefik.io/v1alpha1, kind: ServersTransport, metadata: {name: t, namespace: a}, spec: {
      rootCAs: [{secret: r}, {configMap: s}], rootCAsSecrets: [old], certificatesSecrets: [client]}}`,
    references: [
      'ca spec.rootCAs[0].secret -> /Secret a/r (own)',
      'ca spec.rootCAs[1].configMap -> /ConfigMap a/s (own)',
      'ca spec.rootCAsSecrets[0] -> /Secret a/old (own)',
      'client-certificate spec.certificatesSecrets[0] -> /Secret a/client (own)',
    ],
  },
  {
    of: 'HTTPProxy',
    yaml: `{apiVersion: projectcontour.io/v1, kind: HTTPProxy, metadata: {name: p, namespace: a}, spec: {routes: [{services: [
      {name: ledger, port: 8443, validation: {caSecret: pki/roots, subjectName: ledger}}]}]}}`,
    references: [
      'backend spec.routes[0].services[0] -> /Service a/ledger at 8443 (own)',
      'ca spec.routes[0].services[0].validation.caSecret -> /Secret pki/roots (tls-certificate-delegation)',
    ],
  },
  {
    of: 'ContourConfiguration',
    yaml: `{apiVersion: projectcontour.io/v1alpha1, kind: ContourConfiguration, metadata: {name: c, namespace: a}, spec: {envoy: {
      clientCertificate: {name: client, namespace: b}}}}`,
    references: ['client-certificate spec.envoy.clientCertificate -> /Secret b/client (any)'],
  },
  {
    of: 'TLSContext',
    yaml: `{apiVersion: getambassador.io/v3alpha1, kind: TLSContext, metadata: {name: t, namespace: a}, spec: {secret: client, ca_secret: roots.pki}}`,
    references: [
      'client-certificate spec.secret -> /Secret a/client (any)',
      'ca spec.ca_secret -> /Secret pki/roots (any)',
    ],
  },
  {
    of: 'Mapping',
    yaml: `{apiVersion: getambassador.io/v3alpha1, kind: Mapping, metadata: {name: m, namespace: a}, spec: {tls: t, service: "https://ledger.payments:8443"}}`,
    references: [
      'transport spec.tls -> getambassador.io/TLSContext a/t (own)',
      'backend spec.service -> /Service payments/ledger at 8443 (any)',
    ],
  },
  {
    of: 'ApisixUpstream',
    yaml: `{apiVersion: apisix.apache.org/v2, kind: ApisixUpstream, metadata: {name: ledger, namespace: a}, spec: {
      tlsSecret: {name: c, namespace: b}, portLevelSettings: [{port: 1, tlsSecret: {name: d, namespace: a}}]}}`,
    references: [
      'target metadata.name -> /Service a/ledger (own)',
      'client-certificate spec.tlsSecret -> /Secret b/c (any)',
      'client-certificate spec.portLevelSettings[0].tlsSecret -> /Secret a/d (any)',
    ],
  },
  {
    of: 'ApisixRoute',
    yaml: `{apiVersion: apisix.apache.org/v2, kind: ApisixRoute, metadata: {name: r, namespace: a}, spec: {http: [{backends: [
      {serviceName: ledger, servicePort: 8443}]}]}}`,
    references: ['backend spec.http[0].backends[0] -> /Service a/ledger at 8443 (own)'],
  },
  {
    of: 'ApisixRoute for streams',
    yaml: `{apiVersion: apisix.apache.org/v2, kind: ApisixRoute, metadata: {name: r, namespace: a}, spec: {stream: [{backend:
      {serviceName: ledger, servicePort: 8443}}]}}`,
    references: ['backend spec.stream[0].backend -> /Service a/ledger at 8443 (own)'],
  },
  {
    of: 'TCPMapping',
    yaml: `{apiVersion: getambassador.io/v3alpha1, kind: TCPMapping, metadata: {name: m, namespace: a}, spec: {service: "ledger.b:8443", tls: upstream}}`,
    references: [
      'transport spec.tls -> getambassador.io/TLSContext a/upstream (own)',
      'backend spec.service -> /Service b/ledger at 8443 (any)',
    ],
  },
  {
    of: 'IngressRouteTCP',
    yaml: `{apiVersion: traefik.io/v1alpha1, kind: IngressRouteTCP, metadata: {name: r, namespace: a}, spec: {routes: [{services: [
      {name: ledger, port: 8443, serversTransport: t}]}]}}`,
    references: [
      'backend spec.routes[0].services[0] -> /Service a/ledger at 8443 (any)',
      'transport spec.routes[0].services[0].serversTransport -> traefik.io/ServersTransportTCP a/t (own)',
    ],
  },
  ...[
    {
      of: "Gloo's VirtualService",
      kind: 'VirtualService',
      head: 'virtualHost: {routes:',
      tail: '}',
      path: 'spec.virtualHost.routes',
    },
    { of: "Gloo's RouteTable", kind: 'RouteTable', head: 'routes:', tail: '', path: 'spec.routes' },
  ].map(({ of, kind, head, tail, path }) => ({
    of,
    yaml: `{apiVersion: gateway.solo.io/v1, kind: ${kind}, metadata: {name: v, namespace: a}, spec: {${head} [
      {routeAction: {single: {upstream: {name: u, namespace: b}}}},
      {routeAction: {multi: {destinations: [{destination: {kube: {ref: {name: ledger, namespace: b}, port: 8443}}}]}}}]${tail}}}`,
    references: [
      `backend ${path}[0].routeAction.single.upstream -> gloo.solo.io/Upstream b/u (any)`,
      `backend ${path}[1].routeAction.multi.destinations[0].destination.kube -> /Service b/ledger at 8443 (any)`,
    ],
  })),
  {
    of: "Gloo's Upstream",
    yaml: `{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: u, namespace: a}, spec: {sslConfig: {secretRef: {name: c, namespace: b}},
      kube: {serviceName: ledger, serviceNamespace: payments, servicePort: 8443}}}`,
    references: [
      'backend spec.kube -> /Service payments/ledger at 8443 (any)',
      'tls-secret spec.sslConfig.secretRef -> /Secret b/c (any)',
    ],
  },
  {
    of: 'AgentgatewayPolicy',
    yaml: `{apiVersion: agentgateway.dev/v1alpha1, kind: AgentgatewayPolicy, metadata: {name: p, namespace: a}, spec: {
      targetRefs: [{group: "", kind: Service, name: ledger, port: 8443}],
      backend: {tls: {mtlsCertificateRef: [{name: c}], caCertificateRefs: [{name: r}]}}}}`,
    references: [
      'target spec.targetRefs[0] -> /Service a/ledger at 8443 (own)',
      'tls-secret spec.backend.tls.mtlsCertificateRef[0] -> /Secret a/c (own)',
      'ca spec.backend.tls.caCertificateRefs[0] -> /ConfigMap a/r (own)',
    ],
  },
  {
    of: "Azure's BackendTLSPolicy",
    yaml: `{apiVersion: alb.networking.azure.io/v1, kind: BackendTLSPolicy, metadata: {name: p, namespace: a}, spec: {
      targetRef: {group: "", kind: Service, name: ledger, namespace: b}, default: {clientCertificateRef: {name: c},
      verify: {caCertificateRef: {name: r}}}}}`,
    references: [
      'target spec.targetRef -> /Service b/ledger (reference-grant)',
      'client-certificate spec.default.clientCertificateRef -> /Secret a/c (reference-grant)',
      'ca spec.default.verify.caCertificateRef -> /Secret a/r (reference-grant)',
    ],
  },
  {
    of: "Airlock's GatewayParameters",
    yaml: `{apiVersion: microgateway.airlock.com/v1alpha1, kind: GatewayParameters, metadata: {name: p, namespace: a}, spec: {
      experimental: {tls: {backend: {clientCertificateRef: {name: c}}}}}}`,
    references: [
      'client-certificate spec.experimental.tls.backend.clientCertificateRef -> /Secret a/c (reference-grant)',
    ],
  },
];

test.each(examples)('a $of refers to what its fields name', ({ yaml, references }) => {
  const { graph, manifest } = single(yaml);
  expect(graph.references.of(manifest).map(written)).toEqual(references);
});

test.each([
  ['no spec at all', ''],
  ['a spec of another type', 'spec: text'],
  ['a list of another type', 'spec: {targetRefs: {name: ledger}, validation: {caCertificateRefs: text}}'],
  ['entries of another type', 'spec: {targetRefs: [ledger, 1, null, []]}'],
  ['names of another type', 'spec: {targetRefs: [{name: 1}, {name: ""}, {kind: Service}]}'],
])('a policy with %s refers to nothing', (_, fields) => {
  const { graph, manifest } = single(`${GATEWAY_API}\nkind: BackendTLSPolicy\nmetadata: {name: p}\n${fields}`);
  expect(graph.references.of(manifest)).toEqual([]);
});

test.each(['ledger:', ':https', 'ledger:https:8443', '" "', ','])('the annotation %s names no Service', (value) => {
  const { graph, manifest } = single(
    `{apiVersion: v1, kind: Secret, metadata: {name: s, annotations: {upstream-tls.dev/serves: ${value.startsWith('"') ? value : `"${value}"`}}}}`,
  );
  expect(graph.references.of(manifest)).toEqual([]);
});

test.each([
  ['*.payments.svc.cluster.local', []],
  ['api.bank.example', []],
  ['ledger.payments', []],
  ['ledger', ['Service mesh/ledger']],
  ['ledger.payments.svc', ['Service payments/ledger']],
])('the host %s of a DestinationRule means %j', (host, expected) => {
  const { graph, manifest } = single(
    `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: r, namespace: mesh}, spec: {host: "${host}"}}`,
  );
  expect(graph.references.of(manifest).map(({ to }) => formatReference(to))).toEqual(expected);
});

test('an object is found by its references, alternatives included, those without namespace last', () => {
  const graph = graphOf(`
{apiVersion: configuration.konghq.com/v1, kind: KongClusterPlugin, metadata: {name: limit}, plugin: rate-limiting,
  configFrom: {secretKeyRef: {name: credential, key: k}}}
---
{apiVersion: v1, kind: Service, metadata: {name: ledger, namespace: payments, annotations: {konghq.com/plugins: limit, konghq.com/client-cert: credential}}}
`);
  const service = named(graph, 'Service', 'ledger');
  const plugin = named(graph, 'KongClusterPlugin', 'limit');
  const toPlugin = graph.references.to({ group: 'configuration.konghq.com', kind: 'KongClusterPlugin', name: 'limit' });
  expect(toPlugin.map(({ from }) => from)).toEqual([service]);
  const toSecret = graph.references.to({ group: '', kind: 'Secret', namespace: 'payments', name: 'credential' });
  expect(toSecret.map(({ from }) => from)).toEqual([service, plugin]);
  expect([...graph.references.all()]).toHaveLength(3);
});

test('objects without namespace refer to objects without namespace', () => {
  const { graph, manifest } = single(
    '{apiVersion: v1, kind: Service, metadata: {name: s, annotations: {konghq.com/client-cert: c}}}',
  );
  expect(graph.references.of(manifest).map(({ to }) => to)).toEqual([{ group: '', kind: 'Secret', name: 'c' }]);
});

test('kinds without namespaces are known, external cluster issuers by their name', () => {
  expect(isClusterScoped({ group: 'cert-manager.io', kind: 'ClusterIssuer' })).toBe(true);
  expect(isClusterScoped({ group: 'cas-issuer.jetstack.io', kind: 'GoogleCASClusterIssuer' })).toBe(true);
  expect(isClusterScoped({ group: 'cert-manager.io', kind: 'Issuer' })).toBe(false);
  expect(isClusterScoped({ group: 'example.com', kind: 'Bundle' })).toBe(false);
});

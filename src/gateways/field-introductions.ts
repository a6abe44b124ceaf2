import {
  BACKEND_CONFIG_POLICY,
  BACKEND_TLS_POLICY,
  ENVOY_GATEWAY_BACKEND,
  ENVOY_PROXY,
  GATEWAY,
  type ObjectKind,
  SERVERS_TRANSPORT,
  SERVICE,
} from '../manifests/graph/object-kinds';

/** The release of a gateway that was the first to read a field, or a value of it. */
export interface FieldIntroduction {
  /** The implementation by its name on the command line. */
  readonly gateway: string;
  readonly kind: ObjectKind;
  /** The way to the field, as in `spec.validation.caCertificateRefs[].kind`; its names, where one has dots in it. */
  readonly field: string | readonly string[];
  /**
   * The value that is meant.
   * @default - any
   */
  readonly value?: string;
  /** Releases that read it. */
  readonly versions: string;
  /** The first of them, for people. */
  readonly since: string;
  readonly evidence: string;
}

const KONG_SERVICE: ObjectKind = { group: 'configuration.konghq.com', kind: 'KongService' };

const CLIENT_CERTIFICATE_REF = 'spec.tls.backend.clientCertificateRef';
const CA_KIND = 'spec.validation.caCertificateRefs[].kind';
const SECTION_NAME = 'spec.targetRefs[].sectionName';

/** Fields about TLS to backends that came later than the kinds that have them. */
export const FIELD_INTRODUCTIONS: readonly FieldIntroduction[] = [
  ...since('kgateway', '2.1', [[BACKEND_CONFIG_POLICY, 'spec.tls', 'kgateway-dev/kgateway#11308']]),
  ...since('kgateway', '2.2', [[BACKEND_TLS_POLICY, CA_KIND, 'kgateway-dev/kgateway#13117', 'Secret']]),
  ...since('kgateway', '2.3', [
    [BACKEND_TLS_POLICY, SECTION_NAME, 'kgateway-dev/kgateway#13780'],
    [GATEWAY, CLIENT_CERTIFICATE_REF, 'kgateway-dev/kgateway#13705'],
  ]),
  ...since('kgateway', '2.4', [
    [BACKEND_CONFIG_POLICY, 'spec.tls.parameters.signatureAlgorithms', 'kgateway-dev/kgateway#14282'],
  ]),
  ...since('envoy-gateway', '1.1', [[ENVOY_PROXY, 'spec.backendTLS', 'envoyproxy/gateway#3218']]),
  ...since('envoy-gateway', '1.5', [
    [BACKEND_TLS_POLICY, 'spec.validation.subjectAltNames', 'envoyproxy/gateway#6092'],
    [BACKEND_TLS_POLICY, CA_KIND, 'envoyproxy/gateway#6714', 'ClusterTrustBundle'],
    [ENVOY_GATEWAY_BACKEND, 'spec.tls.insecureSkipVerify', 'envoyproxy/gateway#6222'],
  ]),
  ...since('envoy-gateway', '1.6', [
    [ENVOY_GATEWAY_BACKEND, 'spec.tls.sni', 'envoyproxy/gateway#7014'],
    [ENVOY_GATEWAY_BACKEND, 'spec.tls.clientCertificateRef', 'envoyproxy/gateway#7113'],
    [ENVOY_GATEWAY_BACKEND, 'spec.tls.minVersion', 'envoyproxy/gateway#7113'],
    [ENVOY_GATEWAY_BACKEND, 'spec.tls.ciphers', 'envoyproxy/gateway#7113'],
    [ENVOY_GATEWAY_BACKEND, 'spec.tls.alpnProtocols', 'envoyproxy/gateway#7113'],
  ]),
  ...since('envoy-gateway', '1.8', [[GATEWAY, CLIENT_CERTIFICATE_REF, 'envoyproxy/gateway#8380']]),
  ...since('envoy-gateway', '1.9', [
    [ENVOY_GATEWAY_BACKEND, 'spec.tls.autoSNIFromEndpointHostname', 'envoyproxy/gateway#9137'],
  ]),
  ...since('traefik', '3.4', [[SERVERS_TRANSPORT, 'spec.rootCAs', 'migration guide of 3.4']]),
  ...since('traefik', '3.7', [
    [BACKEND_TLS_POLICY, CA_KIND, 'traefik/traefik#12927', 'Secret'],
    [SERVERS_TRANSPORT, 'spec.minVersion', 'source'],
    [SERVERS_TRANSPORT, 'spec.cipherSuites', 'source'],
  ]),
  ...since('nginx-gateway-fabric', '2.0', [
    [BACKEND_TLS_POLICY, CA_KIND, 'release notes; nginx/nginx-gateway-fabric#3084', 'Secret'],
  ]),
  ...since('nginx-gateway-fabric', '2.2', [[BACKEND_TLS_POLICY, SECTION_NAME, 'release notes']]),
  ...since('nginx-gateway-fabric', '2.3', [[GATEWAY, CLIENT_CERTIFICATE_REF, 'release notes']]),
  ...since('istio', '1.28', [[BACKEND_TLS_POLICY, SECTION_NAME, 'istio/istio#57608']]),
  ...since('kong-ingress-controller', '3.4', [
    [SERVICE, kongAnnotation('tls-verify'), 'Kong/kubernetes-ingress-controller#6707'],
    [SERVICE, kongAnnotation('tls-verify-depth'), 'Kong/kubernetes-ingress-controller#6707'],
    [SERVICE, kongAnnotation('ca-certificates-secrets'), 'Kong/kubernetes-ingress-controller#6707'],
    [SERVICE, kongAnnotation('ca-certificates-configmaps'), 'Kong/kubernetes-ingress-controller#6753'],
  ]),
  ...since('kong-operator', '2.2', [
    [KONG_SERVICE, 'spec.clientCertificateRef', 'Kong/kong-operator#4240'],
    [KONG_SERVICE, 'spec.caCertificateRefs', 'Kong/kong-operator#4240'],
  ]),
];

function kongAnnotation(name: string): readonly string[] {
  return ['metadata', 'annotations', `konghq.com/${name}`];
}

type Introduced = readonly [kind: ObjectKind, field: FieldIntroduction['field'], evidence: string, value?: string];

function since(gateway: string, release: string, fields: readonly Introduced[]): readonly FieldIntroduction[] {
  return fields.map(([kind, field, evidence, value]) => ({
    gateway,
    kind,
    field,
    // Release candidates have the fields of their release.
    versions: `>=${release}.0-0`,
    since: release,
    evidence,
    ...(value === undefined ? {} : { value }),
  }));
}

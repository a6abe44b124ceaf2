import type { Manifest } from '../manifest';
import { fieldAt, nonEmpty } from './json-fields';

/** Which implementations stand behind a controller's name. */
export interface ControllerEntry {
  /** `spec.controllerName` of a GatewayClass, or `spec.controller` of an IngressClass. */
  readonly controller: string;
  /** Names as on the command line. More than one where the name does not tell them apart. */
  readonly implementations: readonly string[];
  readonly evidence: string;
}

/**
 * Controller names of GatewayClasses. Most implementations let their users choose another, which is then unknown here.
 * `istio.io/agentgateway-controller` is left out: Istio's agentgateway data plane behaves neither like its Envoy nor
 * like agentgateway's own controller.
 */
export const GATEWAY_CONTROLLERS: readonly ControllerEntry[] = [
  {
    controller: 'gateway.envoyproxy.io/gatewayclass-controller',
    implementations: ['envoy-gateway'],
    evidence: "default of gateway.controllerName in Envoy Gateway's configuration",
  },
  {
    controller: 'kgateway.dev/kgateway',
    implementations: ['kgateway'],
    evidence: 'the class that the kgateway controller creates (2.0 and later)',
  },
  {
    controller: 'agentgateway.dev/agentgateway',
    implementations: ['agentgateway'],
    evidence: 'the class that the agentgateway controller creates (1.0 and later)',
  },
  {
    controller: 'kgateway.dev/agentgateway',
    implementations: ['agentgateway'],
    evidence: 'the class of agentgateway while it was part of kgateway (2.1, 2.2)',
  },
  {
    controller: 'konghq.com/kic-gateway-controller',
    implementations: ['kong-ingress-controller'],
    evidence: 'Kong Ingress Controller, documentation of unmanaged GatewayClasses',
  },
  {
    controller: 'konghq.com/gateway-operator',
    implementations: ['kong-operator'],
    evidence: 'Kong Operator, documentation of GatewayClasses',
  },
  {
    controller: 'istio.io/gateway-controller',
    implementations: ['istio'],
    evidence: 'the class `istio` that istiod creates',
  },
  {
    controller: 'gateway.nginx.org/nginx-gateway-controller',
    implementations: ['nginx-gateway-fabric'],
    evidence: 'default of the Helm chart of NGINX Gateway Fabric',
  },
  {
    controller: 'traefik.io/gateway-controller',
    implementations: ['traefik'],
    evidence: "constant of Traefik's Gateway API provider",
  },
  {
    controller: 'io.cilium/gateway-controller',
    implementations: ['cilium'],
    evidence: "the class that Cilium's Helm chart creates",
  },
  {
    controller: 'projectcontour.io/gateway-controller',
    implementations: ['contour'],
    evidence: 'name that the Contour gateway provisioner watches',
  },
  {
    controller: 'microgateway.airlock.com/gatewayclass-controller',
    implementations: ['airlock'],
    evidence: 'default of operator.gatewayAPI.controllerName in the Helm chart',
  },
  {
    controller: 'networking.gke.io/gateway',
    implementations: ['gke'],
    evidence: 'the classes gke-l7-* that GKE installs',
  },
  {
    controller: 'alb.networking.azure.io/alb-controller',
    implementations: ['azure-agc'],
    evidence: 'the class azure-alb-external of the ALB controller',
  },
  {
    controller: 'apisix.apache.org/apisix-ingress-controller',
    implementations: ['apisix'],
    evidence: 'default of config.controllerName in the Helm chart',
  },
  { controller: 'solo.io/gloo-gateway', implementations: ['gloo'], evidence: 'the class gloo-gateway of Gloo' },
  {
    controller: 'haproxy-ingress.github.io/controller',
    implementations: ['haproxy-ingress'],
    evidence: 'constant of HAProxy Ingress for both kinds of class',
  },
  {
    controller: 'haproxy.org/gateway-controller',
    implementations: ['haproxy-kubernetes-ingress'],
    evidence: 'value of --gateway-controller-name in its documentation',
  },
  {
    controller: 'gateway.k8s.aws/alb',
    implementations: ['aws-lbc'],
    evidence: 'AWS Load Balancer Controller, layer 7 Gateways',
  },
  {
    controller: 'gateway.k8s.aws/nlb',
    implementations: ['aws-lbc'],
    evidence: 'AWS Load Balancer Controller, layer 4 Gateways',
  },
];

/** Controller names of IngressClasses. */
export const INGRESS_CONTROLLERS: readonly ControllerEntry[] = [
  {
    controller: 'ingress-controllers.konghq.com/kong',
    // Kong Operator took over the name together with the code.
    implementations: ['kong-ingress-controller', 'kong-operator'],
    evidence: 'constant of Kong Ingress Controller, which Kong Operator embeds',
  },
  {
    controller: 'traefik.io/ingress-controller',
    implementations: ['traefik'],
    evidence: "constant of Traefik's Ingress provider",
  },
  {
    controller: 'haproxy-ingress.github.io/controller',
    implementations: ['haproxy-ingress'],
    evidence: 'constant of HAProxy Ingress',
  },
  {
    controller: 'apisix.apache.org/apisix-ingress-controller',
    implementations: ['apisix'],
    evidence: 'default of config.controllerName in the Helm chart',
  },
];

/**
 * GatewayClasses that a controller creates by itself, so that they are missing from most sets of manifests. A class of
 * the set by the same name comes first.
 */
export const BUILT_IN_CLASSES: ReadonlyMap<string, readonly string[]> = new Map([
  ['istio', ['istio']],
  ['kgateway', ['kgateway']],
  ['azure-alb-external', ['azure-agc']],
  ['gke-l7-global-external-managed', ['gke']],
  ['gke-l7-regional-external-managed', ['gke']],
  ['gke-l7-rilb', ['gke']],
  ['gke-l7-gxlb', ['gke']],
]);

/** Kinds of route that one implementation alone reads, whatever its class. */
export const VENDOR_ROUTES: ReadonlyMap<string, readonly string[]> = new Map([
  ['traefik.io/IngressRoute', ['traefik']],
  ['projectcontour.io/HTTPProxy', ['contour']],
  ['getambassador.io/Mapping', ['emissary']],
  ['apisix.apache.org/ApisixRoute', ['apisix']],
]);

const GATEWAY_TABLE = new Map(GATEWAY_CONTROLLERS.map((entry) => [entry.controller, entry.implementations]));
const INGRESS_TABLE = new Map(INGRESS_CONTROLLERS.map((entry) => [entry.controller, entry.implementations]));

/** The implementations that a GatewayClass may stand for; none where its controller is unknown. */
export function implementationsOfGatewayClass({ body }: Manifest): readonly string[] {
  return GATEWAY_TABLE.get(nonEmpty(fieldAt(body, 'spec', 'controllerName')) ?? '') ?? [];
}

/** The implementations that an IngressClass may stand for; none where its controller is unknown. */
export function implementationsOfIngressClass({ body }: Manifest): readonly string[] {
  return INGRESS_TABLE.get(nonEmpty(fieldAt(body, 'spec', 'controller')) ?? '') ?? [];
}

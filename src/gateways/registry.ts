import { agentgatewayCapabilities } from './agentgateway/capabilities';
import { airlockCapabilities } from './airlock/capabilities';
import { apisixCapabilities } from './apisix/capabilities';
import { awsLbcCapabilities } from './aws-lbc/capabilities';
import { azureAgcCapabilities } from './azure-agc/capabilities';
import { CapabilityTable } from './capabilities';
import { ciliumCapabilities } from './cilium/capabilities';
import { ciliumMetrics } from './cilium/metrics';
import { contourCapabilities } from './contour/capabilities';
import { contourMetrics } from './contour/metrics';
import { emissaryCapabilities } from './emissary/capabilities';
import { emissaryMetrics } from './emissary/metrics';
import { envoyGatewayCapabilities } from './envoy-gateway/capabilities';
import { envoyGatewayMetrics } from './envoy-gateway/metrics';
import { gkeCapabilities } from './gke/capabilities';
import { glooCapabilities } from './gloo/capabilities';
import { glooMetrics } from './gloo/metrics';
import { haproxyIngressCapabilities } from './haproxy-ingress/capabilities';
import { haproxyKubernetesIngressCapabilities } from './haproxy-kubernetes-ingress/capabilities';
import { istioAgentgatewayCapabilities, istioCapabilities } from './istio/capabilities';
import { istioMetrics } from './istio/metrics';
import { kgatewayCapabilities } from './kgateway/capabilities';
import { kgatewayMetrics } from './kgateway/metrics';
import { kongMetrics } from './kong/metrics';
import { KONG_CONNECTION_LIMITS } from './kong/upstream-keepalive';
import { kongIngressControllerCapabilities } from './kong-ingress-controller/capabilities';
import { kongHybridGatewayCapabilities, kongOperatorCapabilities } from './kong-operator/capabilities';
import type { GatewayMetrics } from './metrics';
import { nginxGatewayFabricCapabilities } from './nginx-gateway-fabric/capabilities';
import { traefikCapabilities } from './traefik/capabilities';

/** One kind of Gateway that an implementation runs. */
export interface GatewayDataPlane {
  /** The name in messages. */
  readonly title: string;
  /** `controllerName` of its GatewayClasses, as installed by default; empty where it has no class of its own. */
  readonly controllerNames: readonly string[];
  /** The versions that its table tells apart, as a user states them, oldest first. */
  readonly versions: readonly string[];
  readonly table: CapabilityTable;
}

/** A gateway implementation that the library knows. */
export interface GatewayEntry extends GatewayDataPlane {
  /** The name on the command line. */
  readonly name: string;
  /**
   * Other Gateways of the same implementation and version, which can do other things.
   * @default - none
   */
  readonly variants?: readonly GatewayDataPlane[];
  /**
   * What it tells Prometheus of the TLS to backends.
   * @default - not established
   */
  readonly metrics?: GatewayMetrics;
  /**
   * Settings that bound how long a connection to a backend lives, and so how long it keeps the certificate that it was
   * opened with.
   * @default - not established
   */
  readonly connectionLimits?: string;
  /**
   * What else a user must know.
   * @default - nothing
   */
  readonly note?: string;
}

/** All implementations, by name. */
export const gatewayRegistry: readonly GatewayEntry[] = [
  {
    name: 'agentgateway',
    title: 'agentgateway',
    controllerNames: ['agentgateway.dev/agentgateway'],
    versions: ['1.0', '1.1', '1.2', '1.3', '1.4.1'],
    table: agentgatewayCapabilities,
  },
  {
    name: 'airlock',
    title: 'Airlock Microgateway',
    controllerNames: ['microgateway.airlock.com/gatewayclass-controller'],
    versions: ['4.8', '5.0', '5.1'],
    table: airlockCapabilities,
  },
  {
    name: 'apisix',
    title: 'APISIX Ingress Controller',
    controllerNames: ['apisix.apache.org/apisix-ingress-controller'],
    versions: ['2.2.0'],
    table: apisixCapabilities,
  },
  {
    name: 'aws-lbc',
    title: 'AWS Load Balancer Controller',
    controllerNames: ['gateway.k8s.aws/alb', 'gateway.k8s.aws/nlb'],
    versions: ['3.2', '3.3', '3.4', '3.5'],
    table: awsLbcCapabilities,
  },
  {
    name: 'azure-agc',
    title: 'Azure Application Gateway for Containers',
    controllerNames: ['alb.networking.azure.io/alb-controller'],
    versions: ['2023-09'],
    table: azureAgcCapabilities,
  },
  {
    name: 'cilium',
    title: 'Cilium',
    controllerNames: ['io.cilium/gateway-controller'],
    versions: ['1.19', '1.20'],
    table: ciliumCapabilities,
    metrics: ciliumMetrics,
  },
  {
    name: 'contour',
    title: 'Contour',
    controllerNames: ['projectcontour.io/gateway-controller'],
    versions: ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33'],
    table: contourCapabilities,
    metrics: contourMetrics,
  },
  {
    name: 'emissary',
    title: 'Emissary-ingress',
    controllerNames: [],
    versions: ['4.1.0'],
    table: emissaryCapabilities,
    metrics: emissaryMetrics,
  },
  {
    name: 'envoy-gateway',
    title: 'Envoy Gateway',
    controllerNames: ['gateway.envoyproxy.io/gatewayclass-controller'],
    versions: ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8', '1.9'],
    table: envoyGatewayCapabilities,
    metrics: envoyGatewayMetrics,
  },
  // The specification is no implementation: what each implementation must do stands there, the rest is open. So nothing is
  // recorded, each question is answered with unknown, and whoever states it is held to the portable subset.
  {
    name: 'gateway-api',
    title: 'Gateway API (portable core)',
    controllerNames: [],
    versions: [],
    table: new CapabilityTable([]),
    note: 'no implementation, so that nothing is recorded; portable is a BackendTLSPolicy v1 with one targetRef of group "", one ConfigMap with key ca.crt, and no subjectAltNames other than the hostname itself',
  },
  {
    name: 'gke',
    title: 'GKE Gateway',
    controllerNames: ['networking.gke.io/gateway'],
    versions: ['1.35.2-gke.1751000', '1.36.2-gke.2154000'],
    table: gkeCapabilities,
  },
  {
    name: 'gloo',
    title: 'Gloo Gateway',
    controllerNames: ['solo.io/gloo-gateway'],
    versions: ['1.22.1'],
    table: glooCapabilities,
    metrics: glooMetrics,
  },
  {
    name: 'haproxy-ingress',
    title: 'HAProxy Ingress',
    controllerNames: ['haproxy-ingress.github.io/controller'],
    versions: ['0.17.0-alpha.1'],
    table: haproxyIngressCapabilities,
  },
  {
    name: 'haproxy-kubernetes-ingress',
    title: 'HAProxy Kubernetes Ingress Controller',
    controllerNames: ['haproxy.org/gateway-controller'],
    versions: ['3.2.11'],
    table: haproxyKubernetesIngressCapabilities,
  },
  {
    name: 'istio',
    title: 'Istio',
    controllerNames: ['istio.io/gateway-controller'],
    versions: ['1.26', '1.27', '1.28', '1.29', '1.30', '1.31.0-rc.0'],
    table: istioCapabilities,
    metrics: istioMetrics,
    variants: [
      {
        title: 'Istio, class istio-agentgateway',
        controllerNames: ['istio.io/agentgateway-controller'],
        versions: ['1.31.0-rc.0'],
        table: istioAgentgatewayCapabilities,
      },
    ],
  },
  {
    name: 'kgateway',
    title: 'kgateway',
    controllerNames: ['kgateway.dev/kgateway'],
    versions: ['2.0', '2.1', '2.2', '2.3', '2.4'],
    table: kgatewayCapabilities,
    metrics: kgatewayMetrics,
  },
  {
    name: 'kong-ingress-controller',
    title: 'Kong Ingress Controller',
    controllerNames: ['konghq.com/kic-gateway-controller'],
    versions: ['3.0', '3.1', '3.2', '3.3', '3.4', '3.5'],
    table: kongIngressControllerCapabilities,
    metrics: kongMetrics('>=3.0.0 <3.6.0'),
    connectionLimits: KONG_CONNECTION_LIMITS,
  },
  {
    name: 'kong-operator',
    title: 'Kong Operator',
    controllerNames: ['konghq.com/gateway-operator'],
    versions: ['2.0', '2.1', '2.2', '2.3'],
    table: kongOperatorCapabilities,
    metrics: kongMetrics('>=2.0.0 <2.4.0'),
    connectionLimits: KONG_CONNECTION_LIMITS,
    variants: [
      {
        title: 'Kong Operator, hybrid Gateway',
        // The same classes: what makes a Gateway hybrid is its GatewayConfiguration.
        controllerNames: [],
        versions: ['2.2', '2.3'],
        table: kongHybridGatewayCapabilities,
      },
    ],
  },
  {
    name: 'nginx-gateway-fabric',
    title: 'NGINX Gateway Fabric',
    controllerNames: ['gateway.nginx.org/nginx-gateway-controller'],
    versions: ['1.2', '1.3', '1.4', '1.5', '1.6', '2.0', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6'],
    table: nginxGatewayFabricCapabilities,
    // nginx/nginx-gateway-fabric#5524: it ends what lives on in workers of before a reload.
    connectionLimits: 'worker_shutdown_timeout of NGINX',
  },
  {
    name: 'traefik',
    title: 'Traefik',
    controllerNames: ['traefik.io/gateway-controller'],
    versions: ['3.2', '3.3', '3.4', '3.5', '3.6', '3.7'],
    table: traefikCapabilities,
  },
];

/** The implementation of that name on the command line; undefined if there is none. */
export function gatewayNamed(name: string): GatewayEntry | undefined {
  return gatewayRegistry.find((entry) => entry.name === name);
}

/** What is known of the Gateways of a GatewayClass. */
export interface GatewayClassMatch {
  readonly entry: GatewayEntry;
  /** The entry itself or one of its variants. */
  readonly dataPlane: GatewayDataPlane;
}

/** Finds the implementation by the `controllerName` of a GatewayClass; undefined where it is not known. */
export function gatewayOfController(controllerName: string): GatewayClassMatch | undefined {
  for (const entry of gatewayRegistry) {
    const dataPlane = [entry, ...(entry.variants ?? [])].find((each) => each.controllerNames.includes(controllerName));
    if (dataPlane !== undefined) {
      return { entry, dataPlane };
    }
  }
  return undefined;
}

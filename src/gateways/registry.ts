import { agentgatewayEntry } from './agentgateway/entry';
import { airlockEntry } from './airlock/entry';
import { apisixEntry } from './apisix/entry';
import { awsLbcEntry } from './aws-lbc/entry';
import { awsVpcLatticeEntry } from './aws-vpc-lattice/entry';
import { azureAgcEntry } from './azure-agc/entry';
import { ciliumEntry } from './cilium/entry';
import { contourEntry } from './contour/entry';
import { emissaryEntry } from './emissary/entry';
import { envoyGatewayEntry } from './envoy-gateway/entry';
import { gatewayApiEntry } from './gateway-api/entry';
import type { GatewayEntry } from './gateway-entry';
import { gkeEntry } from './gke/entry';
import { glooEntry } from './gloo/entry';
import { haproxyIngressEntry } from './haproxy-ingress/entry';
import { haproxyKubernetesIngressEntry } from './haproxy-kubernetes-ingress/entry';
import { istioAgentgatewayEntry } from './istio/agentgateway-entry';
import { istioEntry } from './istio/entry';
import { kgatewayEntry } from './kgateway/entry';
import { kongIngressControllerEntry } from './kong-ingress-controller/entry';
import { kongOperatorEntry } from './kong-operator/entry';
import { nginxGatewayFabricEntry } from './nginx-gateway-fabric/entry';
import { traefikEntry } from './traefik/entry';

export type { GatewayDataPlane, GatewayEntry } from './gateway-entry';

/** All implementations, by name. To add one, write its folder and list its entry here. */
export const gatewayRegistry: readonly GatewayEntry[] = [
  agentgatewayEntry,
  airlockEntry,
  apisixEntry,
  awsLbcEntry,
  awsVpcLatticeEntry,
  azureAgcEntry,
  ciliumEntry,
  contourEntry,
  emissaryEntry,
  envoyGatewayEntry,
  gatewayApiEntry,
  gkeEntry,
  glooEntry,
  haproxyIngressEntry,
  haproxyKubernetesIngressEntry,
  istioEntry,
  istioAgentgatewayEntry,
  kgatewayEntry,
  kongIngressControllerEntry,
  kongOperatorEntry,
  nginxGatewayFabricEntry,
  traefikEntry,
];

/** The implementation of that name on the command line; undefined if there is none. */
export function gatewayNamed(name: string): GatewayEntry | undefined {
  return gatewayRegistry.find((entry) => entry.name === name);
}

/** The keys that an implementation looks for roots under, in its order. */
export function caKeysOf(name: string): readonly string[] {
  return gatewayNamed(name)?.policyReading?.caKeys ?? ['ca.crt'];
}

import type { GatewayEntry } from '../gateway-entry';
import { istioAgentgatewayCapabilities } from './capabilities';

/** What is known of Istio, class istio-agentgateway. */
export const istioAgentgatewayEntry: GatewayEntry = {
  name: 'istio-agentgateway',
  title: 'Istio, class istio-agentgateway',
  controllerNames: ['istio.io/agentgateway-controller'],
  controllerEvidence: 'the class istio-agentgateway of istiod',
  builtInClasses: ['istio-agentgateway'],
  versions: ['1.31.0-rc.0'],
  table: istioAgentgatewayCapabilities,
};

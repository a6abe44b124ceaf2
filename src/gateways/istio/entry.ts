import type { GatewayEntry } from '../gateway-entry';
import { istioCapabilities } from './capabilities';
import { istioMetrics } from './metrics';

/** What is known of Istio. */
export const istioEntry: GatewayEntry = {
  name: 'istio',
  title: 'Istio',
  controllerNames: ['istio.io/gateway-controller'],
  controllerEvidence: 'the class istio that istiod creates',
  builtInClasses: ['istio'],
  policyReading: { caKeys: ['ca.crt', 'cacert'] },
  verifier: 'envoy',
  versions: ['1.26', '1.27', '1.28', '1.29', '1.30', '1.31.0-rc.0'],
  table: istioCapabilities,
  metrics: istioMetrics,
};

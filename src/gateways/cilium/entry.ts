import type { GatewayEntry } from '../gateway-entry';
import { ciliumCapabilities } from './capabilities';
import { ciliumMetrics } from './metrics';

/** What is known of Cilium. */
export const ciliumEntry: GatewayEntry = {
  name: 'cilium',
  title: 'Cilium',
  controllerNames: ['io.cilium/gateway-controller'],
  controllerEvidence: "the class that Cilium's Helm chart creates",
  builtInClasses: ['cilium'],
  verifier: 'envoy',
  versions: ['1.19', '1.20'],
  table: ciliumCapabilities,
  metrics: ciliumMetrics,
};

import type { GatewayEntry } from '../gateway-entry';
import { envoyGatewayCapabilities } from './capabilities';
import { envoyGatewayMetrics } from './metrics';

/** What is known of Envoy Gateway. */
export const envoyGatewayEntry: GatewayEntry = {
  name: 'envoy-gateway',
  title: 'Envoy Gateway',
  controllerNames: ['gateway.envoyproxy.io/gatewayclass-controller'],
  controllerEvidence: "default of gateway.controllerName in Envoy Gateway's configuration",
  policyReading: { caKeys: ['ca.crt', 'tls.crt'], takesOnlyKey: true },
  verifier: 'envoy',
  versions: ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8', '1.9'],
  table: envoyGatewayCapabilities,
  metrics: envoyGatewayMetrics,
};

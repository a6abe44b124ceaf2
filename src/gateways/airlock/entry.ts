import type { GatewayEntry } from '../gateway-entry';
import { airlockCapabilities } from './capabilities';

/** What is known of Airlock Microgateway. */
export const airlockEntry: GatewayEntry = {
  name: 'airlock',
  title: 'Airlock Microgateway',
  controllerNames: ['microgateway.airlock.com/gatewayclass-controller'],
  controllerEvidence: 'default of operator.gatewayAPI.controllerName in the Helm chart',
  verifier: 'envoy',
  versions: ['4.8', '5.0', '5.1'],
  table: airlockCapabilities,
};

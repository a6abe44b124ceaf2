import type { GatewayEntry } from '../gateway-entry';
import { kgatewayCapabilities } from './capabilities';
import { kgatewayMetrics } from './metrics';

/** What is known of kgateway. */
export const kgatewayEntry: GatewayEntry = {
  name: 'kgateway',
  title: 'kgateway',
  controllerNames: ['kgateway.dev/kgateway'],
  controllerEvidence: 'the class that the kgateway controller creates (2.0 and later)',
  builtInClasses: ['kgateway'],
  verifier: 'envoy',
  versions: ['2.0', '2.1', '2.2', '2.3', '2.4'],
  table: kgatewayCapabilities,
  metrics: kgatewayMetrics,
};

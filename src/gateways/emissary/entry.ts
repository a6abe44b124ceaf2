import { MAPPING, TCP_MAPPING } from '../../manifests/graph/object-kinds';
import type { GatewayEntry } from '../gateway-entry';
import { emissaryCapabilities } from './capabilities';
import { emissaryMetrics } from './metrics';

/** What is known of Emissary-ingress. */
export const emissaryEntry: GatewayEntry = {
  name: 'emissary',
  title: 'Emissary-ingress',
  controllerNames: [],
  routeKinds: [MAPPING, TCP_MAPPING],
  verifier: 'envoy',
  versions: ['4.1.0'],
  table: emissaryCapabilities,
  metrics: emissaryMetrics,
};

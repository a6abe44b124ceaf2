import { GLOO_ROUTE_TABLE, GLOO_VIRTUAL_SERVICE } from '../../manifests/graph/object-kinds';
import type { GatewayEntry } from '../gateway-entry';
import { glooCapabilities } from './capabilities';
import { GLOO_END_OF_LIFE } from './end-of-life';
import { glooMetrics } from './metrics';

/** What is known of Gloo Gateway. */
export const glooEntry: GatewayEntry = {
  name: 'gloo',
  title: 'Gloo Gateway',
  controllerNames: ['solo.io/gloo-gateway'],
  controllerEvidence: 'the class gloo-gateway of Gloo',
  routeKinds: [GLOO_VIRTUAL_SERVICE, GLOO_ROUTE_TABLE],
  verifier: 'envoy',
  versions: ['1.22.1'],
  table: glooCapabilities,
  metrics: glooMetrics,
  note: `open source edition; the project ends on ${GLOO_END_OF_LIFE}, and kgateway succeeds it`,
};

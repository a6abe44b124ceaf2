import type { GatewayEntry } from '../gateway-entry';
import { glooCapabilities } from './capabilities';
import { glooMetrics } from './metrics';

/** What is known of Gloo Gateway. */
export const glooEntry: GatewayEntry = {
  name: 'gloo',
  title: 'Gloo Gateway',
  controllerNames: ['solo.io/gloo-gateway'],
  controllerEvidence: 'the class gloo-gateway of Gloo',
  verifier: 'envoy',
  versions: ['1.22.1'],
  table: glooCapabilities,
  metrics: glooMetrics,
  note: 'open source edition; the project ends on 2026-12-31, and kgateway succeeds it',
};

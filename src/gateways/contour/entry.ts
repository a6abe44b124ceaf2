import { HTTP_PROXY } from '../../manifests/graph/object-kinds';
import type { GatewayEntry } from '../gateway-entry';
import { contourCapabilities } from './capabilities';
import { contourMetrics } from './metrics';

/** What is known of Contour. */
export const contourEntry: GatewayEntry = {
  name: 'contour',
  title: 'Contour',
  controllerNames: ['projectcontour.io/gateway-controller'],
  controllerEvidence: 'name that the Contour gateway provisioner watches',
  routeKinds: [HTTP_PROXY],
  verifier: 'envoy',
  versions: ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33'],
  table: contourCapabilities,
  metrics: contourMetrics,
};

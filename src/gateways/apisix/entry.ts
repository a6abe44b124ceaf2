import { APISIX_ROUTE } from '../../manifests/graph/object-kinds';
import type { GatewayEntry } from '../gateway-entry';
import { apisixCapabilities } from './capabilities';

/** What is known of APISIX Ingress Controller. */
export const apisixEntry: GatewayEntry = {
  name: 'apisix',
  title: 'APISIX Ingress Controller',
  controllerNames: ['apisix.apache.org/apisix-ingress-controller'],
  controllerEvidence: 'default of config.controllerName in the Helm chart',
  ingressControllers: ['apisix.apache.org/apisix-ingress-controller'],
  routeKinds: [APISIX_ROUTE],
  versions: ['2.2.0'],
  table: apisixCapabilities,
};

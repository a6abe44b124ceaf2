import { INGRESS_ROUTE, INGRESS_ROUTE_TCP } from '../../manifests/graph/object-kinds';
import type { GatewayEntry } from '../gateway-entry';
import { traefikCapabilities } from './capabilities';

/** What is known of Traefik. */
export const traefikEntry: GatewayEntry = {
  name: 'traefik',
  title: 'Traefik',
  controllerNames: ['traefik.io/gateway-controller'],
  controllerEvidence: "constant of Traefik's Gateway API provider",
  ingressControllers: ['traefik.io/ingress-controller'],
  routeKinds: [INGRESS_ROUTE, INGRESS_ROUTE_TCP],
  choosesTls: 'by number and name of the port',
  verifier: 'go',
  versions: ['3.2', '3.3', '3.4', '3.5', '3.6', '3.7'],
  table: traefikCapabilities,
};

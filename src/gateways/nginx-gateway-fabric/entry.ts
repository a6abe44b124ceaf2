import type { GatewayEntry } from '../gateway-entry';
import { nginxGatewayFabricCapabilities } from './capabilities';

/** What is known of NGINX Gateway Fabric. */
export const nginxGatewayFabricEntry: GatewayEntry = {
  name: 'nginx-gateway-fabric',
  title: 'NGINX Gateway Fabric',
  controllerNames: ['gateway.nginx.org/nginx-gateway-controller'],
  controllerEvidence: 'default of the Helm chart of NGINX Gateway Fabric',
  versions: ['1.2', '1.3', '1.4', '1.5', '1.6', '2.0', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6'],
  table: nginxGatewayFabricCapabilities,
  // nginx/nginx-gateway-fabric#5524: it ends what lives on in workers of before a reload.
  connectionLimits: 'worker_shutdown_timeout of NGINX',
};

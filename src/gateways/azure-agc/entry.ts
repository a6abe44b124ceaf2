import type { GatewayEntry } from '../gateway-entry';
import { azureAgcCapabilities } from './capabilities';

/** What is known of Azure Application Gateway for Containers. */
export const azureAgcEntry: GatewayEntry = {
  name: 'azure-agc',
  title: 'Azure Application Gateway for Containers',
  controllerNames: ['alb.networking.azure.io/alb-controller'],
  controllerEvidence: 'the class azure-alb-external of the ALB controller',
  builtInClasses: ['azure-alb-external'],
  versions: ['2023-09'],
  table: azureAgcCapabilities,
};

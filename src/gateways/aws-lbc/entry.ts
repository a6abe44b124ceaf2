import type { GatewayEntry } from '../gateway-entry';
import { awsLbcCapabilities } from './capabilities';

/** What is known of AWS Load Balancer Controller. */
export const awsLbcEntry: GatewayEntry = {
  name: 'aws-lbc',
  title: 'AWS Load Balancer Controller',
  controllerNames: ['gateway.k8s.aws/alb', 'gateway.k8s.aws/nlb'],
  controllerEvidence: 'documentation: layer 7 and layer 4 Gateways',
  choosesTls: 'by the protocol of its target groups',
  versions: ['3.2', '3.3', '3.4', '3.5'],
  table: awsLbcCapabilities,
};

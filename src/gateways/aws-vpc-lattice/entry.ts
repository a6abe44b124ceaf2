import type { GatewayEntry } from '../gateway-entry';
import { awsVpcLatticeCapabilities } from './capabilities';

/** What is known of AWS Gateway API Controller (VPC Lattice). */
export const awsVpcLatticeEntry: GatewayEntry = {
  name: 'aws-vpc-lattice',
  title: 'AWS Gateway API Controller (VPC Lattice)',
  controllerNames: ['application-networking.k8s.aws/gateway-api-controller'],
  controllerEvidence: 'documentation of its GatewayClass amazon-vpc-lattice',
  versions: ['2.1.3'],
  table: awsVpcLatticeCapabilities,
};

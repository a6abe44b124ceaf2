import { GatewayWithoutBackendTls } from '../gateway-without-backend-tls';
import { awsVpcLatticeCapabilities } from './capabilities';

/**
 * AWS Gateway API Controller 2.1, for VPC Lattice: it speaks TLS to backends, verifies nothing and presents nothing, so
 * that both halves are refused with the reason.
 *
 * @see https://www.gateway-api-controller.eks.aws.dev/
 */
export class AwsVpcLattice extends GatewayWithoutBackendTls {
  readonly implementation = 'aws-vpc-lattice';
  readonly title = 'AWS Gateway API Controller (VPC Lattice)';
  protected readonly table = awsVpcLatticeCapabilities;
  protected readonly otherWay =
    'put a gateway in the cluster that can behind VPC Lattice, such as Envoy Gateway or kgateway, and let it verify the backend';
}

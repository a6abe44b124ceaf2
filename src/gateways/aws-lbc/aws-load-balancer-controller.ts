import { GatewayWithoutBackendTls } from '../gateway-without-backend-tls';
import { awsLbcCapabilities } from './capabilities';

/**
 * AWS Load Balancer Controller 3.2 to 3.5: it speaks TLS to backends, verifies nothing and presents nothing, so that
 * both halves are refused with the reason. `mutualAuthentication` of its listeners is about clients, not backends.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/
 */
export class AwsLoadBalancerController extends GatewayWithoutBackendTls {
  readonly implementation = 'aws-lbc';
  readonly title = 'AWS Load Balancer Controller';
  protected readonly table = awsLbcCapabilities;
  protected readonly otherWay =
    'put a Network Load Balancer, which passes TLS on, before a gateway in the cluster that can, such as Envoy Gateway or kgateway';
}

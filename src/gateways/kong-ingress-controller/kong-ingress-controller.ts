import { KongImplementation } from '../kong/kong-implementation';
import { kongIngressControllerCapabilities } from './capabilities';

/**
 * Kong Ingress Controller 3.4 and 3.5, for Gateway API and for Ingress.
 *
 * A BackendTLSPolicy is read with the feature gate `GatewayAlpha` only, and only for Services that an HTTPRoute uses.
 * The annotations of mutual TLS need no feature gate and hold for Ingresses too.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/
 */
export class KongIngressController extends KongImplementation {
  readonly implementation = 'kong-ingress-controller';
  readonly title = 'Kong Ingress Controller';
  protected readonly table = kongIngressControllerCapabilities;
  protected readonly verifyingAlternative = 'use Kong Operator 2.0 or later';
}

import { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent, ServerTlsIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering } from '../rendering';
import { awsLbcCapabilities } from './capabilities';

const OTHERS =
  'put a Network Load Balancer, which passes TLS on, before a gateway in the cluster that can, such as Envoy Gateway or kgateway';

/**
 * AWS Load Balancer Controller 3.2 to 3.5: it speaks TLS to backends, verifies nothing and presents nothing, so that
 * both halves are refused with the reason.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/
 */
export class AwsLoadBalancerController extends GatewayImplementation {
  readonly implementation = 'aws-lbc';
  readonly title = 'AWS Load Balancer Controller';
  protected readonly table = awsLbcCapabilities;

  /** @throws Refusal always: no server is verified */
  override renderServerTls(_intent: ServerTlsIntent, _context: RenderContext): Rendering {
    const policy = this.capability('btp.apiVersion');
    const roots = this.capability('perBackendCa');
    throw new Refusal({
      rule: policy.value === 'none' ? 'gateway-api/btp-not-read' : 'gateway-api/capability-unknown',
      message: `${this} ${policy.value === 'none' ? 'does not read' : 'is not known to read'} BackendTLSPolicy (${policy.evidence}), and ${roots.value === 'none' ? 'has no field' : 'is not known to have a field'} of its own for roots (${roots.evidence})`,
      fix: OTHERS,
    });
  }

  /** @throws Refusal always: no client certificate is presented */
  renderMutualTls(_intent: MutualTlsIntent, _context: RenderContext): Rendering {
    const { value, evidence } = this.capability('perBackendCert');
    throw new Refusal({
      rule: value === 'none' ? 'gateway-api/ccr-not-honoured' : 'gateway-api/capability-unknown',
      message: `${this} ${value === 'none' ? 'presents no' : 'is not known to present a'} client certificate to backends, neither one per backend nor one per Gateway (${evidence}); mutualAuthentication of its listeners is about clients`,
      fix: OTHERS,
    });
  }
}

import type { CapabilityTable } from '../capabilities';
import type { GatewayProps } from '../gateway-implementation';
import { KongImplementation } from '../kong/kong-implementation';
import { Refusal } from '../refusal';
import { kongHybridGatewayCapabilities, kongOperatorCapabilities } from './capabilities';

/** Which Gateway of Kong Operator is meant. */
export interface KongOperatorProps extends GatewayProps {
  /**
   * Whether the Gateway is hybrid: its configuration goes through Konnect, not through a ControlPlane in the cluster.
   * Such a Gateway reads neither BackendTLSPolicy nor the annotations that name certificate authorities, so that it
   * verifies no backend with roots of its own: each intent is refused.
   *
   * @default false
   */
  readonly hybridGateway?: boolean;
}

/**
 * Kong Operator 2.0 to 2.3, which contains the ingress controller.
 *
 * A BackendTLSPolicy is read with the feature gate `GatewayAlpha` of the ControlPlane only. Secrets and ConfigMaps
 * exist for the operator only with the labels `konghq.com/secret: "true"` and `konghq.com/configmap: "true"`: ours
 * carry them, and the Secret of the client certificate needs `clientSecretLabels()`.
 *
 * @see https://developer.konghq.com/operator/
 */
export class KongOperator extends KongImplementation {
  readonly implementation = 'kong-operator';
  readonly title = 'Kong Operator';
  protected readonly table: CapabilityTable;
  protected readonly verifyingAlternative = 'use a Gateway that is not hybrid: hybridGateway false';
  private readonly hybridGateway: boolean;

  constructor(props: KongOperatorProps) {
    super(props);
    this.hybridGateway = props.hybridGateway ?? false;
    this.table = this.hybridGateway ? kongHybridGatewayCapabilities : kongOperatorCapabilities;
  }

  protected override requireVerification(): void {
    const roots = this.capability('perBackendCa').value;
    if (!this.hybridGateway || roots === 'unknown') {
      super.requireVerification();
      return;
    }
    throw new Refusal({
      rule: 'gateway-api/btp-not-read',
      message: `${this} verifies no backend with roots of its own: it reads neither BackendTLSPolicy nor annotations that name certificate authorities (${this.capability('btp.apiVersion').evidence})`,
      fix: `${this.verifyingAlternative}${roots === 'none' ? '' : `; or write a KongRoute in place of the route, with ${roots}, by hand`}`,
    });
  }

  override toString(): string {
    return this.hybridGateway ? `${super.toString()} with a hybrid Gateway` : super.toString();
  }
}

import { renderOnlyGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent } from '../intent';
import type { RenderContext, Rendering } from '../rendering';
import { gkeCapabilities } from './capabilities';

/**
 * The Gateway of Google Kubernetes Engine, by the version of the cluster: 1.35.2 one-way, 1.36.2 with a client
 * certificate for all backends of the Gateway.
 *
 * What is known was reported of the regional external managed GatewayClass alone; of the others nothing is recorded.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api
 */
export class GkeGateway extends GatewayImplementation {
  readonly implementation = 'gke';
  readonly title = 'GKE Gateway';
  protected readonly table = gkeCapabilities;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    return renderOnlyGatewayMutualTls(this, intent, context);
  }
}

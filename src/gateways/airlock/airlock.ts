import { renderOnlyGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent } from '../intent';
import type { RenderContext, Rendering } from '../rendering';
import { airlockCapabilities } from './capabilities';

/**
 * Airlock Microgateway 5.0 and 5.1; of 4.8 the one-way half.
 *
 * Its client certificate is one for all backends of the Gateway, by `Gateway.spec.tls.backend`: `GatewayParameters` have
 * a field for one too, which is ignored where the Gateway has its own.
 *
 * @see https://docs.airlock.com/microgateway/latest/
 */
export class Airlock extends GatewayImplementation {
  readonly implementation = 'airlock';
  readonly title = 'Airlock Microgateway';
  protected readonly table = airlockCapabilities;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    return renderOnlyGatewayMutualTls(this, intent, context);
  }
}

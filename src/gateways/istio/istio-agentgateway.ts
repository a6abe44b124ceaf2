import { renderOnlyGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent, ServerTlsIntent } from '../intent';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { istioAgentgatewayCapabilities } from './capabilities';
import { withNames } from './with-names';

/**
 * Gateways of Istio's class `istio-agentgateway`, which is alpha: 1.31.0-rc.0 alone was read, and of its policies little
 * is established, which is said.
 *
 * One client certificate for all backends stands on the Gateway, in the Gateway's namespace: with a namespace in the
 * reference it is dropped without a word.
 */
export class IstioAgentgateway extends GatewayImplementation {
  readonly implementation = 'istio-agentgateway';
  readonly title = 'Istio, class istio-agentgateway';
  protected readonly table = istioAgentgatewayCapabilities;

  /** Names are always told, since istiod makes of each policy a rule for the proxies of the mesh too. */
  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    return super.renderServerTls(withNames(intent), context);
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const rendering = renderOnlyGatewayMutualTls(this, intent, context);
    return { ...rendering, notes: [...rendering.notes, this.certificateNote()] };
  }

  private certificateNote(): RenderingNote {
    return {
      rule: 'gateway-api/ccr-not-honoured',
      severity: 'warning',
      message: `${this} sends the client certificate only to backends that no other Gateway reaches, and goes on without one otherwise (${this.capability('ccr').evidence})`,
      fix: 'see that routes of this Gateway alone lead to the backend, and that istiod has PILOT_ENABLE_AGENTGATEWAY',
    };
  }
}

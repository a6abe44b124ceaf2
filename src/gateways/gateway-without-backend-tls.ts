import { GatewayImplementation } from './gateway-implementation';
import type { MutualTlsIntent, ServerTlsIntent } from './intent';
import { Refusal } from './refusal';
import type { RenderContext, Rendering } from './rendering';

/** A gateway that encrypts the hop to a backend at most: it verifies no server and presents no client certificate. */
export abstract class GatewayWithoutBackendTls extends GatewayImplementation {
  /** What to do in its place: imperative, lower case, no final period. */
  protected abstract readonly otherWay: string;

  /** @throws Refusal always: no server is verified */
  override renderServerTls(_intent: ServerTlsIntent, _context: RenderContext): Rendering {
    const policy = this.capability('btp.apiVersion');
    const roots = this.capability('perBackendCa');
    const isKnown = policy.value === 'none' && roots.value === 'none';
    throw new Refusal({
      rule: isKnown ? 'gateway-api/btp-not-read' : 'gateway-api/capability-unknown',
      message: isKnown
        ? `${this} does not read BackendTLSPolicy (${policy.evidence}), and has no field of its own for roots (${roots.evidence})`
        : `${this} is not known to verify a backend (${policy.evidence})`,
      fix: this.otherWay,
    });
  }

  /** @throws Refusal always: no client certificate is presented */
  renderMutualTls(_intent: MutualTlsIntent, _context: RenderContext): Rendering {
    const { value, evidence } = this.capability('perBackendCert');
    const isKnown = value === 'none';
    throw new Refusal({
      rule: isKnown ? 'gateway-api/ccr-not-honoured' : 'gateway-api/capability-unknown',
      message: `${this} ${isKnown ? 'presents no client certificate to backends' : 'is not known to present a client certificate to backends'}, neither one per backend nor one per Gateway (${evidence})`,
      fix: this.otherWay,
    });
  }
}

import { renderOnlyGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { GatewayImplementation } from '../gateway-implementation';
import type { MutualTlsIntent, ServerTlsIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { ciliumCapabilities } from './capabilities';

/**
 * Cilium 1.19 and 1.20, its Gateway.
 *
 * It verifies servers of HTTPRoutes and presents no client certificate. The system roots are refused, since Cilium accepts
 * such a policy and then sends plaintext (cilium/cilium#48307).
 *
 * @see https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/gateway-api/
 */
export class Cilium extends GatewayImplementation {
  readonly implementation = 'cilium';
  readonly title = 'Cilium';
  protected readonly table = ciliumCapabilities;

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    this.requireRoots(intent);
    const rendering = super.renderServerTls(intent, context);
    return { ...rendering, notes: [...rendering.notes, ...this.earlyNotes()] };
  }

  /** @throws Refusal always, as long as no version presents a client certificate */
  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    return renderOnlyGatewayMutualTls(this, intent, context);
  }

  /** What ends in plaintext at one version is not tried at another of which nothing is known. */
  private requireRoots({ trust }: ServerTlsIntent): void {
    const { value, evidence } = this.capability('btp.systemCa');
    if (trust.system && value === 'unknown') {
      throw new Refusal({
        rule: 'gateway-api/system-ca-unusable',
        message: `${this} may send plaintext with the system roots (${evidence})`,
        fix: 'give the roots themselves: TrustAnchors.pem(...) or TrustAnchors.configMap(...)',
      });
    }
  }

  /** The releases that take the name of the secrets namespace for granted may verify the chain alone: the same code. */
  private earlyNotes(): readonly RenderingNote[] {
    const { value, evidence } = this.capability('secretsNamespace');
    if (value !== 'default-only') {
      return [];
    }
    return [
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message: `${this}: whether it verifies the name of the server, and not its chain alone, is not established`,
        fix: 'use roots that issue for this backend alone, or Cilium 1.20',
      },
      {
        rule: 'cilium/secrets-namespace-broken',
        severity: 'info',
        message: `${this} reads the roots only where gatewayAPI.secretsNamespace.name is cilium-secrets (${evidence})`,
        fix: 'leave that Helm value at its default',
      },
    ];
  }
}

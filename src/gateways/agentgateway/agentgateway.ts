import { chooseClientScope } from '../client-scope';
import { findGatewayMutualTlsObstacle, renderGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { type ExternalBackendRendering, GatewayImplementation } from '../gateway-implementation';
import type { ExternalBackendIntent, MutualTlsIntent } from '../intent';
import type { RefusalDetails } from '../refusal';
import type { RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { requireFilledLists } from '../tls-parameters';
import { unknownNote } from '../wording';
import {
  AGENTGATEWAY_API_VERSION,
  AGENTGATEWAY_GROUP,
  type AgentgatewayTarget,
  findAgentgatewayPolicyObstacle,
  renderAgentgatewayPolicy,
  serviceTarget,
} from './agentgateway-policy';
import { agentgatewayCapabilities } from './capabilities';

/**
 * agentgateway 1.0 to 1.4.
 *
 * A client certificate of one backend is an `AgentgatewayPolicy` alone (1.4.1; earlier releases were not read); one for
 * all backends stands on the Gateway, beside a BackendTLSPolicy. On the Gateway its Secret must be in the Gateway's
 * namespace: a reference with a namespace is refused, and a certificate sent that no backend accepts.
 *
 * @see https://agentgateway.dev/docs/kubernetes/
 */
export class Agentgateway extends GatewayImplementation {
  readonly implementation = 'agentgateway';
  readonly title = 'agentgateway';
  protected readonly table = agentgatewayCapabilities;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    requireFilledLists(intent.parameters);
    const perBackend = findAgentgatewayPolicyObstacle(this, intent);
    const scope = chooseClientScope(intent.clientScope, {
      backend: perBackend,
      gateway: findGatewayMutualTlsObstacle(this, intent),
    });
    if (scope === 'backend') {
      return renderAgentgatewayPolicy(this, intent, agentgatewayTarget(intent, context), context);
    }
    const rendering = renderGatewayMutualTls(this, intent, context);
    return perBackend === undefined || intent.clientScope === 'gateway'
      ? rendering
      : { ...rendering, notes: [this.gatewayNote(perBackend), ...rendering.notes] };
  }

  override renderExternalBackend(
    backend: ExternalBackendIntent,
    namespace: string | undefined,
    context: RenderContext,
  ): ExternalBackendRendering {
    const { value, evidence } = this.capability('btp.externalTarget');
    const notes: readonly RenderingNote[] =
      value === 'unknown'
        ? [unknownNote(this, 'whether a BackendTLSPolicy may target its AgentgatewayBackend', evidence)]
        : [];
    return { ...renderStaticBackend(backend, namespace, context), notes };
  }

  private gatewayNote(perBackend: RefusalDetails): RenderingNote {
    return {
      rule: perBackend.rule,
      severity: 'info',
      message: `the client certificate stands on Gateway ${this.name}, for all its backends, because per backend is no way: ${perBackend.message}`,
      fix: `accept one client certificate per Gateway: clientScope ClientScope.GATEWAY; or ${perBackend.fix}`,
    };
  }
}

function agentgatewayTarget({ backend, namespace }: MutualTlsIntent, context: RenderContext): AgentgatewayTarget {
  return backend.kind === 'Service' ? serviceTarget(backend) : renderStaticBackend(backend, namespace, context);
}

function renderStaticBackend(
  { hostname, port }: ExternalBackendIntent,
  namespace: string | undefined,
  context: RenderContext,
): AgentgatewayTarget & { readonly object: RenderedObject } {
  const name = context.nameOf('Backend');
  const inNamespace = namespace === undefined ? {} : { namespace };
  return {
    object: {
      role: 'Backend',
      manifest: {
        apiVersion: AGENTGATEWAY_API_VERSION,
        kind: 'AgentgatewayBackend',
        metadata: { name, ...inNamespace },
        spec: { static: { host: hostname, port } },
      },
    },
    backendRef: { group: AGENTGATEWAY_GROUP, kind: 'AgentgatewayBackend', name, ...inNamespace },
  };
}

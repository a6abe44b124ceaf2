import { chooseClientScope } from '../client-scope';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import { findGatewayMutualTlsObstacle, renderGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { type ExternalBackendRendering, GatewayImplementation } from '../gateway-implementation';
import type { ExternalBackendIntent, MutualTlsIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import type { RefusalDetails } from '../refusal';
import type { BackendRef, RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { refuseIdleCipherSuites, requireVersionOrder } from '../tls-parameters';
import { unknownNote } from '../wording';
import {
  findBackendConfigPolicyObstacle,
  KGATEWAY_API_VERSION,
  noteBackendConfigPolicy,
  renderBackendConfigPolicy,
} from './backend-config-policy';
import { kgatewayCapabilities } from './capabilities';

const GROUP = 'gateway.kgateway.dev';
const PARAMETER_RULE = 'kgateway/bcp-parameters-invalid';

/**
 * kgateway 2.0 to 2.4, with its Envoy data plane.
 *
 * A client certificate of one backend is a `BackendConfigPolicy` alone (2.1 and later), and its Secret must hold the
 * roots as well; one for all backends stands on the Gateway, beside a BackendTLSPolicy (2.3 and later). The two never
 * meet on one backend: the client certificate of the `BackendConfigPolicy` would be lost.
 *
 * @see https://kgateway.dev/docs/
 */
export class Kgateway extends GatewayImplementation {
  readonly implementation = 'kgateway';
  readonly title = 'kgateway';
  protected readonly table = kgatewayCapabilities;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    requireParameterFields(this, intent.parameters);
    requireVersionOrder(this, intent.parameters, { rule: PARAMETER_RULE });
    refuseIdleCipherSuites(this, intent.parameters, PARAMETER_RULE);
    const perBackend = findBackendConfigPolicyObstacle(this, intent);
    const scope = chooseClientScope(intent.clientScope, {
      backend: perBackend,
      gateway: findGatewayMutualTlsObstacle(this, intent),
    });
    if (scope === 'backend') {
      return this.renderPerBackend(intent, context);
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
    const target = this.capability('btp.externalTarget');
    const notes: readonly RenderingNote[] =
      target.value === 'unknown'
        ? [unknownNote(this, 'whether a BackendTLSPolicy may target its Backend', target.evidence)]
        : [];
    return { ...renderStaticBackend(backend, namespace, context), notes };
  }

  private renderPerBackend(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const { backend, namespace } = intent;
    const target =
      backend.kind === 'External'
        ? renderStaticBackend(backend, namespace, context)
        : { object: undefined, backendRef: serviceBackendRef(backend) };
    const { group, kind, name } = target.backendRef;
    return {
      objects: [
        ...(target.object === undefined ? [] : [target.object]),
        renderBackendConfigPolicy(intent, { group, kind, name }),
      ],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: target.backendRef,
      notes: noteBackendConfigPolicy(this, intent),
    };
  }

  private gatewayNote(perBackend: RefusalDetails): RenderingNote {
    return {
      rule: 'kgateway/bcp-cert-with-ccr',
      severity: 'info',
      message: `the client certificate stands on Gateway ${this.name}, for all its backends and over that of any BackendConfigPolicy, because per backend is no way: ${perBackend.message}`,
      fix: `accept one client certificate per Gateway: clientScope ClientScope.GATEWAY; or ${perBackend.fix}`,
    };
  }
}

/** `type` is deprecated since it says what `static` says, but earlier releases require it. */
function renderStaticBackend(
  { hostname, port }: ExternalBackendIntent,
  namespace: string | undefined,
  context: RenderContext,
): { readonly object: RenderedObject; readonly backendRef: BackendRef } {
  const name = context.nameOf('Backend');
  const inNamespace = namespace === undefined ? {} : { namespace };
  return {
    object: {
      role: 'Backend',
      manifest: {
        apiVersion: KGATEWAY_API_VERSION,
        kind: 'Backend',
        metadata: { name, ...inNamespace },
        spec: { type: 'Static', static: { hosts: [{ host: hostname, port }] } },
      },
    },
    // A route that names a port of a Backend is refused: BackendPortNotAllowedError.
    backendRef: { group: GROUP, kind: 'Backend', name, ...inNamespace },
  };
}

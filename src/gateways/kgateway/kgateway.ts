import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import {
  renderClientCertificateRef,
  versionsWithClientCertificateRef,
  whyNotHonored,
} from '../gateway-api/client-certificate-ref';
import { type ExternalBackendRendering, GatewayImplementation } from '../gateway-implementation';
import type { ExternalBackendIntent, MutualTlsIntent, TlsParameters } from '../intent';
import { Refusal, type RefusalDetails } from '../refusal';
import type { BackendRef, RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { refuseIdleCipherSuites, refuseVerifyDepth, requireFilledLists, requireVersionOrder } from '../tls-parameters';
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
    refuseVerifyDepth(this, intent.parameters);
    requireFilledLists(intent.parameters);
    requireVersionOrder(this, intent.parameters, { rule: PARAMETER_RULE });
    refuseIdleCipherSuites(this, intent.parameters, PARAMETER_RULE);
    const perBackend = findBackendConfigPolicyObstacle(this, intent);
    const perGateway = this.findGatewayObstacle(intent.parameters);
    if (intent.clientScope === 'backend') {
      refuse(perBackend, perGateway, 'use one client certificate per Gateway: clientScope ClientScope.GATEWAY');
      return this.renderPerBackend(intent, context);
    }
    if (intent.clientScope === 'gateway') {
      refuse(perGateway, perBackend, 'use a client certificate per backend: clientScope ClientScope.BACKEND');
      return this.renderPerGateway(intent, context);
    }
    if (perBackend === undefined) {
      return this.renderPerBackend(intent, context);
    }
    if (perGateway !== undefined) {
      throw bothRefusal(perBackend, perGateway);
    }
    const rendering = this.renderPerGateway(intent, context);
    return { ...rendering, notes: [this.gatewayNote(perBackend), ...rendering.notes] };
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

  private renderPerGateway(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const policy = this.renderServerTls({ ...intent, backends: [intent.backend], options: {} }, context);
    const identity = renderClientCertificateRef(this, intent.client);
    return {
      ...policy,
      objects: [...policy.objects, ...identity.objects],
      patches: [...policy.patches, ...identity.patches],
    };
  }

  /** Why the client certificate cannot stand on the Gateway, with the way out; undefined where it can. */
  private findGatewayObstacle(parameters: TlsParameters): RefusalDetails | undefined {
    const asked = Object.entries(parameters).flatMap(([field, value]) => (value === undefined ? [] : [field]));
    if (asked.length > 0) {
      return {
        rule: 'schema/unknown-field',
        message: `a client certificate on the Gateway goes with a BackendTLSPolicy, which has no field for ${asked.join(', ')} on ${this}`,
        fix: `drop ${asked.join(', ')}`,
      };
    }
    const notHonored = whyNotHonored(this);
    if (notHonored !== undefined) {
      const versions = versionsWithClientCertificateRef(this);
      return {
        rule: 'gateway-api/ccr-not-honoured',
        message: notHonored,
        fix: versions === undefined ? 'use another gateway' : `use version ${versions}`,
      };
    }
    if (this.name === undefined) {
      return {
        rule: 'references/missing-object',
        message: 'a client certificate on the Gateway needs the name of the Gateway, which is not given',
        fix: 'give name and namespace of the Gateway to Kgateway',
      };
    }
    return undefined;
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

function refuse(obstacle: RefusalDetails | undefined, other: RefusalDetails | undefined, otherWay: string): void {
  if (obstacle !== undefined) {
    const fix = other === undefined ? `${obstacle.fix}, or ${otherWay}` : obstacle.fix;
    throw new Refusal({ ...obstacle, fix });
  }
}

function bothRefusal(perBackend: RefusalDetails, perGateway: RefusalDetails): Refusal {
  return new Refusal({
    rule: perBackend.rule,
    message: `${perBackend.message}; nor can one certificate stand on the Gateway: ${perGateway.message}`,
    fix: `for a certificate per backend ${perBackend.fix}; for one per Gateway ${perGateway.fix}`,
  });
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

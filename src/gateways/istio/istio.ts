import { chooseClientScope, findPerBackendObstacle } from '../client-scope';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import { findGatewayMutualTlsObstacle, renderGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { type ExternalBackendRendering, GatewayImplementation, type GatewayProps } from '../gateway-implementation';
import type { BackendIntent, ExternalBackendIntent, MutualTlsIntent, ServerTlsIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { unknownNote } from '../wording';
import { istioCapabilities } from './capabilities';
import { hostOf, renderDestinationRule } from './destination-rule';
import { type CredentialReader, renderCredential } from './gateway-credential';
import { renderServiceEntry } from './service-entry';

/** Which Gateway of Istio is meant. */
export interface IstioProps extends GatewayProps {
  /**
   * DNS domain of the cluster, for the host of a DestinationRule.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * Name of the Gateway's class, which is a part of the name of the ServiceAccount that Istio makes for it.
   * @default 'istio'
   */
  readonly gatewayClassName?: string;
  /**
   * The ServiceAccount of the gateway's pods, in the namespace of the Gateway.
   * @default - `<name>-<gatewayClassName>`, as Istio names it
   */
  readonly serviceAccountName?: string;
}

/**
 * Istio 1.28 to 1.31.0-rc.0, for Gateways of the Gateway API whose proxy is Envoy.
 *
 * One-way TLS is a BackendTLSPolicy, always with subjectAltNames: without them the name is not verified. Mutual TLS is a
 * DestinationRule alone, which only the namespace of the Gateway reads; its Secret stands beside the Gateway, and the Role
 * that lets the gateway have it is written too. Backends inside the mesh need neither construct: there Istio's own mutual
 * TLS (`ISTIO_MUTUAL`) is automatic, and both would replace it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class Istio extends GatewayImplementation {
  readonly implementation = 'istio';
  readonly title = 'Istio';
  protected readonly table = istioCapabilities;
  private readonly clusterDomain: string;
  private readonly gatewayClassName: string;
  private readonly serviceAccountName?: string;

  constructor(props: IstioProps) {
    super(props);
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
    this.gatewayClassName = props.gatewayClassName ?? 'istio';
    this.serviceAccountName = props.serviceAccountName;
  }

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    const rendering = super.renderServerTls(withNames(intent), context);
    const mesh: RenderingNote = {
      rule: 'istio/foreign-btp',
      severity: 'info',
      message: `${this} applies the policy in the whole mesh: sidecars too speak plain TLS to the backend, in place of the mutual TLS of the mesh`,
      fix: 'write no policy for a backend inside the mesh, whose mutual TLS is automatic',
    };
    return { ...rendering, notes: [...rendering.notes, mesh] };
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const scope = chooseClientScope(intent.clientScope, {
      backend: findPerBackendObstacle(this),
      gateway: findGatewayMutualTlsObstacle(this, intent),
    });
    if (scope === 'gateway') {
      return renderGatewayMutualTls(this, intent, context);
    }
    requireParameterFields(this, intent.parameters, { title: 'a DestinationRule', writable: [] });
    const reader = this.requireReader();
    const { backend, namespace } = intent;
    const host = hostOf(backend, this.clusterDomain);
    const entry =
      backend.kind === 'External' ? renderServiceEntry(backend, namespace, this.namespace, context) : undefined;
    return {
      objects: [
        ...(entry === undefined ? [] : [entry.object]),
        ...renderCredential(this, reader, intent),
        renderDestinationRule(intent, host, reader.namespace),
      ],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: entry?.backendRef ?? backendRefOf(backend),
      notes: [...this.rootNotes(), ...(backend.kind === 'External' ? [] : [this.sidecarNote(backend.name)])],
    };
  }

  override renderExternalBackend(
    backend: ExternalBackendIntent,
    namespace: string | undefined,
    context: RenderContext,
  ): ExternalBackendRendering {
    const { value, evidence } = this.capability('btp.externalTarget');
    return {
      ...renderServiceEntry(backend, namespace, this.namespace, context),
      notes: value === 'unknown' ? [unknownNote(this, 'whether a policy may target a ServiceEntry', evidence)] : [],
    };
  }

  private rootNotes(): readonly RenderingNote[] {
    const { value, evidence } = this.capability('perBackendCa');
    return value === 'unknown'
      ? [unknownNote(this, 'where it takes the roots of a client certificate from', evidence)]
      : [];
  }

  private requireReader(): CredentialReader {
    const { name, namespace } = this;
    if (name === undefined || namespace === undefined) {
      throw new Refusal({
        rule: 'references/missing-object',
        message: `${this} takes the Secret of a DestinationRule from the namespace of the Gateway for the Gateway's ServiceAccount, and name and namespace of the Gateway are not both given`,
        fix: 'give name and namespace of the Gateway to Istio',
      });
    }
    return { namespace, serviceAccountName: this.serviceAccountName ?? `${name}-${this.gatewayClassName}` };
  }

  private sidecarNote(service: string): RenderingNote {
    return {
      rule: 'istio/credential-unusable',
      severity: 'info',
      message: `${this} presents the certificate in place of that of the mesh: a sidecar before Service ${service} would refuse it`,
      fix: 'leave a backend inside the mesh to the mutual TLS of the mesh, which is automatic',
    };
  }
}

/** Said always: without names Istio verifies the chain alone, and of versions where that is unknown it may. */
function withNames(intent: ServerTlsIntent): ServerTlsIntent {
  const { hostname, subjectAltNames } = intent.server;
  return subjectAltNames.length > 0
    ? intent
    : { ...intent, server: { hostname, subjectAltNames: [{ type: 'Hostname', hostname }] } };
}

function backendRefOf(backend: BackendIntent): Rendering['backendRef'] {
  return backend.kind === 'Service'
    ? serviceBackendRef(backend)
    : { group: 'networking.istio.io', kind: 'Hostname', name: backend.hostname, port: backend.port };
}

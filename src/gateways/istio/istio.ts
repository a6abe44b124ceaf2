import { chooseClientScope, findPerBackendObstacle, requirePerBackendCertificate } from '../client-scope';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import { findGatewayMutualTlsObstacle, renderGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { type ExternalBackendRendering, GatewayImplementation, type GatewayProps } from '../gateway-implementation';
import type { BackendIntent, ExternalBackendIntent, MutualTlsIntent, ServerTlsIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { unknownNote } from '../wording';
import { istioCapabilities } from './capabilities';
import { hostOf, MESH_TLS, mutualTls, renderDestinationRule } from './destination-rule';
import { type CredentialReader, renderCredential } from './gateway-credential';
import { renderServiceEntry } from './service-entry';
import { withNames } from './with-names';

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
 * that lets the gateway have it is written too. Backends inside the mesh need neither: there Istio's own mutual TLS is
 * automatic, and both would replace it; `IstioMutualTls` holds on to it where something else sets TLS for the host.
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
      fix: 'write no policy for a backend inside the mesh: its mutual TLS is automatic, and IstioMutualTls says so where it must be said',
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
        renderDestinationRule({ backend, namespace, host, readerNamespace: reader.namespace }, mutualTls(intent)),
      ],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: entry?.backendRef ?? backendRefOf(backend),
      notes: [
        ...this.rootNotes(),
        ...this.precedenceNotes(host),
        ...(backend.kind === 'External' ? [] : [this.sidecarNote(backend.name)]),
      ],
    };
  }

  /**
   * The mutual TLS of the mesh, for a backend with a sidecar: certificate, roots and names are the mesh's own.
   *
   * @throws Refusal if the backend is outside the cluster, or the namespace of the Gateway is not given
   */
  renderMeshMutualTls({ backend, namespace }: Pick<MutualTlsIntent, 'backend' | 'namespace'>): Rendering {
    requirePerBackendCertificate(this);
    if (backend.kind === 'External') {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `${backend.hostname}:${backend.port} is outside the mesh of ${this}, and has no certificate of it`,
        fix: 'use UpstreamMtls, with the roots and the client certificate that the host asks for',
      });
    }
    if (this.namespace === undefined) {
      throw new Refusal({
        rule: 'references/missing-object',
        message: `the namespace of the Gateway of ${this} is not given, and a DestinationRule for all namespaces would bind sidecars too`,
        fix: 'give the namespace of the Gateway to Istio',
      });
    }
    const host = hostOf(backend, this.clusterDomain);
    const rule = renderDestinationRule({ backend, namespace, host, readerNamespace: this.namespace }, MESH_TLS);
    return {
      objects: [rule],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: serviceBackendRef(backend),
      notes: [...this.precedenceNotes(host), this.ambientNote(backend.name)],
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

  /** Which of the two wins changed with 1.31: before, any BackendTLSPolicy did, whatever gateway it was written for. */
  private precedenceNotes(host: string): readonly RenderingNote[] {
    const { value, evidence } = this.capability('coexist');
    if (value === 'allowed') {
      return [];
    }
    if (value === 'unknown') {
      return [unknownNote(this, `whether a BackendTLSPolicy for ${host} replaces the DestinationRule`, evidence)];
    }
    const optOut = this.capability('btp.optOut').value;
    const hasOptOut = optOut !== 'none' && optOut !== 'unknown';
    return [
      {
        rule: 'istio/foreign-btp',
        severity: 'info',
        message: `${this} lets any BackendTLSPolicy for ${host} replace the DestinationRule, also one that is written for another gateway (${evidence})`,
        fix: `write no BackendTLSPolicy for the same host${hasOptOut ? `, or annotate it with ${optOut}: "true"` : ''}`,
      },
    ];
  }

  private ambientNote(service: string): RenderingNote {
    return {
      rule: 'gateway-api/capability-unknown',
      severity: 'info',
      message: `${this} speaks the mutual TLS of the mesh to a sidecar before Service ${service}; what the setting does to a backend of ambient mode is not established`,
      fix: 'leave it out for a backend of ambient mode, whose mutual TLS is automatic',
    };
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
      fix: 'leave a backend inside the mesh to the mutual TLS of the mesh, which is automatic, or say so with IstioMutualTls',
    };
  }
}

function backendRefOf(backend: BackendIntent): Rendering['backendRef'] {
  return backend.kind === 'Service'
    ? serviceBackendRef(backend)
    : { group: 'networking.istio.io', kind: 'Hostname', name: backend.hostname, port: backend.port };
}

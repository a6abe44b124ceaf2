import type { Certificate } from '../trust';
import type { Capabilities, Capability, CapabilityAnswer, CapabilityTable, Unknown } from './capabilities';
import { describeRange } from './describe-range';
import { renderBackendTlsPolicy } from './gateway-api/backend-tls-policy';
import { GatewayVersion } from './gateway-version';
import type { CaReference, ExternalBackendIntent, MutualTlsIntent, ServerTlsIntent } from './intent';
import type { GatewayMetrics } from './metrics';
import { Refusal } from './refusal';
import { gatewayNamed } from './registry';
import type { BackendRef, RenderContext, RenderedObject, RenderedPatch, Rendering, RenderingNote } from './rendering';

/** Which Gateway of which implementation is meant. */
export interface GatewayProps {
  /**
   * Version of the implementation: a minor version (`1.9`) for any of its patches, or one release (`1.9.2`).
   * What a gateway does differs by version, so there is no default.
   */
  readonly version: string;
  /**
   * Name of the Gateway resource.
   * @default - not known; refused where the intent needs a setting on the Gateway itself
   */
  readonly name?: string;
  /**
   * Namespace of the Gateway resource.
   * @default - not known; refused where a ReferenceGrant must name it
   */
  readonly namespace?: string;
}

/** The objects that carry certificates of authorities, and how a policy refers to them. */
export interface CaRendering {
  readonly objects: readonly RenderedObject[];
  readonly references: readonly CaReference[];
  /** @default - nothing is to be said of them */
  readonly notes?: readonly RenderingNote[];
}

/** How a gateway is told of a host outside the cluster. */
export interface ExternalBackendRendering {
  readonly object: RenderedObject;
  /** What a route points at. */
  readonly backendRef: BackendRef;
  /**
   * What a policy targets.
   * @default - what a route points at
   */
  readonly targetRef?: Pick<BackendRef, 'group' | 'kind' | 'name'>;
  readonly notes: readonly RenderingNote[];
}

/**
 * One gateway implementation at one version: it knows how an intent is told to that gateway, and refuses what the
 * gateway would drop, ignore or leave open. What the gateway can do is data, in its capability table.
 */
export abstract class GatewayImplementation {
  /** The name on the command line, as in `envoy-gateway`. */
  abstract readonly implementation: string;
  /** The name in messages, as in `Envoy Gateway`. */
  abstract readonly title: string;
  /** What this implementation can do, by version. */
  protected abstract readonly table: CapabilityTable;

  readonly version: GatewayVersion;
  readonly name?: string;
  readonly namespace?: string;

  /** @throws Refusal if the version cannot be read */
  constructor(props: GatewayProps) {
    this.version = GatewayVersion.parse(props.version);
    this.name = props.name;
    this.namespace = props.namespace;
  }

  /** What this gateway can do at its version. */
  capability<K extends Capability>(capability: K): CapabilityAnswer<K> {
    return this.table.at(capability, this.version);
  }

  /** The versions of this implementation that can, for the fix of a refusal; undefined when none is known to. */
  versionsWhere<K extends Capability>(
    capability: K,
    passes: (value: Capabilities[K] | Unknown) => boolean,
  ): string | undefined {
    const ranges = this.table.rangesWhere(capability, passes);
    return ranges.length === 0 ? undefined : ranges.map(describeRange).join(' or ');
  }

  /**
   * What this gateway tells Prometheus of the TLS to backends; undefined where that is not established for its version.
   * A gateway of your own says nothing unless it overrides this.
   */
  metrics(): GatewayMetrics | undefined {
    const metrics = gatewayNamed(this.implementation)?.metrics;
    return metrics !== undefined && this.version.overlaps(metrics.versions) ? metrics : undefined;
  }

  /** Title and version for messages: `Envoy Gateway 1.9`. */
  toString(): string {
    return `${this.title} ${this.version}`;
  }

  /**
   * One-way TLS: a BackendTLSPolicy and what it refers to.
   * @throws Refusal if this gateway at this version cannot do what is asked, or would ignore it
   */
  renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    return renderBackendTlsPolicy(this, intent, context);
  }

  /**
   * Mutual TLS, by whatever means this gateway has.
   * @throws Refusal if this gateway at this version cannot do what is asked, or would ignore it
   */
  abstract renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering;

  /** Certificates of authorities as this gateway reads them: one ConfigMap with all of them under `ca.crt`. */
  renderCas(certificates: readonly Certificate[], namespace: string | undefined, context: RenderContext): CaRendering {
    const name = context.nameOf('CaCertificates');
    const manifest = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      data: { 'ca.crt': certificates.map((certificate) => certificate.pem).join('') },
    };
    return { objects: [{ role: 'CaCertificates', manifest }], references: [{ kind: 'ConfigMap', name }] };
  }

  /**
   * Looks at an object of certificate authorities that exists already; what it must be like is returned as notes.
   * @throws Refusal if this gateway cannot read such an object
   */
  checkCaReference(_reference: CaReference, _namespace: string | undefined): readonly RenderingNote[] {
    return [];
  }

  /** Labels that the Secret of a client certificate must carry for the controller to see it. */
  clientSecretLabels(): Readonly<Record<string, string>> {
    const labels = this.capability('selectorLabels').value;
    const label = labels === 'unknown' ? undefined : labels.Secret;
    return label === undefined ? {} : { [label]: 'true' };
  }

  /**
   * A host outside the cluster as this gateway is told of it.
   * @throws Refusal if it has no kind for that
   */
  renderExternalBackend(
    backend: ExternalBackendIntent,
    _namespace: string | undefined,
    _context: RenderContext,
  ): ExternalBackendRendering {
    throw new Refusal({
      rule: 'gateway-api/btp-not-read',
      message: `${this} has no kind for a host outside the cluster that a policy could target; got ${backend.hostname}:${backend.port}`,
      fix: 'put a Service of type ExternalName before it where the gateway supports one, or use Envoy Gateway or kgateway',
    });
  }

  /** What routes must carry so that the server name asked for is the one that is sent and verified. */
  routeAnnotations(): Readonly<Record<string, string>> {
    return {};
  }

  /** What backends must carry beside the policy. */
  backendPatches(_intent: ServerTlsIntent): readonly RenderedPatch[] {
    return [];
  }
}

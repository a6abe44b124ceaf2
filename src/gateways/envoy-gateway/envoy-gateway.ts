import { isIP } from 'node:net';
import type { JsonObject } from '../../manifests/manifest';
import { chooseClientScope, findPerBackendObstacle, unknownScopeNotes } from '../client-scope';
import { renderPolicy } from '../gateway-api/backend-tls-policy';
import { renderClientCertificateRef, requireGatewayName } from '../gateway-api/client-certificate-ref';
import { type ExternalBackendRendering, GatewayImplementation, type GatewayProps } from '../gateway-implementation';
import type { ExternalBackendIntent, MutualTlsIntent, ServiceBackendIntent, TlsParameters } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { refuseIdleCipherSuites, requireVersionOrder } from '../tls-parameters';
import { unknownNote, upgradeOr } from '../wording';
import { envoyGatewayCapabilities } from './capabilities';
import { rootsBesideKeyNotes } from './roots-beside-key';

const API_VERSION = 'gateway.envoyproxy.io/v1alpha1';
const GROUP = 'gateway.envoyproxy.io';

/** Which Gateway of Envoy Gateway is meant. */
export interface EnvoyGatewayProps extends GatewayProps {
  /**
   * DNS domain of the cluster, for the Backend that stands for a Service.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
}

/**
 * Envoy Gateway 1.5 to 1.9.
 *
 * A client certificate of one backend needs a `Backend` object and `extensionApis.enableBackend` (1.6 and later);
 * one for all backends stands on the Gateway (1.8 and later) or on an `EnvoyProxy`.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/security/backend-mtls/
 */
export class EnvoyGateway extends GatewayImplementation {
  readonly implementation = 'envoy-gateway';
  readonly title = 'Envoy Gateway';
  protected readonly table = envoyGatewayCapabilities;
  private readonly clusterDomain: string;

  constructor(props: EnvoyGatewayProps) {
    super(props);
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    // An EnvoyProxy that cannot hold the certificate is told of when it is written.
    const scope = chooseClientScope(intent.clientScope, { backend: findPerBackendObstacle(this), gateway: undefined });
    const rootNotes = rootsBesideKeyNotes(this, intent);
    if (scope === 'backend') {
      const rendering = this.renderPerBackend(intent, context);
      return { ...rendering, notes: [...rendering.notes, ...rootNotes] };
    }
    const rendering = this.renderPerGateway(intent, context);
    return { ...rendering, notes: [...rendering.notes, ...rootNotes, ...unknownScopeNotes(this, intent.clientScope)] };
  }

  override renderExternalBackend(
    backend: ExternalBackendIntent,
    namespace: string | undefined,
    context: RenderContext,
  ): ExternalBackendRendering {
    const object = renderBackend(backend, namespace, {}, context);
    const target = this.capability('btp.externalTarget');
    const unknown =
      target.value === 'unknown'
        ? [unknownNote(this, 'whether a BackendTLSPolicy may target its Backend', target.evidence)]
        : [];
    const notes = [enableBackendNote(this), ...unknown];
    return { object, backendRef: backendRefOf(object, namespace, backend.port), notes };
  }

  /** A `Backend` that presents the certificate, and a policy on it: without server TLS no client certificate is sent. */
  private renderPerBackend(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const { backend, client, namespace } = intent;
    if (client.namespace !== namespace) {
      throw new Refusal({
        rule: 'envoy-gateway/cert-other-namespace',
        message: `client certificate Secret ${client.namespace ?? '(no namespace)'}/${client.secretName} is not in the backend's namespace ${namespace ?? '(none stated)'}; ${this} reads it there only and no ReferenceGrant helps (envoyproxy/gateway#10003)`,
        fix: `issue the certificate in namespace ${namespace ?? 'of the backend'}, or use one per Gateway: clientScope ClientScope.GATEWAY`,
      });
    }
    const tls = {
      clientCertificateRef: { group: '', kind: 'Secret', name: client.secretName },
      ...tlsFields(intent.parameters, this),
    };
    const endpoint = backend.kind === 'External' ? backend : serviceEndpoint(backend, this.clusterDomain);
    const object = renderBackend(endpoint, namespace, tls, context);
    const backendRef = backendRefOf(object, namespace, endpoint.port);
    const { group, kind, name } = backendRef;
    return renderPolicy(
      this,
      { backends: [backend], namespace, server: intent.server, trust: intent.trust, options: {} },
      [{ targetRef: { group, kind, name }, backendRef, objects: [object] }],
      context,
      [enableBackendNote(this)],
    );
  }

  private renderPerGateway(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const policy = this.renderServerTls({ ...intent, backends: [intent.backend], options: {} }, context);
    const hasParameters = Object.keys(tlsFields(intent.parameters, this)).length > 0;
    const onGateway = this.capability('ccr').value === 'honored' && !hasParameters;
    const identity = onGateway ? renderClientCertificateRef(this, intent.client) : this.renderEnvoyProxy(intent);
    return {
      ...policy,
      objects: [...policy.objects, ...identity.objects],
      patches: [...policy.patches, ...identity.patches],
      notes: [...policy.notes, ...identity.notes],
    };
  }

  /** Before 1.8, and wherever TLS parameters are asked for: `Gateway.spec.tls.backend` would replace them all. */
  private renderEnvoyProxy(intent: MutualTlsIntent): Pick<Rendering, 'objects' | 'patches' | 'notes'> {
    const notes = this.noteEnvoyProxyCertificate();
    const gateway = requireGatewayName(this);
    if (intent.client.namespace !== gateway.namespace) {
      throw new Refusal({
        rule: 'envoy-gateway/cert-other-namespace',
        message: `client certificate Secret ${intent.client.namespace ?? '(no namespace)'}/${intent.client.secretName} is not in the Gateway's namespace ${gateway.namespace ?? '(none stated)'}; an EnvoyProxy of ${this} reads it there only and no ReferenceGrant helps (envoyproxy/gateway#10003)`,
        fix: `issue the certificate in namespace ${gateway.namespace ?? 'of the Gateway'}`,
      });
    }
    const name = `${gateway.name}-upstream-tls`;
    const object: RenderedObject = {
      role: 'EnvoyProxy',
      sharedAs: `envoy-proxy-${gateway.namespace ?? ''}-${gateway.name}`,
      manifest: {
        apiVersion: API_VERSION,
        kind: 'EnvoyProxy',
        metadata: { name, ...(gateway.namespace === undefined ? {} : { namespace: gateway.namespace }) },
        spec: {
          backendTLS: {
            clientCertificateRef: { group: '', kind: 'Secret', name: intent.client.secretName },
            ...tlsFields(intent.parameters, this),
          },
        },
      },
    };
    const patch = {
      target: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gateway.name, namespace: gateway.namespace },
      patch: { spec: { infrastructure: { parametersRef: { group: GROUP, kind: 'EnvoyProxy', name } } } },
      reason:
        'without it the Gateway does not read the EnvoyProxy and presents no client certificate; it has no effect where the GatewayClass merges its Gateways (mergeGateways)',
    };
    return { objects: [object], patches: [patch], notes };
  }

  private noteEnvoyProxyCertificate(): readonly RenderingNote[] {
    const onGateway = this.capability('ccr');
    const { value, evidence } = this.capability('perGatewayCert');
    if (value === 'none') {
      throw new Refusal({
        rule: 'gateway-api/field-too-new',
        message: `${this} has no client certificate on an EnvoyProxy (${evidence})`,
        fix: upgradeOr(
          this.versionsWhere('perGatewayCert', (other) => other !== 'none' && other !== 'unknown'),
          'use another gateway',
        ),
      });
    }
    return [
      ...(value === 'unknown'
        ? [unknownNote(this, 'whether its EnvoyProxy takes a client certificate', evidence)]
        : []),
      ...(onGateway.value === 'unknown'
        ? [unknownNote(this, 'whether a client certificate on the Gateway would do', onGateway.evidence)]
        : []),
    ];
  }
}

function renderBackend(
  endpoint: ExternalBackendIntent,
  namespace: string | undefined,
  tls: JsonObject,
  context: RenderContext,
): RenderedObject {
  return {
    role: 'Backend',
    manifest: {
      apiVersion: API_VERSION,
      kind: 'Backend',
      metadata: { name: context.nameOf('Backend'), ...(namespace === undefined ? {} : { namespace }) },
      spec: {
        endpoints: [renderEndpoint(endpoint)],
        ...(Object.keys(tls).length === 0 ? {} : { tls }),
      },
    },
  };
}

function renderEndpoint({ hostname, port }: ExternalBackendIntent): JsonObject {
  if (isIP(hostname) !== 0) {
    return { ip: { address: hostname, port } };
  }
  if (!hostname.includes('.')) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `"${hostname}" is one label, and Envoy Gateway takes a DNS name of two labels or more in a Backend`,
      fix: 'give the fully qualified name of the host',
    });
  }
  return { fqdn: { hostname, port } };
}

function backendRefOf(object: RenderedObject, namespace: string | undefined, port: number): Rendering['backendRef'] {
  const name = object.manifest.metadata.name as string;
  return { group: GROUP, kind: 'Backend', name, ...(namespace === undefined ? {} : { namespace }), port };
}

/** An Envoy Gateway Backend cannot name a Service, so it holds the Service's DNS name. */
function serviceEndpoint(backend: ServiceBackendIntent, clusterDomain: string): ExternalBackendIntent {
  const ports = backend.ports ?? [];
  if (backend.port === undefined && ports.length > 1) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `Service ${backend.name} has ${ports.length} ports (${ports.map(({ name, number }) => name ?? number).join(', ')}) and none is named; an Envoy Gateway Backend stands for one`,
      fix: 'name the port',
    });
  }
  const port = backend.port?.number ?? (ports.length === 1 ? ports[0]?.number : undefined);
  if (port === undefined) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `the port number of Service ${backend.name} is not known, and an Envoy Gateway Backend needs it`,
      fix: 'name the port, and give its number where the Service is not in the app: Backend.serviceName(name, { port, portNumber })',
    });
  }
  if (backend.namespace === undefined) {
    throw new Refusal({
      rule: 'references/policy-namespace',
      message: `the namespace of Service ${backend.name} is not known, and an Envoy Gateway Backend needs the Service's DNS name`,
      fix: 'set the namespace on the chart or on the Service',
    });
  }
  return { kind: 'External', hostname: `${backend.name}.${backend.namespace}.svc.${clusterDomain}`, port };
}

function tlsFields(parameters: TlsParameters, gateway: GatewayImplementation): JsonObject {
  requireParameterFields(gateway, parameters);
  // Both are rules of the schema as well; there an unset minVersion counts as 1.2.
  requireVersionOrder(gateway, parameters, { rule: 'schema/rule-violated', defaultMinVersion: '1.2' });
  refuseIdleCipherSuites(gateway, parameters, 'schema/rule-violated');
  const { minVersion, maxVersion, cipherSuites, alpnProtocols } = parameters;
  return {
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(cipherSuites === undefined ? {} : { ciphers: [...cipherSuites] }),
    ...(alpnProtocols === undefined ? {} : { alpnProtocols: [...alpnProtocols] }),
  };
}

function enableBackendNote(gateway: GatewayImplementation): RenderingNote {
  return {
    rule: 'envoy-gateway/api-disabled',
    severity: 'info',
    message: `${gateway} reads Backend objects only with extensionApis.enableBackend: true in its EnvoyGateway configuration`,
    fix: 'set config.envoyGateway.extensionApis.enableBackend to true in the Helm values',
  };
}

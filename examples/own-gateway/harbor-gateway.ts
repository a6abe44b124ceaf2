import {
  chooseClientScope,
  findGatewayMutualTlsObstacle,
  findParameterObstacle,
  findPerBackendObstacle,
  GatewayImplementation,
  type MutualTlsIntent,
  type RefusalDetails,
  type RenderContext,
  type RenderedObject,
  type Rendering,
  renderGatewayMutualTls,
  requireFilledLists,
} from '../../src';
import { harborCapabilities } from './capabilities';

/**
 * A gateway of your own: Harbor, which a platform team runs, behind the same two constructs as all others.
 *
 * Three things make an implementation:
 *
 * 1. A capability table: what the gateway can do, by version, with the evidence (`capabilities.ts`).
 * 2. `renderServerTls`, how one-way TLS is told. The inherited one writes a BackendTLSPolicy and refuses what the table says
 *    is ignored, so that Harbor needs none of its own.
 * 3. `renderMutualTls`, how a client certificate is told. Throw a `Refusal` with the reason and the way out where the gateway
 *    would drop, ignore or leave open what is asked; return a note where something is unknown.
 *
 * Renderers are pure: no clock, no network, no names that change. `portability.test.ts` holds all of it against what users
 * ask of gateways. Harbor 2.0 has a kind of its own, `UpstreamIdentity`, that gives one Service its client certificate.
 */
export class HarborGateway extends GatewayImplementation {
  readonly implementation = 'harbor';
  readonly title = 'Harbor';
  protected readonly table = harborCapabilities;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    requireFilledLists(intent.parameters);
    const scope = chooseClientScope(intent.clientScope, {
      backend: this.findIdentityObstacle(intent),
      gateway: findGatewayMutualTlsObstacle(this, intent),
    });
    return scope === 'gateway'
      ? renderGatewayMutualTls(this, intent, context)
      : this.renderUpstreamIdentity(intent, context);
  }

  /** A policy verifies the server; an UpstreamIdentity beside it presents the certificate. */
  private renderUpstreamIdentity(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const policy = this.renderServerTls({ ...intent, backends: [intent.backend], options: {} }, context);
    return { ...policy, objects: [...policy.objects, upstreamIdentity(intent)] };
  }

  /** Why no UpstreamIdentity can tell this intent; undefined where one can. */
  private findIdentityObstacle({
    backend,
    client,
    namespace,
    parameters,
  }: MutualTlsIntent): RefusalDetails | undefined {
    const obstacle =
      findPerBackendObstacle(this) ??
      findParameterObstacle(this, parameters, { title: 'an UpstreamIdentity', writable: ['minVersion'] });
    if (obstacle !== undefined) {
      return obstacle;
    }
    if (backend.kind === 'External') {
      return {
        rule: 'schema/invalid-value',
        message: `an UpstreamIdentity of ${this} is for a Service; got ${backend.hostname}:${backend.port}`,
        fix: 'put a Service of type ExternalName before the host',
      };
    }
    return client.namespace === namespace
      ? undefined
      : {
          rule: 'references/policy-namespace',
          message: `client certificate Secret ${client.namespace ?? '(no namespace)'}/${client.secretName} is not beside Service ${backend.name}, where an UpstreamIdentity of ${this} reads it`,
          fix: `issue the certificate in namespace ${namespace ?? 'of the Service'}`,
        };
  }
}

function upstreamIdentity({ backend, client, namespace, parameters }: MutualTlsIntent): RenderedObject {
  const { minVersion } = parameters;
  return {
    role: 'UpstreamIdentity',
    manifest: {
      apiVersion: 'harbor.example.com/v1',
      kind: 'UpstreamIdentity',
      metadata: namespace === undefined ? {} : { namespace },
      spec: {
        serviceName: backend.kind === 'Service' ? backend.name : backend.hostname,
        clientCertificate: { secretName: client.secretName },
        ...(minVersion === undefined ? {} : { minTlsVersion: minVersion }),
      },
    },
  };
}

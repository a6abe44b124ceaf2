import { chooseClientScope, findPerBackendObstacle } from '../client-scope';
import { findGatewayMutualTlsObstacle, renderGatewayMutualTls } from '../gateway-api/gateway-mutual-tls';
import { GatewayImplementation } from '../gateway-implementation';
import type { BackendIntent, MutualTlsIntent, ServiceBackendIntent } from '../intent';
import { Refusal } from '../refusal';
import type { BackendRef, RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { traefikCapabilities } from './capabilities';
import { renderServersTransport, TRAEFIK_API_VERSION } from './servers-transport';

const GROUP = 'traefik.io';

/**
 * Traefik 3.6 and 3.7, its Gateway.
 *
 * One-way TLS is a BackendTLSPolicy, for HTTPRoutes that name the Service itself. Mutual TLS goes past it: the HTTPRoute
 * names a TraefikService, which connects by a ServersTransport that has roots and client certificate.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/
 */
export class Traefik extends GatewayImplementation {
  readonly implementation = 'traefik';
  readonly title = 'Traefik';
  protected readonly table = traefikCapabilities;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const scope = chooseClientScope(intent.clientScope, {
      backend: findPerBackendObstacle(this),
      gateway: findGatewayMutualTlsObstacle(this, intent),
    });
    if (scope === 'gateway') {
      return renderGatewayMutualTls(this, intent, context);
    }
    const backend = requireService(this, intent.backend);
    const transport = renderServersTransport(this, intent, context);
    const name = context.nameOf('TraefikService');
    return {
      objects: [...transport.objects, renderTraefikService(name, intent.namespace, backend, transport.name)],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: backendRefOf(name, intent.namespace),
      routeKinds: ['HTTPRoute'],
      notes: [...transport.notes, this.providerNote()],
    };
  }

  private providerNote(): RenderingNote {
    return {
      rule: 'traefik/transport-fallback',
      severity: 'info',
      message: `${this} reads TraefikService and ServersTransport only with the provider kubernetesCRD beside kubernetesGateway`,
      fix: 'turn the provider kubernetesCRD on in the static configuration, and install its CRDs',
    };
  }
}

function renderTraefikService(
  name: string,
  namespace: string | undefined,
  backend: ServiceBackendIntent,
  serversTransport: string,
): RenderedObject {
  return {
    role: 'TraefikService',
    manifest: {
      apiVersion: TRAEFIK_API_VERSION,
      kind: 'TraefikService',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      spec: {
        weighted: {
          services: [{ name: backend.name, port: portOf(backend), scheme: 'https', serversTransport }],
        },
      },
    },
  };
}

function backendRefOf(name: string, namespace: string | undefined): BackendRef {
  return { group: GROUP, kind: 'TraefikService', name, ...(namespace === undefined ? {} : { namespace }) };
}

function requireService(gateway: GatewayImplementation, backend: BackendIntent): ServiceBackendIntent {
  if (backend.kind === 'Service') {
    return backend;
  }
  throw new Refusal({
    rule: 'schema/invalid-value',
    message: `a TraefikService of ${gateway} names Services only; got ${backend.hostname}:${backend.port}`,
    fix: 'put a Service of type ExternalName before the host, and set allowExternalNameServices of the provider kubernetesCRD',
  });
}

function portOf({ name, port, ports = [] }: ServiceBackendIntent): number | string {
  const meant = port ?? (ports.length === 1 ? ports[0] : undefined);
  const found = meant?.number ?? meant?.name;
  if (found === undefined) {
    throw new Refusal({
      rule: 'references/section-name-not-a-port',
      message: `no port of Service ${name} is named, and a TraefikService stands for one`,
      fix: 'name the port',
    });
  }
  return found;
}

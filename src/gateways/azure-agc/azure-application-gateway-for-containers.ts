import type { JsonObject } from '../../manifests/manifest';
import { type CaSecret, renderCaSecret } from '../ca-secret';
import { refuseGatewayScope, requirePerBackendCertificate } from '../client-scope';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import { renderReferenceGrant } from '../gateway-api/client-certificate-ref';
import { GatewayImplementation } from '../gateway-implementation';
import type { BackendIntent, ClientIntent, MutualTlsIntent, ServerIntent, ServerTlsIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, RenderedObject, Rendering, RenderingNote } from '../rendering';
import { requirePortNumbers } from '../service-port';
import { unknownNote } from '../wording';
import { azureAgcCapabilities } from './capabilities';

const GROUP = 'alb.networking.azure.io';

/**
 * Application Gateway for Containers, Azure's. The service has no releases: its version is the month of the
 * documentation that was read, `2023-09`.
 *
 * Its BackendTLSPolicy is of a group of its own, and has one target, one name to verify, one Secret of roots and the
 * client certificate of the backend.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/api-specification-kubernetes
 */
export class AzureApplicationGatewayForContainers extends GatewayImplementation {
  readonly implementation = 'azure-agc';
  readonly title = 'Azure Application Gateway for Containers';
  protected readonly table = azureAgcCapabilities;

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    const [backend, ...others] = intent.backends;
    if (backend === undefined || others.length > 0) {
      throw new Refusal({
        rule: 'gateway-api/several-targets',
        message: `a policy of ${this} has one target; got ${intent.backends.length}`,
        fix: 'write one policy per Service',
      });
    }
    const rendering = this.renderPolicy({ ...intent, backend }, undefined, context);
    return { ...rendering, notes: [...rendering.notes, ...this.optionNotes(intent.options)] };
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    refuseGatewayScope(this, intent);
    requirePerBackendCertificate(this);
    requireParameterFields(this, intent.parameters);
    return this.renderPolicy(intent, intent.client, context);
  }

  private renderPolicy(
    intent: Pick<MutualTlsIntent, 'namespace' | 'server' | 'trust'> & { readonly backend: BackendIntent },
    client: ClientIntent | undefined,
    context: RenderContext,
  ): Rendering {
    const { backend, namespace, server, trust } = intent;
    if (backend.kind === 'External') {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `a policy of ${this} is for a Service; got ${backend.hostname}:${backend.port}`,
        fix: 'use Envoy Gateway or kgateway for a host outside the cluster',
      });
    }
    if (backend.namespace !== namespace) {
      throw new Refusal({
        rule: 'references/policy-namespace',
        message: `Service ${backend.namespace ?? '(no namespace)'}/${backend.name} is not in the policy's namespace ${namespace ?? '(none stated)'}`,
        fix: 'write one policy per namespace',
      });
    }
    const ports = requirePortNumbers(`a policy of ${this}`, backend);
    const subjectAltName = this.requireOneName(server);
    const roots = renderCaSecret(this, trust, namespace, context, { rule: 'gateway-api/capability-unknown' });
    const secrets = [
      roots,
      ...(client === undefined ? [] : [{ name: client.secretName, namespace: client.namespace }]),
    ];
    const [caCertificateRef, clientCertificateRef] = secrets.map((secret) => secretRef(secret, namespace));
    const policy: RenderedObject = {
      role: 'Resource',
      claims: ports.map((port) => ({ kind: 'Service', name: backend.name, ...inNamespace(namespace), port })),
      manifest: {
        apiVersion: `${GROUP}/v1`,
        kind: 'BackendTLSPolicy',
        metadata: namespace === undefined ? {} : { namespace },
        spec: {
          targetRef: { group: '', kind: 'Service', name: backend.name, ...inNamespace(namespace) },
          default: {
            sni: server.hostname,
            ports: ports.map((port) => ({ port })),
            ...(clientCertificateRef === undefined ? {} : { clientCertificateRef }),
            verify: { caCertificateRef, subjectAltName },
          },
        },
      },
    };
    return {
      objects: [...roots.objects, ...secrets.flatMap((secret) => renderGrant(secret, namespace)), policy],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: serviceBackendRef(backend),
      notes: [...this.versionNotes(), ...roots.notes],
    };
  }

  private requireOneName({ hostname, subjectAltNames }: ServerIntent): string {
    const [first, ...others] = subjectAltNames;
    if (first === undefined) {
      return hostname;
    }
    if (first.type === 'URI' || others.length > 0) {
      const names = subjectAltNames.map((name) => (name.type === 'URI' ? name.uri : name.hostname));
      throw new Refusal({
        rule: 'gateway-api/san-not-honoured',
        message: `${this} verifies one DNS name (${this.capability('perBackendCa').evidence}); got ${names.join(', ')}`,
        fix: 'give one hostname that is in the certificates of all endpoints, or use Envoy Gateway 1.5 or kgateway 2.4 or later',
      });
    }
    return first.hostname;
  }

  private versionNotes(): readonly RenderingNote[] {
    const { value, evidence } = this.capability('perBackendCa');
    return [
      value === 'unknown'
        ? unknownNote(this, 'what its BackendTLSPolicy is like', evidence)
        : unknownNote(
            this,
            'whether its BackendTLSPolicy of today is still like that',
            `${evidence} of ${this.version}`,
          ),
    ];
  }

  private optionNotes(options: ServerTlsIntent['options']): readonly RenderingNote[] {
    return Object.keys(options)
      .sort()
      .map((key) => ({
        rule: 'gateway-api/options-no-effect',
        severity: 'warning',
        message: `option "${key}" is left out: the policy of ${this} has no options`,
        fix: 'remove it',
      }));
  }
}

function inNamespace(namespace: string | undefined): JsonObject {
  return namespace === undefined ? {} : { namespace };
}

function secretRef({ name, namespace }: Pick<CaSecret, 'name' | 'namespace'>, own: string | undefined): JsonObject {
  return { group: '', kind: 'Secret', name, ...(namespace === own ? {} : inNamespace(namespace)) };
}

function renderGrant(
  { name, namespace }: Pick<CaSecret, 'name' | 'namespace'>,
  own: string | undefined,
): readonly RenderedObject[] {
  if (namespace === own || own === undefined) {
    return [];
  }
  return [
    renderReferenceGrant({
      from: { group: GROUP, kind: 'BackendTLSPolicy', namespace: own },
      to: { group: '', kind: 'Secret', name },
      namespace,
    }),
  ];
}

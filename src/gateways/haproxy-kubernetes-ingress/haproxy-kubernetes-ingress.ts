import { acceptedRisk } from '../accepted-risk';
import { type CaSecret, renderCaSecret } from '../ca-secret';
import { refuseGatewayScope, requirePerBackendCertificate } from '../client-scope';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import { GatewayImplementation, type GatewayProps } from '../gateway-implementation';
import type { BackendIntent, MutualTlsIntent, ServerTlsIntent, ServiceBackendIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { upgradeOr } from '../wording';
import { haproxyKubernetesIngressCapabilities } from './capabilities';

const NO_NAME_CHECK = 'haproxy/no-name-check';

/** Which controller is meant, and whether its lack of name verification is accepted. */
export interface HaproxyKubernetesIngressProps extends GatewayProps {
  /**
   * Why it is acceptable here that each certificate under the roots passes for the backend, whatever its name: one line,
   * which is written on the Service beside the finding that it silences.
   * @default - refused, since the name would not be verified
   */
  readonly unverifiedNameReason?: string;
}

/**
 * HAProxy Kubernetes Ingress Controller 3.2, HAProxy Technologies' own, by annotations on the Service. They verify the
 * chain and no name, so that TLS is refused unless that is accepted with a reason.
 *
 * Its `Backend` resource could verify the name, but takes files of the pod, which no Secret is mounted to.
 *
 * @see https://www.haproxy.com/documentation/kubernetes-ingress/
 */
export class HaproxyKubernetesIngress extends GatewayImplementation {
  readonly implementation = 'haproxy-kubernetes-ingress';
  readonly title = 'HAProxy Kubernetes Ingress Controller';
  protected readonly table = haproxyKubernetesIngressCapabilities;
  private readonly unverifiedNameReason?: string;

  constructor(props: HaproxyKubernetesIngressProps) {
    super(props);
    this.unverifiedNameReason = props.unverifiedNameReason;
  }

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    const [backend, ...others] = intent.backends;
    if (backend === undefined || others.length > 0) {
      throw new Refusal({
        rule: 'gateway-api/several-targets',
        message: `the annotations of ${this} are for one Service; got ${intent.backends.length} targets`,
        fix: 'write one policy per Service',
      });
    }
    return this.renderAnnotations({ ...intent, backend }, {}, context);
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const { client, namespace } = intent;
    refuseGatewayScope(this, intent);
    requirePerBackendCertificate(this);
    // The fields that the table names are those of a Backend resource, which replaces the annotations.
    requireParameterFields(this, intent.parameters, { title: 'annotations', writable: [], elsewhere: 'instead' });
    const certificate = { name: client.secretName, namespace: client.namespace ?? namespace };
    return this.renderAnnotations(intent, { 'haproxy.org/server-crt': this.secretPath(certificate) }, context);
  }

  private renderAnnotations(
    intent: Pick<MutualTlsIntent, 'namespace' | 'server' | 'trust'> &
      Partial<Pick<MutualTlsIntent, 'client'>> & { readonly backend: BackendIntent },
    clientAnnotations: Readonly<Record<string, string>>,
    context: RenderContext,
  ): Rendering {
    const { namespace, server, trust, client } = intent;
    const backend = this.requireService(intent.backend);
    const risk = this.requireAcceptedName(intent);
    this.requireRoots();
    const roots = renderCaSecret(this, trust, namespace, context, {
      rule: 'haproxy/ca-key-wrong',
      key: 'tls.crt',
      client,
    });
    const annotations = {
      ...clientAnnotations,
      ...risk,
      'haproxy.org/server-ca': this.secretPath(roots),
      'haproxy.org/server-ssl': 'true',
    };
    return {
      objects: roots.objects,
      patches: [
        {
          target: { group: '', kind: 'Service', name: backend.name, namespace: backend.namespace },
          patch: { metadata: { annotations } },
          reason: 'without the annotations HAProxy speaks plaintext to it',
        },
      ],
      routeAnnotations: this.routeAnnotations(),
      backendRef: serviceBackendRef(backend),
      // Backends of a TCPRoute are written without a look at the annotations of the Service.
      routeKinds: ['Ingress'],
      notes: [
        ...roots.notes,
        ...this.portNotes(backend),
        {
          rule: NO_NAME_CHECK,
          severity: 'warning',
          message: `${this} verifies the chain and not the name ${server.hostname}, and whether it sends that name is not established; an Ingress must lead to the Service, since of the Gateway API it has TCPRoute only, which the annotations do not hold for`,
          fix: 'use roots that sign for this backend alone, or a gateway that verifies names',
        },
      ],
    };
  }

  private requireService(backend: BackendIntent): ServiceBackendIntent {
    if (backend.kind === 'External') {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `the annotations of ${this} are for a Service; got ${backend.hostname}:${backend.port}`,
        fix: 'use Envoy Gateway or kgateway for a host outside the cluster',
      });
    }
    if (backend.port !== undefined && (backend.ports?.length ?? 0) > 1) {
      throw new Refusal({
        rule: 'gateway-api/section-not-honoured',
        message: `the annotations of ${this} apply to each port of Service ${backend.name}, not only ${backend.port.name ?? backend.port.number}`,
        fix: 'give the TLS port a Service of its own',
      });
    }
    return backend;
  }

  private portNotes({ port, ports, name }: ServiceBackendIntent): readonly RenderingNote[] {
    return port === undefined || ports !== undefined
      ? []
      : [
          {
            rule: 'gateway-api/section-not-honoured',
            severity: 'warning',
            message: `the annotations of ${this} apply to each port of Service ${name}, not only ${port.name ?? port.number}; whether it has others is not known`,
            fix: 'give the TLS port a Service of its own where there are others',
          },
        ];
  }

  private requireAcceptedName({ server }: Pick<MutualTlsIntent, 'server'>): Readonly<Record<string, string>> {
    const { evidence } = this.capability('perBackendCa');
    if (server.subjectAltNames.some((name) => name.type === 'URI' || name.hostname !== server.hostname)) {
      throw new Refusal({
        rule: 'gateway-api/san-not-honoured',
        message: `the annotations of ${this} verify no name in the certificate, so subjectAltNames would have no effect (${evidence})`,
        fix: 'drop subjectAltNames, or use another gateway, such as Envoy Gateway 1.5 or kgateway 2.4 or later',
      });
    }
    if (this.unverifiedNameReason === undefined) {
      throw new Refusal({
        rule: NO_NAME_CHECK,
        message: `the annotations of ${this} verify the chain and not the name ${server.hostname}, so each certificate under the roots would pass (${evidence})`,
        fix: 'use another gateway, such as Envoy Gateway, kgateway or Kong, or accept that with a reason: unverifiedNameReason',
      });
    }
    return acceptedRisk(NO_NAME_CHECK, this.unverifiedNameReason);
  }

  private requireRoots(): void {
    const { value, evidence } = this.capability('perBackendCa');
    if (value === 'none' || value === 'unknown') {
      throw new Refusal({
        rule: 'gateway-api/capability-unknown',
        message: `${this} may have no roots per backend (${evidence})`,
        fix: upgradeOr(
          this.versionsWhere('perBackendCa', (other) => other !== 'none' && other !== 'unknown'),
          'use another gateway, such as Envoy Gateway',
        ),
      });
    }
  }

  private secretPath({ name, namespace }: Pick<CaSecret, 'name' | 'namespace'>): string {
    if (namespace === undefined) {
      throw new Refusal({
        rule: 'references/policy-namespace',
        message: `the namespace of Secret ${name} is not known, and the annotations of ${this} need it`,
        fix: 'give the namespace of the Secret, or set it on the chart',
      });
    }
    return `${namespace}/${name}`;
  }
}

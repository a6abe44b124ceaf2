import type { JsonObject } from '../../manifests/manifest';
import { acceptedRisk } from '../accepted-risk';
import { refuseGatewayScope, requirePerBackendCertificate } from '../client-scope';
import { serviceBackendRef } from '../gateway-api/backend-tls-policy';
import { GatewayImplementation, type GatewayProps } from '../gateway-implementation';
import type { MutualTlsIntent, ServerTlsIntent, ServiceBackendIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering } from '../rendering';
import { requirePortNumber } from '../service-port';
import { apisixCapabilities } from './capabilities';

const NO_VERIFICATION = 'apisix/no-verification';

/** Which APISIX is meant, and whether its lack of verification is accepted. */
export interface ApisixProps extends GatewayProps {
  /**
   * Why it is acceptable here that the client certificate goes to whoever answers: one line, which is written on the
   * object beside the finding that it silences.
   * @default - mutual TLS is refused, since the server would not be verified
   */
  readonly unverifiedServerReason?: string;
}

/**
 * The APISIX ingress controller 2.2. It verifies no server, so that one-way TLS is refused, and mutual TLS too unless
 * that is accepted with a reason.
 *
 * The client certificate then stands in the `ApisixUpstream` of the Service, and is sent on an `ApisixRoute` only.
 *
 * @see https://apisix.apache.org/docs/ingress-controller/reference/api-reference/
 */
export class Apisix extends GatewayImplementation {
  readonly implementation = 'apisix';
  readonly title = 'APISIX Ingress Controller';
  protected readonly table = apisixCapabilities;
  private readonly unverifiedServerReason?: string;

  constructor(props: ApisixProps) {
    super(props);
    this.unverifiedServerReason = props.unverifiedServerReason;
  }

  /** @throws Refusal always: no server is verified */
  override renderServerTls(_intent: ServerTlsIntent, _context: RenderContext): Rendering {
    throw this.noVerification('use another gateway, such as Envoy Gateway, kgateway or Kong');
  }

  renderMutualTls(intent: MutualTlsIntent, _context: RenderContext): Rendering {
    const { backend } = intent;
    if (this.unverifiedServerReason === undefined) {
      throw this.noVerification(
        'use another gateway, such as Envoy Gateway, kgateway or Kong, or accept that with a reason: unverifiedServerReason',
      );
    }
    refuseGatewayScope(this, intent);
    requirePerBackendCertificate(this);
    requireParameterFields(this, intent.parameters);
    if (backend.kind === 'External') {
      throw new Refusal({
        rule: NO_VERIFICATION,
        message: `${this} would send the client certificate to ${backend.hostname}:${backend.port}, outside the cluster, without verifying it`,
        fix: 'use another gateway, such as Envoy Gateway or kgateway',
      });
    }
    const annotations = acceptedRisk(NO_VERIFICATION, this.unverifiedServerReason);
    return this.renderUpstream(intent, backend, annotations);
  }

  /** An ApisixUpstream belongs to the Service of its own name and namespace. */
  private renderUpstream(
    { server, client }: MutualTlsIntent,
    backend: ServiceBackendIntent,
    annotations: Readonly<Record<string, string>>,
  ): Rendering {
    const { name, namespace } = backend;
    const secretNamespace = client.namespace;
    if (secretNamespace === undefined) {
      throw new Refusal({
        rule: 'references/policy-namespace',
        message: `the namespace of client certificate Secret ${client.secretName} is not known, and an ApisixUpstream needs it`,
        fix: 'give the namespace of the Secret, or set it on the chart',
      });
    }
    // The name that is sent is that of the Host header: there is no field for one without the other.
    const settings: JsonObject = {
      scheme: 'https',
      passHost: 'rewrite',
      upstreamHost: server.hostname,
      tlsSecret: { name: client.secretName, namespace: secretNamespace },
    };
    const spec =
      backend.port === undefined
        ? settings
        : { portLevelSettings: [{ port: requirePortNumber('an ApisixUpstream', backend), ...settings }] };
    return {
      objects: [
        {
          role: 'Resource',
          // Also where ports differ: there is one ApisixUpstream for a Service.
          claims: [{ kind: 'Service', name, ...(namespace === undefined ? {} : { namespace }) }],
          manifest: {
            apiVersion: 'apisix.apache.org/v2',
            kind: 'ApisixUpstream',
            metadata: { name, ...(namespace === undefined ? {} : { namespace }), annotations },
            spec,
          },
        },
      ],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: serviceBackendRef(backend),
      routeKinds: ['ApisixRoute'],
      notes: [
        {
          rule: NO_VERIFICATION,
          severity: 'warning',
          message: `${this} does not verify the server (${this.capability('perBackendCa').evidence}): neither the roots that are given nor the name ${namesOf(server)} have an effect`,
          fix: 'put a gateway that verifies before the backend',
        },
        {
          rule: 'apisix/tls-secret-unused',
          severity: 'info',
          message: `${this} sends the client certificate on an ApisixRoute only, and ${server.hostname} as the Host header of the requests too`,
          fix: `route to Service ${name} by an ApisixRoute`,
        },
      ],
    };
  }

  private noVerification(fix: string): Refusal {
    const { value, evidence } = this.capability('perBackendCa');
    const verb = value === 'none' ? 'verifies no server' : 'is not known to verify a server';
    return new Refusal({
      rule: NO_VERIFICATION,
      message: `${this} ${verb}, so whoever answers would be taken for the backend (${evidence})`,
      fix,
    });
  }
}

function namesOf({ hostname, subjectAltNames }: MutualTlsIntent['server']): string {
  const names = subjectAltNames.map((name) => (name.type === 'URI' ? name.uri : name.hostname));
  return names.length === 0 ? hostname : names.join(' or ');
}

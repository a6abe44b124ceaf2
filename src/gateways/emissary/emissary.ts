import type { JsonObject } from '../../manifests/manifest';
import { requireReason } from '../accepted-risk';
import { renderCaSecret } from '../ca-secret';
import { refuseGatewayScope, requirePerBackendCertificate } from '../client-scope';
import { GatewayImplementation, type GatewayProps } from '../gateway-implementation';
import type { MutualTlsIntent, ServerTlsIntent, TlsParameters } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering } from '../rendering';
import { refuseIdleCipherSuites, requireVersionOrder } from '../tls-parameters';
import { emissaryCapabilities } from './capabilities';

const GROUP = 'getambassador.io';
const NAME_RULE = 'gateway-api/hostname-not-authenticated';

/** Which Emissary is meant, and whether its lack of name verification is accepted. */
export interface EmissaryProps extends GatewayProps {
  /**
   * Why it is acceptable here that each certificate under the roots passes for the backend, whatever its name; such as
   * roots that sign for this backend alone.
   * @default - refused, since the name would not be verified
   */
  readonly unverifiedNameReason?: string;
}

/**
 * Emissary-ingress 4.1. It verifies the chain and no name, and takes roots only together with a client certificate, so
 * that one-way TLS is refused, and mutual TLS unless that is accepted with a reason.
 *
 * The settings are a `TLSContext`: `backendRef` names it, for `spec.tls` of the Mapping whose `service` begins with
 * `https://`.
 *
 * @see https://emissary-ingress.dev/docs/
 */
export class Emissary extends GatewayImplementation {
  readonly implementation = 'emissary';
  readonly title = 'Emissary-ingress';
  protected readonly table = emissaryCapabilities;
  private readonly unverifiedNameReason?: string;

  constructor(props: EmissaryProps) {
    super(props);
    this.unverifiedNameReason = props.unverifiedNameReason;
  }

  /** @throws Refusal always: roots go with a client certificate only */
  override renderServerTls(_intent: ServerTlsIntent, _context: RenderContext): Rendering {
    throw new Refusal({
      rule: 'emissary/ca-only',
      message: `${this} takes roots only together with a client certificate, so that one-way TLS would verify nothing (${this.capability('perBackendCa').evidence})`,
      fix: 'use UpstreamMtls, or another gateway, such as Envoy Gateway, kgateway or Kong',
    });
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const { parameters } = intent;
    refuseGatewayScope(this, intent);
    requirePerBackendCertificate(this);
    requireParameterFields(this, parameters);
    requireVersionOrder(this, parameters, { rule: 'schema/invalid-value' });
    refuseIdleCipherSuites(this, parameters, 'schema/invalid-value');
    const reason = this.requireAcceptedName(intent);
    return this.renderTlsContext(intent, reason, context);
  }

  private requireAcceptedName({ server }: MutualTlsIntent): string {
    const { evidence } = this.capability('perBackendCert');
    if (server.subjectAltNames.some((name) => name.type === 'URI' || name.hostname !== server.hostname)) {
      throw new Refusal({
        rule: 'gateway-api/san-not-honoured',
        message: `${this} verifies no name in the certificate, so subjectAltNames would have no effect (${evidence})`,
        fix: 'drop subjectAltNames, or use another gateway, such as Envoy Gateway 1.5 or kgateway 2.4 or later',
      });
    }
    if (this.unverifiedNameReason === undefined) {
      throw new Refusal({
        rule: NAME_RULE,
        message: `${this} verifies the chain and not the name ${server.hostname}, so each certificate under the roots would pass (${evidence})`,
        fix: 'use another gateway, such as Envoy Gateway, kgateway or Kong, or accept that with a reason: unverifiedNameReason',
      });
    }
    return requireReason(NAME_RULE, this.unverifiedNameReason);
  }

  private renderTlsContext(intent: MutualTlsIntent, reason: string, context: RenderContext): Rendering {
    const { backend, namespace, server, trust, client, parameters } = intent;
    const roots = renderCaSecret(this, trust, namespace, context, {
      rule: 'emissary/ca-only',
      key: 'tls.crt',
      client,
    });
    const name = context.nameOf('TlsContext');
    const inNamespace = namespace === undefined ? {} : { namespace };
    const authority = backend.kind === 'External' ? backend.hostname : `${backend.name}.${backend.namespace ?? ''}`;
    return {
      objects: [
        ...roots.objects,
        {
          role: 'Resource',
          manifest: {
            apiVersion: `${GROUP}/v3alpha1`,
            kind: 'TLSContext',
            metadata: { name, ...inNamespace },
            spec: {
              secret: secretName(client.secretName, client.namespace, namespace),
              ca_secret: secretName(roots.name, roots.namespace, namespace),
              sni: server.hostname,
              ...parameterFields(parameters),
            },
          },
        },
      ],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: { group: GROUP, kind: 'TLSContext', name, ...inNamespace },
      routeKinds: ['Mapping'],
      notes: [
        ...roots.notes,
        {
          rule: NAME_RULE,
          severity: 'warning',
          message: `${this} verifies the chain and not the name ${server.hostname}; accepted: ${reason}`,
          fix: 'use roots that sign for this backend alone, or a gateway that verifies names',
        },
        {
          rule: 'emissary/https-unverified',
          severity: 'info',
          message: `a Mapping to the backend uses TLSContext ${name} only where it names it`,
          fix: `write service: https://${authority} with the port, and tls: ${name}, in the Mapping`,
        },
      ],
    };
  }
}

/**
 * `name.namespace`, which is how a Secret elsewhere is named.
 *
 * @throws Refusal if the name has a dot, whose second half would be read as the namespace
 */
function secretName(name: string, namespace: string | undefined, own: string | undefined): string {
  if (name.includes('.')) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `Emissary-ingress reads what follows the last dot of Secret ${name} as its namespace`,
      fix: 'name the Secret without a dot',
    });
  }
  return namespace === undefined || namespace === own ? name : `${name}.${namespace}`;
}

function parameterFields({ minVersion, maxVersion, cipherSuites, alpnProtocols }: TlsParameters): JsonObject {
  return {
    ...(minVersion === undefined ? {} : { min_tls_version: `v${minVersion}` }),
    ...(maxVersion === undefined ? {} : { max_tls_version: `v${maxVersion}` }),
    ...(cipherSuites === undefined ? {} : { cipher_suites: [...cipherSuites] }),
    ...(alpnProtocols === undefined ? {} : { alpn_protocols: alpnProtocols.join(',') }),
  };
}

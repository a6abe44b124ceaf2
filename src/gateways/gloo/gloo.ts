import type { JsonObject } from '../../manifests/manifest';
import { refuseGatewayScope, requirePerBackendCertificate } from '../client-scope';
import { GatewayImplementation } from '../gateway-implementation';
import type {
  BackendIntent,
  CaReference,
  MutualTlsIntent,
  ServerIntent,
  ServerTlsIntent,
  TlsParameters,
  TrustIntent,
} from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { requirePortNumber, requireServiceNamespace } from '../service-port';
import { refuseIdleCipherSuites, requireVersionOrder } from '../tls-parameters';
import { upgradeOr } from '../wording';
import { glooCapabilities } from './capabilities';
import { GLOO_END_OF_LIFE } from './end-of-life';

const GROUP = 'gloo.solo.io';
const NO_ROOT_CA = 'gloo/no-root-ca';

/**
 * Gloo Gateway 1.22, the open source edition; the project ends on 2026-12-31, and kgateway succeeds it.
 *
 * TLS stands in an `Upstream`, and routes point at that in place of the Service. One Secret of type
 * `kubernetes.io/tls` holds the roots, and the client certificate too where there is one.
 *
 * @see https://docs.solo.io/gloo-edge/latest/guides/security/tls/client_tls/
 */
export class Gloo extends GatewayImplementation {
  readonly implementation = 'gloo';
  readonly title = 'Gloo Gateway';
  protected readonly table = glooCapabilities;

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    const [backend, ...others] = intent.backends;
    if (backend === undefined || others.length > 0) {
      throw new Refusal({
        rule: 'gateway-api/several-targets',
        message: `an Upstream of ${this} stands for one backend; got ${intent.backends.length}`,
        fix: 'write one policy per Service',
      });
    }
    this.requireUpstreamTls();
    const secret = this.requireOneSecret(intent.trust);
    const rendering = this.renderUpstream(
      { ...intent, backend },
      { secretRef: this.secretRef(secret.name, secret.namespace ?? intent.namespace), oneWayTls: true },
      context,
    );
    return { ...rendering, notes: [...rendering.notes, ...this.optionNotes(intent.options)] };
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    const { parameters, client } = intent;
    refuseGatewayScope(this, intent);
    requirePerBackendCertificate(this);
    requireParameterFields(this, parameters);
    requireVersionOrder(this, parameters, { rule: 'schema/invalid-value' });
    refuseIdleCipherSuites(this, parameters, 'schema/invalid-value');
    this.requireRootsBesideClient(intent);
    return this.renderUpstream(
      intent,
      { secretRef: this.secretRef(client.secretName, client.namespace), ...parameterFields(parameters) },
      context,
    );
  }

  private renderUpstream(
    intent: Pick<MutualTlsIntent, 'namespace' | 'server'> & { readonly backend: BackendIntent },
    tls: JsonObject & { readonly secretRef: JsonObject },
    context: RenderContext,
  ): Rendering {
    const { backend, namespace, server } = intent;
    const name = context.nameOf('Upstream');
    const inNamespace = namespace === undefined ? {} : { namespace };
    return {
      objects: [
        {
          role: 'Resource',
          manifest: {
            apiVersion: `${GROUP}/v1`,
            kind: 'Upstream',
            metadata: { name, ...inNamespace },
            spec: {
              ...upstreamTarget(backend),
              sslConfig: { ...tls, sni: server.hostname, verifySubjectAltName: this.requireDnsNames(server) },
            },
          },
        },
      ],
      patches: [],
      routeAnnotations: this.routeAnnotations(),
      backendRef: { group: GROUP, kind: 'Upstream', name, ...inNamespace },
      notes: [this.rootsNote(String(tls.secretRef.name)), this.endNote()],
    };
  }

  private requireUpstreamTls(): void {
    const { value, evidence } = this.capability('perBackendCa');
    if (value === 'unknown' || value === 'none') {
      throw new Refusal({
        rule: 'gateway-api/capability-unknown',
        message: `${this} may have no roots per backend (${evidence})`,
        fix: upgradeOr(
          this.versionsWhere('perBackendCa', (other) => other !== 'unknown' && other !== 'none'),
          'use kgateway, which succeeds Gloo',
        ),
      });
    }
  }

  private secretRef(name: string, namespace: string | undefined): JsonObject {
    if (namespace === undefined) {
      throw new Refusal({
        rule: 'references/policy-namespace',
        message: `the namespace of Secret ${name} is not known, and an Upstream of ${this} needs it`,
        fix: 'give the namespace of the Secret, or set it on the chart',
      });
    }
    return { name, namespace };
  }

  private requireOneSecret(trust: TrustIntent): CaReference {
    const [reference, ...others] = trust.references;
    if (reference?.kind === 'Secret' && others.length === 0 && trust.certificates.length === 0 && !trust.system) {
      return reference;
    }
    throw new Refusal({
      rule: NO_ROOT_CA,
      message: `${this} reads roots from ca.crt of one Secret of type kubernetes.io/tls only (${this.capability('perBackendCa').evidence})`,
      fix: 'put the roots into such a Secret and trust them there: TrustAnchors.secret(...)',
    });
  }

  /** One `secretRef` names both, the roots and the client certificate. */
  private requireRootsBesideClient({ trust, client, namespace }: MutualTlsIntent): void {
    const [reference] = trust.references;
    const isClientSecret =
      reference?.kind === 'Secret' &&
      reference.name === client.secretName &&
      (reference.namespace ?? namespace) === client.namespace;
    if (!isClientSecret || trust.references.length > 1 || trust.certificates.length > 0 || trust.system) {
      throw new Refusal({
        rule: NO_ROOT_CA,
        message: `${this} verifies the server with ca.crt of the client certificate's Secret ${client.secretName} only (${this.capability('perBackendCa').evidence})`,
        fix: `put the server's roots under ca.crt of Secret ${client.secretName} and trust them there: TrustAnchors.secret('${client.secretName}')`,
      });
    }
  }

  private requireDnsNames({ hostname, subjectAltNames }: ServerIntent): string[] {
    const uri = subjectAltNames.find((name) => name.type === 'URI');
    if (uri?.type === 'URI') {
      throw new Refusal({
        rule: 'gateway-api/capability-unknown',
        message: `whether an Upstream of ${this} verifies a URI is not established; got ${uri.uri}`,
        fix: `drop the URI and give a DNS name of the server certificate, such as ${hostname}`,
      });
    }
    const names = subjectAltNames.flatMap((name) => (name.type === 'Hostname' ? [name.hostname] : []));
    return names.length === 0 ? [hostname] : names;
  }

  private endNote(): RenderingNote {
    return {
      rule: 'gloo/end-of-life',
      severity: 'info',
      message: `${this} ends on ${GLOO_END_OF_LIFE}, after which there is no release that mends it`,
      fix: 'plan the move to kgateway, which succeeds it: the same intent is told to Kgateway',
    };
  }

  private rootsNote(secret: string): RenderingNote {
    return {
      rule: NO_ROOT_CA,
      severity: 'info',
      message: `${this} verifies the server with ca.crt of Secret ${secret}, and refuses the Upstream where that key is missing`,
      fix: "see to it that the Secret is of type kubernetes.io/tls and holds the server's roots under ca.crt",
    };
  }

  private optionNotes(options: ServerTlsIntent['options']): readonly RenderingNote[] {
    return Object.keys(options)
      .sort()
      .map((key) => ({
        rule: 'gateway-api/options-no-effect',
        severity: 'warning',
        message: `option "${key}" is left out: an Upstream of ${this} has no options`,
        fix: 'remove it',
      }));
  }
}

function upstreamTarget(backend: BackendIntent): JsonObject {
  if (backend.kind === 'External') {
    return { static: { hosts: [{ addr: backend.hostname, port: backend.port }] } };
  }
  return {
    kube: {
      serviceName: backend.name,
      serviceNamespace: requireServiceNamespace('an Upstream', backend),
      servicePort: requirePortNumber('an Upstream', backend),
    },
  };
}

/** `TLSv1_2` for 1.2. */
function protocolVersion(version: NonNullable<TlsParameters['minVersion']>): string {
  return `TLSv${version.replace('.', '_')}`;
}

function parameterFields({ minVersion, maxVersion, cipherSuites, alpnProtocols }: TlsParameters): JsonObject {
  const parameters = {
    ...(minVersion === undefined ? {} : { minimumProtocolVersion: protocolVersion(minVersion) }),
    ...(maxVersion === undefined ? {} : { maximumProtocolVersion: protocolVersion(maxVersion) }),
    ...(cipherSuites === undefined ? {} : { cipherSuites: [...cipherSuites] }),
  };
  return {
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(alpnProtocols === undefined ? {} : { alpnProtocols: [...alpnProtocols] }),
  };
}

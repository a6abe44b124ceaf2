import { GatewayImplementation, type GatewayProps } from '../gateway-implementation';
import type { ClientIntent, MutualTlsIntent, ServerTlsIntent } from '../intent';
import { requireParameterFields } from '../parameter-fields';
import { Refusal } from '../refusal';
import type { RenderContext, RenderedPatch, Rendering, RenderingNote } from '../rendering';
import { upgradeOr } from '../wording';
import { contourCapabilities } from './capabilities';
import { renderHttpProxy } from './http-proxy';

const GROUP = 'projectcontour.io';

/** Which Contour is meant. */
export interface ContourProps extends GatewayProps {
  /**
   * Name of the ContourConfiguration, which holds the client certificate of the whole installation.
   * @default 'contour'
   */
  readonly configurationName?: string;
  /**
   * Namespace of the ContourConfiguration.
   * @default 'projectcontour'
   */
  readonly configurationNamespace?: string;
}

/**
 * Contour 1.30 to 1.33.
 *
 * One-way TLS is a BackendTLSPolicy v1alpha3, which CRDs of the experimental channel alone serve, for HTTPRoutes. Mutual
 * TLS is not for routes of the Gateway API: it is an HTTPProxy that your root HTTPProxy includes, beside the one client
 * certificate of the installation.
 *
 * @see https://projectcontour.io/docs/main/config/upstream-tls/
 */
export class Contour extends GatewayImplementation {
  readonly implementation = 'contour';
  readonly title = 'Contour';
  protected readonly table = contourCapabilities;
  private readonly configurationName: string;
  private readonly configurationNamespace: string;

  constructor(props: ContourProps) {
    super(props);
    this.configurationName = props.configurationName ?? 'contour';
    this.configurationNamespace = props.configurationNamespace ?? 'projectcontour';
  }

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    const rendering = super.renderServerTls(intent, context);
    return { ...rendering, notes: [...rendering.notes, ...this.policyNotes()] };
  }

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    this.requireInstallationScope(intent.clientScope);
    requireParameterFields(this, intent.parameters, { title: 'an HTTPProxy', writable: ['alpnProtocols'] });
    const name = context.nameOf('HttpProxy');
    const { namespace } = intent;
    return {
      objects: renderHttpProxy(this, intent, context),
      patches: [this.clientCertificatePatch(intent.client)],
      routeAnnotations: this.routeAnnotations(),
      backendRef: { group: GROUP, kind: 'HTTPProxy', name, ...(namespace === undefined ? {} : { namespace }) },
      routeKinds: ['HTTPProxy'],
      notes: proxyNotes(this, name, namespace),
    };
  }

  private policyNotes(): readonly RenderingNote[] {
    const version = this.capability('btp.apiVersion');
    const sni = this.capability('sni');
    const invalid = this.capability('btp.onInvalid');
    return [
      ...(version.value === 'v1alpha3'
        ? [
            note(
              'gateway-api/version-not-served',
              'info',
              `${this} reads BackendTLSPolicy v1alpha3, which CRDs of the experimental channel alone serve (${version.evidence})`,
              'install the experimental channel of the Gateway API',
            ),
          ]
        : []),
      ...(sni.value === 'none'
        ? [
            note(
              'contour/route-no-sni',
              'warning',
              `${this} verifies the hostname and does not send it (${sni.evidence})`,
              'see that the backend presents the right certificate without a server name, or use an HTTPProxy',
            ),
          ]
        : []),
      ...(invalid.value === 'open'
        ? [
            note(
              'contour/btp-dropped',
              'warning',
              `${this} sends plaintext or does not verify where it finds the policy invalid, as with roots that are missing (${invalid.evidence})`,
              'apply the roots before the policy, and let the backend take TLS only',
            ),
          ]
        : []),
    ];
  }

  private requireInstallationScope(clientScope: MutualTlsIntent['clientScope']): void {
    const perBackend = this.capability('perBackendCert');
    const perInstallation = this.capability('perGatewayCert');
    const hasInstallation = perInstallation.value !== 'unknown' && perInstallation.value !== 'none';
    if (clientScope === 'backend' && (perBackend.value === 'none' || perBackend.value === 'unknown')) {
      const isKnown = perBackend.value === 'none';
      throw new Refusal({
        rule: isKnown ? 'schema/unknown-field' : 'gateway-api/capability-unknown',
        message: `${this} ${isKnown ? 'has' : 'may have'} no client certificate per backend (${perBackend.evidence})`,
        fix: hasInstallation
          ? 'use the one client certificate of the installation: clientScope ClientScope.GATEWAY'
          : 'use a gateway that has, such as Envoy Gateway 1.6 or kgateway 2.1 or later',
      });
    }
    if (!hasInstallation) {
      throw new Refusal({
        rule: 'gateway-api/capability-unknown',
        message: `${this} may have no client certificate for backends (${perInstallation.evidence})`,
        fix: upgradeOr(
          this.versionsWhere('perGatewayCert', (value) => value !== 'unknown' && value !== 'none'),
          'use another gateway',
        ),
      });
    }
  }

  private clientCertificatePatch({ secretName, namespace }: ClientIntent): RenderedPatch {
    if (namespace === undefined) {
      throw new Refusal({
        rule: 'references/missing-object',
        message: `the namespace of client certificate Secret ${secretName} is not known, and a ContourConfiguration states it`,
        fix: 'give the namespace of the Secret, or set it on the chart',
      });
    }
    return {
      target: {
        group: GROUP,
        kind: 'ContourConfiguration',
        name: this.configurationName,
        namespace: this.configurationNamespace,
      },
      patch: { spec: { envoy: { clientCertificate: { name: secretName, namespace } } } },
      reason:
        'without it Contour presents no client certificate; where it has a configuration file instead, the setting is tls.envoy-client-certificate',
    };
  }
}

function proxyNotes(gateway: GatewayImplementation, name: string, namespace: string | undefined): RenderingNote[] {
  const included = `{name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`}}`;
  return [
    note(
      'references/manual-change',
      'info',
      `HTTPProxy ${name} serves nothing until an HTTPProxy with a virtualhost includes it`,
      `add ${included} to spec.includes there, with the conditions of its requests`,
    ),
    note(
      'contour/route-no-sni',
      'info',
      `${gateway} verifies the hostname and sends it only to a Service of type ExternalName, or where the route sets the Host header`,
      'see that the backend presents the right certificate without a server name',
    ),
  ];
}

function note(rule: string, severity: RenderingNote['severity'], message: string, fix: string): RenderingNote {
  return { rule, severity, message, fix };
}

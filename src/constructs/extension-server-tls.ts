import { Chart, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { configurationProblems } from '../checks/rules/envoy-gateway/configuration-problems';
import type { EnvoyGateway } from '../gateways/envoy-gateway/envoy-gateway';
import type { RenderingNote } from '../gateways/rendering';
import type { Finding } from '../manifests/finding';
import { optional } from '../manifests/graph/json-fields';
import type { JsonObject } from '../manifests/manifest';
import { createObject } from './_create-object';
import { renderExtensionManager, renderRetry } from './_extension-manager';
import { clientSecret, extensionNotes, extensionTrust, type SecretPlace } from './_extension-secrets';
import { grantSecrets } from './_grant-secrets';
import { requireObjectName } from './_object-name';
import type { IClientCertificate } from './client-certificate';
import type { ExtensionHooks, ExtensionResource, ExtensionRetry } from './extension-manager-options';
import type { ExtensionServer } from './extension-server';
import { type TrustAnchors, trustIntent } from './trust-anchors';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, ValidationError } from './validation-error';

const API_VERSION = 'gateway.envoyproxy.io/v1alpha1';
const CONTROLLER_NAME = 'gateway.envoyproxy.io/gatewayclass-controller';
const CONFIGURATION_KEY = 'envoy-gateway.yaml';
const RULE = 'envoy-gateway/config-invalid';

/** The controller of Envoy Gateway, as its Helm chart installs it. */
export interface EnvoyGatewayController {
  /** @default 'envoy-gateway-system' */
  readonly namespace?: string;
  /** @default 'envoy-gateway' */
  readonly serviceAccount?: string;
}

/** The configuration file of the controller, where this library is to write it. */
export interface ExtensionConfigMapOptions {
  /** @default 'envoy-gateway-config' */
  readonly name?: string;
  /**
   * What else the file says: it replaces the whole file of the Helm chart.
   * @default - the chart's controller name, and Kubernetes as provider
   */
  readonly configuration?: JsonObject;
}

/** TLS from the controller of Envoy Gateway to its extension server. */
export interface ExtensionServerTlsProps {
  /** Envoy Gateway and its version; it needs no name. */
  readonly gateway: EnvoyGateway;
  /** Where the extension server listens, and the name that its certificate must hold. */
  readonly server: ExtensionServer;
  /**
   * The roots that the controller accepts, in one Secret under the key `tls.crt`, not `ca.crt`: `TrustAnchors.pem` for
   * the text of PEM files, which is written into such a Secret; `TrustAnchors.secret` for one that has them there;
   * `TrustAnchors.bundle` for one that a trust-manager Bundle writes. In a rotation it holds the old and the new root.
   */
  readonly trust: TrustAnchors;
  /** When the controller calls the extension server. */
  readonly hooks: ExtensionHooks;
  /**
   * What the controller presents, from 1.6 on.
   * @default - no client certificate
   */
  readonly client?: IClientCertificate;
  /** @default - the chart's */
  readonly controller?: EnvoyGatewayController;
  /**
   * Name of the extension, for logs and metrics.
   * @default - none
   */
  readonly name?: string;
  /**
   * Kinds that routes name as filters.
   * @default - none
   */
  readonly resources?: readonly ExtensionResource[];
  /**
   * Kinds that are policies.
   * @default - none
   */
  readonly policyResources?: readonly ExtensionResource[];
  /**
   * Kinds that routes name as backends.
   * @default - none
   */
  readonly backendResources?: readonly ExtensionResource[];
  /** @default - Envoy Gateway's own: four calls, after UNAVAILABLE */
  readonly retry?: ExtensionRetry;
  /**
   * Whether proxies get the configuration without what the extension adds when it fails, or when its certificate is
   * refused. Otherwise they keep the configuration that they have. `true` is reported as a warning.
   * @default false
   */
  readonly failOpen?: boolean;
  /** @default Size.mebibytes(4) */
  readonly maxMessageSize?: Size;
  /**
   * Writes the controller's configuration file. Not beside its Helm chart, which writes the same ConfigMap: there use
   * `helmValues()`.
   *
   * @default - it is not written
   */
  readonly configMap?: ExtensionConfigMapOptions;
}

/** Values of chart `gateway-helm`, which merges them with its own. */
export interface ExtensionHelmValues {
  readonly config: { readonly envoyGateway: { readonly extensionManager: JsonObject } };
}

/**
 * TLS, or mutual TLS, from the controller of Envoy Gateway to an extension server, with the right to read its Secrets.
 *
 * No ReferenceGrant is needed: the controller reads the Secrets from the API itself, in whatever namespace. It does so for
 * each handshake from 1.4 on, so that a rotation needs no restart; a connection that is open keeps the trust that it began
 * with. Annotate what the extension server presents with `upstream-tls.dev/serves`, and `upstream-tls rotation check`
 * judges this hop like any other.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/extensibility/extension-server/
 */
export class ExtensionServerTls extends Construct {
  private readonly manager: JsonObject;
  private isDelivered: boolean;

  /**
   * @throws ValidationError if Envoy Gateway at that version could not read what is given, or would drop it, or another
   * construct of the app configures the extension of the same controller
   */
  constructor(scope: Construct, id: string, props: ExtensionServerTlsProps) {
    super(scope, id);
    const checks = UpstreamTls.of(this);
    const { namespace = 'envoy-gateway-system', serviceAccount = 'envoy-gateway' } = props.controller ?? {};
    checks.useGateway(props.gateway.implementation, props.gateway.version.toString());
    this.claimConfiguration(checks, namespace);
    refusingFor(this, () => {
      requireObjectName('Namespace', namespace);
      requireObjectName('ServiceAccount', serviceAccount);
    });
    const secrets = this.secretsOf(props, namespace);
    this.manager = refusingFor(this, () => this.renderManager(props, secrets));
    grantSecrets(this, Object.values(secrets), { name: serviceAccount, namespace });
    this.isDelivered = props.configMap !== undefined;
    if (props.configMap !== undefined) {
      this.writeConfiguration(props.configMap, namespace);
    }
    this.addFindings(checks, props, namespace);
  }

  /** The configuration as values of chart `gateway-helm`. */
  helmValues(): ExtensionHelmValues {
    this.isDelivered = true;
    return { config: { envoyGateway: { extensionManager: this.manager } } };
  }

  private claimConfiguration(checks: UpstreamTls, namespace: string): void {
    checks.claim(
      this,
      `the extension of Envoy Gateway in ${namespace}`,
      (other) => `[${other}] already configures the extension of Envoy Gateway in namespace ${namespace}`,
      'keep one of the two',
      RULE,
    );
  }

  private secretsOf(props: ExtensionServerTlsProps, namespace: string): { ca: SecretPlace; client?: SecretPlace } {
    const chartNamespace = Chart.of(this).namespace;
    const trust = refusingFor(this, () => extensionTrust(props.gateway, trustIntent(props.trust), namespace));
    const client = refusingFor(this, () => clientSecret(props.gateway, props.client, chartNamespace));
    const ca = trust.pem === undefined ? trust.secret : { name: this.writeCas(trust.pem, namespace), namespace };
    return { ca, ...optional('client', client) };
  }

  /** Certificates are no secrets; a Secret is what the controller reads. */
  private writeCas(pem: string, namespace: string): string {
    return createObject(this, 'CaCertificates', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace },
      type: 'Opaque',
      data: { 'tls.crt': Buffer.from(pem, 'utf8').toString('base64') },
    }).name;
  }

  private renderManager(
    props: ExtensionServerTlsProps,
    { ca, client }: { readonly ca: SecretPlace; readonly client?: SecretPlace },
  ): JsonObject {
    const reference = ({ name, namespace }: SecretPlace) => ({ group: '', kind: 'Secret', name, namespace });
    const retry = props.retry && renderRetry(props.retry);
    return renderExtensionManager(props, {
      ...props.server.targetIn(Chart.of(this).namespace),
      tls: {
        certificateRef: reference(ca),
        ...optional('clientCertificateRef', client && reference(client)),
      },
      ...optional('retry', retry),
    });
  }

  private writeConfiguration({ name, configuration = {} }: ExtensionConfigMapOptions, namespace: string): void {
    const given = ['extensionManager', 'extensionManagers'].find((field) => configuration[field] !== undefined);
    if (given !== undefined) {
      throw new ValidationError(this, {
        rule: RULE,
        message: `configuration has ${given}, which this construct writes`,
        fix: `remove ${given} from configuration`,
      });
    }
    const body: JsonObject = {
      apiVersion: API_VERSION,
      kind: 'EnvoyGateway',
      gateway: { controllerName: CONTROLLER_NAME },
      provider: { type: 'Kubernetes' },
      ...configuration,
      extensionManager: this.manager,
    };
    const problem = configurationProblems(body).find(({ severity = 'error' }) => severity === 'error');
    if (problem !== undefined) {
      throw new ValidationError(this, { rule: RULE, message: problem.message, fix: problem.fix });
    }
    createObject(this, 'Configuration', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: name ?? 'envoy-gateway-config', namespace },
      data: { [CONFIGURATION_KEY]: stringify(body, { lineWidth: 0 }) },
    });
  }

  /** What is in a ConfigMap is checked like any other; values of a chart are no manifest, so that nothing else looks at them. */
  private addFindings(checks: UpstreamTls, props: ExtensionServerTlsProps, namespace: string): void {
    const isWritten = props.configMap !== undefined;
    const notes = extensionNotes(props.gateway, { ...props, isWritten });
    checks.addFindings(() => [...notes, ...this.deliveryNotes(namespace)].map((note) => this.toFinding(note)));
  }

  private deliveryNotes(namespace: string): readonly RenderingNote[] {
    return this.isDelivered
      ? []
      : [
          {
            rule: 'references/manual-change',
            severity: 'warning',
            message: `nothing tells the controller in namespace ${namespace} of the extension server: neither helmValues() nor configMap is used`,
            fix: `merge ${JSON.stringify({ config: { envoyGateway: { extensionManager: this.manager } } })} into the values of chart gateway-helm`,
          },
        ];
  }

  private toFinding(note: RenderingNote): Finding {
    return { ...note, path: '', constructPath: this.node.path };
  }
}

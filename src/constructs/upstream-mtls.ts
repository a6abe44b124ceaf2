import { type ApiObject, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { BackendIntent, TlsParameters } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';
import type { BackendRef, Rendering, RenderingNote } from '../gateways/rendering';
import { applyRendering, attachRoute, renderContextOf } from './_apply-rendering';
import { markClientTrust } from './_client-trust';
import type { Backend } from './backend';
import { CertificateUsage } from './certificate-usage';
import type { IClientCertificate } from './client-certificate';
import { type ServerIdentity, serverIntent } from './server-identity';
import { type TrustAnchors, trustIntent } from './trust-anchors';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, refusingOn, ValidationError } from './validation-error';

/** Whose client certificate it is. */
export enum ClientScope {
  /** Presented to this backend only. */
  BACKEND = 'backend',
  /** Presented to each backend of the Gateway that TLS is set for. */
  GATEWAY = 'gateway',
}

/** Mutual TLS from a gateway to a backend. */
export interface UpstreamMtlsProps {
  /** The gateway that must apply it; it decides the means. */
  readonly gateway: GatewayImplementation;
  /** What the gateway connects to. */
  readonly backend: Backend;
  /** Whom the gateway must find there. */
  readonly server: ServerIdentity;
  /** The roots that the gateway accepts. */
  readonly trust: TrustAnchors;
  /** What the gateway presents: a `CertRotation`, or a Secret made elsewhere. */
  readonly client: IClientCertificate;
  /**
   * The roots under which the backend accepts clients. What holds them is annotated, since nothing else in the manifests
   * says it and a rotation cannot be proven without it; `TrustAnchors.pem` is written to the ConfigMap
   * `clientTrustConfigMap`, for the backend to read.
   * @default - not said
   */
  readonly clientTrust?: TrustAnchors;
  /**
   * Whose client certificate it is.
   * @default - the backend's where the gateway can, the Gateway's where that is the only way
   */
  readonly clientScope?: ClientScope;
  /**
   * TLS versions, cipher suites and ALPN; what the gateway has no field for is refused.
   * @default - the gateway's own
   */
  readonly parameters?: TlsParameters;
  /**
   * Routes of the app that use the backend: what the gateway needs on them is written to them.
   * @default - routes are left as they are; what they lack is a finding
   */
  readonly routes?: readonly IConstruct[];
  /**
   * The Gateway resource, where it is in the app and must carry the client certificate.
   * @default - the Gateway is left as it is; what it lacks is a finding
   */
  readonly gatewayResource?: ApiObject;
}

/**
 * Mutual TLS from a gateway to a backend, by whatever means the gateway has: the Gateway API's own, a vendor's kind,
 * or annotations on the Service.
 */
export class UpstreamMtls extends Construct {
  /** What a route must point at on this gateway: the Service, or the vendor's object that stands for it. */
  readonly backendRef: BackendRef;
  /** The gateway that applies it. */
  readonly gateway: GatewayImplementation;

  private readonly checks: UpstreamTls;
  private readonly backend: BackendIntent;
  private readonly rendering: Rendering;
  private readonly clientRoots?: string;

  /** @throws ValidationError if the gateway cannot do what is asked, or would ignore it */
  constructor(scope: Construct, id: string, props: UpstreamMtlsProps) {
    super(scope, id);
    this.checks = UpstreamTls.of(this);
    this.gateway = props.gateway;
    this.backend = refusingFor(this, () => props.backend.toIntent(Chart.of(this).namespace));
    this.rendering = refusingFor(this, () => this.render(props));
    props.client.addReader?.(props.gateway);
    const { gateway, backend, gatewayResource } = props;
    refusingOn(gateway, this, () =>
      applyRendering(this, this.checks, gateway, [this.backend], this.rendering, {
        service: backend.metadata,
        gatewayResource,
      }),
    );
    this.backendRef = this.rendering.backendRef;
    const { clientTrust } = props;
    if (clientTrust !== undefined) {
      this.clientRoots = refusingFor(this, () => markClientTrust(this, this.checks, this.backend, clientTrust));
    }
    for (const route of props.routes ?? []) {
      this.addRoute(route);
    }
  }

  /**
   * Name of the ConfigMap with the roots of `clientTrust` under `ca.crt`, in the namespace of the backend, for its pods.
   * @throws ValidationError if `clientTrust` was not given as PEM text, so that something else holds the roots
   */
  get clientTrustConfigMap(): string {
    if (this.clientRoots === undefined) {
      throw new ValidationError(this, {
        rule: 'schema/invalid-value',
        message: 'the roots of clientTrust are not PEM text, so this construct writes no ConfigMap with them',
        fix: 'read them where they are, or give them to clientTrust by TrustAnchors.pem(...)',
      });
    }
    return this.clientRoots;
  }

  /**
   * Makes a route of the app use the backend as the gateway needs it.
   * @throws ValidationError if the object is no route, or says otherwise already
   */
  addRoute(route: IConstruct): void {
    refusingOn(this.gateway, this, () =>
      attachRoute(this, this.checks, this.gateway, route, this.backend, this.rendering),
    );
  }

  private render(props: UpstreamMtlsProps): Rendering {
    requireClientUsage(props.client);
    const chartNamespace = Chart.of(this).namespace;
    const intent = {
      backend: this.backend,
      namespace: this.backend.kind === 'Service' ? this.backend.namespace : chartNamespace,
      server: serverIntent(props.server),
      trust: trustIntent(props.trust),
      client: { secretName: props.client.secretName, namespace: props.client.namespace ?? chartNamespace },
      parameters: props.parameters ?? {},
      clientScope: props.clientScope,
    };
    const rendering = refusingOn(props.gateway, this, () =>
      props.gateway.renderMutualTls(intent, renderContextOf(this)),
    );
    return { ...rendering, notes: [...rendering.notes, ...unlabeledSecretNotes(props)] };
  }
}

/** A Secret that this library does not write must get from elsewhere the labels by which the gateway finds it. */
function unlabeledSecretNotes({ client, gateway }: UpstreamMtlsProps): readonly RenderingNote[] {
  const labels = Object.entries(gateway.clientSecretLabels()).map(([key, value]) => `${key}: "${value}"`);
  if (client.addReader !== undefined || labels.length === 0) {
    return [];
  }
  return [
    {
      rule: 'kong/selector-label-missing',
      severity: 'warning',
      message: `${gateway} sees the client certificate Secret ${client.secretName} only with the label ${labels.join(', ')}`,
      fix: 'label the Secret where it is made',
    },
  ];
}

/** A certificate for servers only is refused by the backend, in the middle of the handshake. */
function requireClientUsage(client: IClientCertificate): void {
  const { usages } = client;
  if (
    usages !== undefined &&
    !usages.includes(CertificateUsage.CLIENT_AUTH) &&
    !usages.includes(CertificateUsage.ANY)
  ) {
    throw new Refusal({
      rule: 'trust/eku-mismatch',
      message: `the client certificate ${client.secretName} is for ${usages.join(', ')}; a gateway that presents it needs client auth`,
      fix: 'add CertificateUsage.CLIENT_AUTH to its usages',
    });
  }
}

import { type ApiObject, type ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { BACKEND_TLS_POLICY_LIMITS } from '../gateways/gateway-api/backend-tls-policy';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import type { BackendIntent } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';
import type { BackendRef, Rendering } from '../gateways/rendering';
import { applyRendering, attachRoute, renderContextOf } from './_apply-rendering';
import type { Backend } from './backend';
import { type ServerIdentity, serverIntent } from './server-identity';
import { type TrustAnchors, trustIntent } from './trust-anchors';
import { UpstreamTls } from './upstream-tls';
import { refusingFor, refusingOn, ValidationError } from './validation-error';

/** One-way TLS from a gateway to backends. */
export interface BackendTlsPolicyProps {
  /** The gateway that must apply it; it decides the API version and the shape. */
  readonly gateway: GatewayImplementation;
  /** Backends of one namespace that present one server identity: 1 to 16, of which most gateways want just one. */
  readonly targets: readonly Backend[];
  /** Whom the gateway must find there. */
  readonly server: ServerIdentity;
  /** The roots that the gateway accepts. */
  readonly trust: TrustAnchors;
  /**
   * Options of the implementation by domain-prefixed key, at most 16; most gateways ignore them all.
   * @default - none
   */
  readonly options?: Readonly<Record<string, string>>;
  /**
   * Routes of the app that use the backends: what the gateway needs on them is written to them.
   * @default - routes are left as they are; what they lack is a finding
   */
  readonly routes?: readonly IConstruct[];
  /**
   * Name, labels and annotations of the policy.
   * @default - named after the construct
   */
  readonly metadata?: Omit<ApiObjectMetadata, 'namespace'>;
}

/**
 * One-way TLS from a gateway to a backend: the gateway verifies the server and presents no certificate of its own.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
export class BackendTlsPolicy extends Construct {
  /** What a route must point at. */
  readonly backendRef: BackendRef;
  /** The gateway that applies it. */
  readonly gateway: GatewayImplementation;
  private readonly checks: UpstreamTls;
  private readonly backends: readonly BackendIntent[];
  private readonly rendering: Rendering;
  private readonly object?: ApiObject;

  /** @throws ValidationError if the gateway cannot do what is asked, or would ignore it */
  constructor(scope: Construct, id: string, props: BackendTlsPolicyProps) {
    super(scope, id);
    this.checks = UpstreamTls.of(this);
    this.gateway = props.gateway;
    const namespace = Chart.of(this).namespace;
    this.backends = refusingFor(this, () => props.targets.map((target) => target.toIntent(namespace)));
    this.rendering = refusingFor(this, () => this.render(props));
    const service = props.targets.length === 1 ? props.targets[0]?.metadata : undefined;
    const objects = refusingOn(props.gateway, this, () =>
      applyRendering(this, this.checks, props.gateway, this.backends, this.rendering, { service }),
    );
    this.object = objects.get('Resource');
    this.backendRef = this.rendering.backendRef;
    for (const route of props.routes ?? []) {
      this.addRoute(route);
    }
  }

  /**
   * The policy: a BackendTLSPolicy, or the gateway's own kind in its place.
   * @throws ValidationError if the gateway is told by annotations on the Service alone
   */
  get resource(): ApiObject {
    if (this.object === undefined) {
      throw new ValidationError(this, {
        rule: 'schema/invalid-value',
        message: 'the gateway is told by annotations on the Service, so there is no policy object',
        fix: 'read the annotations of the Service instead',
      });
    }
    return this.object;
  }

  /**
   * Makes a route of the app use the backends as the gateway needs it.
   * @throws ValidationError if the object is no route, or says otherwise already
   */
  addRoute(route: IConstruct): void {
    for (const backend of this.backends) {
      refusingOn(this.gateway, this, () =>
        attachRoute(this, this.checks, this.gateway, route, backend, this.rendering),
      );
    }
  }

  private render(props: BackendTlsPolicyProps): Rendering {
    requireAtMost('targets', props.targets.length, BACKEND_TLS_POLICY_LIMITS.targets);
    requireAtMost('options', Object.keys(props.options ?? {}).length, BACKEND_TLS_POLICY_LIMITS.options);
    const service = this.backends.find((backend) => backend.kind === 'Service');
    const intent = {
      backends: this.backends,
      namespace: service?.namespace ?? Chart.of(this).namespace,
      server: serverIntent(props.server),
      trust: trustIntent(props.trust),
      options: props.options ?? {},
    };
    const rendering = refusingOn(props.gateway, this, () =>
      props.gateway.renderServerTls(intent, renderContextOf(this)),
    );
    return withMetadata(rendering, props.metadata);
  }
}

function requireAtMost(what: string, count: number, limit: number): void {
  if (count > limit) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${count} ${what} are given; at most ${limit} are allowed`,
      fix: 'write several policies',
    });
  }
}

function withMetadata(rendering: Rendering, metadata: BackendTlsPolicyProps['metadata']): Rendering {
  if (metadata === undefined) {
    return rendering;
  }
  const objects = rendering.objects.map((object) =>
    object.role === 'Resource'
      ? { ...object, manifest: { ...object.manifest, metadata: { ...metadata, ...object.manifest.metadata } } }
      : object,
  );
  return { ...rendering, objects: objects as Rendering['objects'] };
}

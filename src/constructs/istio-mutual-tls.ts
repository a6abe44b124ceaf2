import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { BackendIntent } from '../gateways/intent';
import type { Istio } from '../gateways/istio/istio';
import type { BackendRef, Rendering } from '../gateways/rendering';
import { applyRendering, attachRoute } from './_apply-rendering';
import type { Backend } from './backend';
import { UpstreamTls } from './upstream-tls';
import { refusingFor } from './validation-error';

/** A backend in the mesh. */
export interface IstioMutualTlsProps {
  /** The gateway, which must know its namespace. */
  readonly gateway: Istio;
  /** A Service whose pods have a sidecar. */
  readonly backend: Backend;
  /**
   * Routes of the app that use the backend.
   * @default - routes are left as they are
   */
  readonly routes?: readonly IConstruct[];
}

/**
 * Holds a gateway of Istio to the mutual TLS of the mesh, by a DestinationRule with mode `ISTIO_MUTUAL`.
 *
 * Between workloads of the mesh that is automatic. It must be said where something else sets TLS for the host: from 1.31
 * on a DestinationRule wins over a BackendTLSPolicy that is written for another gateway. There is nothing more to say:
 * certificate, roots and names are the mesh's own, so that `UpstreamMtls` is for backends outside the mesh.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode
 */
export class IstioMutualTls extends Construct {
  /** What a route must point at: the Service. */
  readonly backendRef: BackendRef;
  private readonly checks: UpstreamTls;
  private readonly gateway: Istio;
  private readonly backend: BackendIntent;
  private readonly rendering: Rendering;

  /** @throws ValidationError if the backend is outside the cluster, or the namespace of the gateway is not given */
  constructor(scope: Construct, id: string, { gateway, backend, routes = [] }: IstioMutualTlsProps) {
    super(scope, id);
    this.checks = UpstreamTls.of(this);
    this.gateway = gateway;
    const { namespace } = Chart.of(this);
    this.backend = refusingFor(this, () => backend.toIntent(namespace));
    const place = this.backend.kind === 'Service' ? this.backend.namespace : namespace;
    this.rendering = refusingFor(this, () => gateway.renderMeshMutualTls({ backend: this.backend, namespace: place }));
    applyRendering(this, this.checks, gateway, [this.backend], this.rendering, { service: backend.metadata });
    this.backendRef = this.rendering.backendRef;
    for (const route of routes) {
      this.addRoute(route);
    }
  }

  /**
   * Makes a route of the app use the backend.
   * @throws ValidationError if the object is no route
   */
  addRoute(route: IConstruct): void {
    attachRoute(this, this.checks, this.gateway, route, this.backend, this.rendering);
  }
}

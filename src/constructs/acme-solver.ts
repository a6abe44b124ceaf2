import type { Duration } from 'cdk8s';
import { formatGoDuration } from '../checks/cert-manager/go-duration';
import type { JsonObject } from '../manifests/manifest';

/** Which names a solver is for, and how long it waits. */
export interface AcmeSolverOptions {
  /**
   * Exact DNS names.
   * @default - any
   */
  readonly dnsNames?: readonly string[];
  /**
   * DNS zones with all names below them.
   * @default - any
   */
  readonly dnsZones?: readonly string[];
  /**
   * Labels that the Certificate must have.
   * @default - none
   */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /**
   * Time to wait for the answer to become visible, in place of cert-manager's own check that it is.
   * @default - cert-manager checks
   */
  readonly waitInsteadOfSelfCheck?: Duration;
}

/** What HTTP-01 solvers have in common. */
export interface AcmeHttp01Options extends AcmeSolverOptions {
  /**
   * Type of the Service before the solver pod: `ClusterIP` or `NodePort`.
   * @default - NodePort
   */
  readonly serviceType?: string;
  /**
   * Labels, annotations and settings of the solver pod, as in the manifest.
   * @default - cert-manager's own
   */
  readonly podTemplate?: JsonObject;
}

/** Answers HTTP-01 through an Ingress. At most one of `ingressClassName`, `class` and `name`. */
export interface AcmeHttp01IngressOptions extends AcmeHttp01Options {
  /**
   * IngressClass of the Ingress that is created.
   * @default - the cluster's default class
   */
  readonly ingressClassName?: string;
  /**
   * Value of the annotation `kubernetes.io/ingress.class`, for controllers that read no `ingressClassName`.
   * @default - the annotation is not set
   */
  readonly class?: string;
  /**
   * An Ingress to edit instead of creating one.
   * @default - one is created
   */
  readonly name?: string;
  /**
   * Labels and annotations of the Ingress, under `metadata`, as in the manifest.
   * @default - cert-manager's own
   */
  readonly ingressTemplate?: JsonObject;
}

/** A Gateway that the challenge's route is attached to. */
export interface AcmeGatewayParent {
  readonly name: string;
  /** @default - the namespace of the Certificate */
  readonly namespace?: string;
  /**
   * Name of a listener.
   * @default - each listener that admits the route
   */
  readonly sectionName?: string;
}

/** Answers HTTP-01 through an HTTPRoute. */
export interface AcmeHttp01GatewayOptions extends AcmeHttp01Options {
  /** Gateways with a plain HTTP listener on port 80. */
  readonly parentRefs: readonly AcmeGatewayParent[];
  /**
   * Labels of the route that is created.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** One way to answer the challenges of an ACME server. Of several that match, the most specific is used. */
export class AcmeSolver {
  static http01Ingress(options: AcmeHttp01IngressOptions = {}): AcmeSolver {
    const { ingressClassName, class: className, name, ingressTemplate, serviceType, podTemplate } = options;
    const ingress = { ingressClassName, class: className, name, ingressTemplate, serviceType, podTemplate };
    return new AcmeSolver({ ...common(options), http01: { ingress } });
  }

  static http01GatewayHttpRoute(options: AcmeHttp01GatewayOptions): AcmeSolver {
    const { labels, serviceType, podTemplate } = options;
    // The webhook refuses a parent with a name and no kind.
    const parentRefs = options.parentRefs.map((parent) => ({ kind: 'Gateway', ...parent }));
    return new AcmeSolver({
      ...common(options),
      http01: { gatewayHTTPRoute: { parentRefs, labels, serviceType, podTemplate } },
    });
  }

  /**
   * Answers DNS-01 by one provider.
   *
   * @param dns01 as in the manifest, such as `{ cloudDNS: { project: 'example' } }`; secrets by reference only
   * @see https://cert-manager.io/docs/configuration/acme/dns01/
   */
  static dns01(dns01: JsonObject, options: AcmeSolverOptions = {}): AcmeSolver {
    return new AcmeSolver({ ...common(options), dns01 });
  }

  private constructor(
    /** @internal */
    readonly spec: JsonObject,
  ) {}
}

function common(options: AcmeSolverOptions): JsonObject {
  const { dnsNames, dnsZones, matchLabels, waitInsteadOfSelfCheck: wait } = options;
  const hasSelector = dnsNames !== undefined || dnsZones !== undefined || matchLabels !== undefined;
  return {
    selector: hasSelector ? { dnsNames, dnsZones, matchLabels } : undefined,
    waitInsteadOfSelfCheck: wait === undefined ? undefined : formatGoDuration(wait.toMilliseconds()),
  };
}

import type { Chart, Duration } from 'cdk8s';
import { Refusal } from '../gateways/refusal';
import type { FluxSource } from '../gitops/flux';

/** How Argo CD puts what a rotation changes into an order. */
export interface ArgoCdOrderingOptions {
  /**
   * The first of three sync waves.
   * @default 0
   */
  readonly wave?: number;
  /**
   * Whether to write the health checks for Bundle and Certificate into the ConfigMap `argocd-cm`, without which no wave
   * waits for them. Argo CD merges them into what is there (server-side apply). Say false where Argo CD does not apply the
   * chart, or something else keeps `healthCustomizations` there.
   * @default true
   */
  readonly healthChecks?: boolean;
  /**
   * Where Argo CD is installed.
   * @default 'argocd'
   */
  readonly namespace?: string;
}

/** How Flux puts what a rotation changes into an order. */
export interface FluxOrderingOptions {
  /**
   * The chart that the Kustomizations are written to. It is for another Kustomization to apply, as a rule that of the
   * whole cluster, and not for these.
   */
  readonly chart: Chart;
  /** Where Flux takes the manifests from. */
  readonly source: FluxSource;
  /** Folder with the objects that carry the trust: policies and their ConfigMaps, Bundles. */
  readonly trustPath: string;
  /** Folder with the Certificates that the rotation issues anew. */
  readonly certificatesPath: string;
  /**
   * Namespace of the Kustomizations.
   * @default 'flux-system'
   */
  readonly namespace?: string;
  /**
   * How often Flux looks.
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;
  /**
   * How long Flux waits until all is healthy, before it tries again.
   * @default - Flux's own: the interval
   */
  readonly timeout?: Duration;
}

/** A GitOps tool that applies the manifests, told in which order a rotation may reach the cluster. */
export class GitOpsOrdering {
  /**
   * Argo CD: sync waves, and the health checks without which it does not wait. Hand the constructs that a rotation changes
   * to `CaRotation.order`.
   *
   * @throws Refusal if the wave is no whole number
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  static argoCd(options: ArgoCdOrderingOptions = {}): GitOpsOrdering {
    if (!Number.isInteger(options.wave ?? 0)) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `wave ${options.wave} is no whole number, and Argo CD would take it for 0`,
        fix: 'give a whole number, such as 0 or -3',
      });
    }
    return new GitOpsOrdering({ tool: 'argo-cd', options });
  }

  /**
   * Flux: two Kustomizations, `<name>-trust` and `<name>-certificates`, of which one depends on the other and both wait
   * until what they apply is healthy.
   *
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  static flux(options: FluxOrderingOptions): GitOpsOrdering {
    return new GitOpsOrdering({ tool: 'flux', options });
  }

  private constructor(
    /** @internal */
    readonly settings:
      | { readonly tool: 'argo-cd'; readonly options: ArgoCdOrderingOptions }
      | { readonly tool: 'flux'; readonly options: FluxOrderingOptions },
  ) {}
}

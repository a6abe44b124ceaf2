/** How the two GitOps tools tell whether an object of a kind does what its spec says. */
export interface HealthCheck {
  /** As in `trust.cert-manager.io/v1alpha1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** For Argo CD: a Lua script that is given `obj` and returns `status` and `message`. Lua 5.1. */
  readonly lua: string;
  /** For Flux: CEL expressions over the fields of the object; neither true means in progress. */
  readonly cel: { readonly current: string; readonly failed: string };
}

/**
 * What the plugin uses of cdk8s-cli's `ValidationContext`. Stated here, since a user of the constructs need not have
 * cdk8s-cli installed, and the compiler would look for its types.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export interface IValidationContext {
  /** Paths of the files that were written. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: ManifestViolation): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/** One violation, as cdk8s-cli reports it. */
export interface ManifestViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

import type { Severity } from './finding';
import type { ManifestIndex } from './index-set';
import type { FieldPath, Manifest, ManifestSet, Source } from './manifest';

/**
 * One check with its documentation. A rule lives here, beside the manifests that it reads, because both rooms that hold
 * rules must see its type: `checks` for the common ones and `gateways` for their own, and `gateways` may not import `checks`.
 *
 * `Context` is what the rule needs to be told; a rule that needs only the manifests fits into every engine.
 */
export interface Rule<Context extends RuleContext = RuleContext> {
  /** Topic slash name, `kong/ca-missing-id`: says what is wrong. Never renamed, never reused. */
  readonly id: string;
  /** Severity of its findings, unless a finding states another or the user sets one. */
  readonly severity: Severity;
  /** What it finds, in one sentence without a final period. */
  readonly title: string;
  /** What happens in the cluster when the finding is ignored. */
  readonly why: string;
  /** How it is mended in general; each finding has the particulars. */
  readonly fix: string;
  /** Pure: the same context gives the same result. Work grows no faster than the number of objects. */
  check(context: Context): RuleResult;
}

/** What a rule may look at. Manifests, never constructs, and no clock. */
export interface RuleContext {
  readonly set: ManifestSet;
  /** The manifests of the set by name and by kind. */
  readonly index: ManifestIndex;
  /** Gateways with the version that the user stated; nothing is assumed for others. */
  readonly gateways: readonly StatedGateway[];
  /**
   * The instant at which expiry is judged.
   * @default - what needs an instant is not applicable
   */
  readonly now?: Date;
  /** Whether the set is declared complete, so that what is not in it does not exist. */
  readonly closedWorld: boolean;
  /**
   * The manifests that are to be replaced.
   * @default - what compares two states is not applicable
   */
  readonly before?: ManifestSet;
}

/** A gateway implementation at the version that the user states. */
export interface StatedGateway {
  /** As on the command line: `envoy-gateway`, `kong-ingress-controller`. */
  readonly name: string;
  /** `1.9` or `3.5.13`. */
  readonly version: string;
}

/** A rule passes, finds something, or does not apply and says why; it never passes for want of its input. */
export type RuleResult =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'findings'; readonly findings: readonly RuleFinding[] }
  | { readonly verdict: 'not-applicable'; readonly reason: string };

/** What a rule found; the engine adds identity, provenance and the user's severity. */
export interface RuleFinding {
  /**
   * The object at fault.
   * @default - the finding is about a file that holds no readable object, and `source` says where
   */
  readonly manifest?: Manifest;
  /** @default - found through the manifest */
  readonly source?: Source;
  /** The field at fault; empty when the whole object is meant. */
  readonly path: FieldPath;
  /** What was found and what is allowed: lower case, no final period. */
  readonly message: string;
  /** What to do about it: imperative, lower case, no final period. */
  readonly fix: string;
  /** @default - the rule's */
  readonly severity?: Severity;
}

/** The rule looked at something and found nothing. */
export const PASS: RuleResult = { verdict: 'pass' };

/** The rule had nothing to look at, or lacks an input, which the reason names. */
export function notApplicable(reason: string): RuleResult {
  return { verdict: 'not-applicable', reason };
}

/** Findings if there are any, else a pass. */
export function resultOf(findings: readonly RuleFinding[]): RuleResult {
  return findings.length === 0 ? PASS : { verdict: 'findings', findings };
}

import { leadTooShort } from '../checks/rules/rotation/lead-too-short';
import { checkSeverities, type RuleSeverities, runRules } from '../checks/run-rules';
import { reasonFor } from '../checks/suppression';
import { withoutSecrets } from '../checks/without-secrets';
import type { Finding, SuppressedFinding } from '../manifests/finding';
import type { ManifestSet } from '../manifests/manifest';
import type { Rule, StatedGateway } from '../manifests/rule';
import { DEFAULT_DELAYS, type RotationDelays } from '../trust/rotation-timing';
import { ruleOfFailure } from './classify-failure';
import { type Interleaving, smallestInterleaving } from './interleaving';
import type { EdgeJudgment, HalfFailure } from './judge-edge';
import { graphPair, type RotationContext, type RotationReport, reportOn } from './rotation-report';
import { ROTATION_RULES } from './rules';
import { atFault } from './rules/_failure-rule';
import { type AuditedAuthority, type TrustChange, trustChanges } from './trust-changes';
import { CertificateReader, type GraphPair } from './world';

/** What a rotation is checked with, beside the manifests. */
export interface RotationCheckOptions {
  /**
   * Gateways and their versions.
   * @default - what depends on the version is not judged
   */
  readonly gateways?: readonly StatedGateway[];
  /**
   * The instant of the step: expiry is judged at it.
   * @default - expiry is not judged
   */
  readonly now?: Date;
  /**
   * The instant since which the manifests before have been applied.
   * @default - everybody is taken to have them
   */
  readonly beforeSince?: Date;
  /** @default - see DEFAULT_DELAYS */
  readonly delays?: RotationDelays;
  /**
   * Severities by rule id, instead of the rules' own; `off` leaves a rule out. A mix of old and new that fails counts as
   * accepted where its rule is given less than `error`.
   * @default - the rules' own
   */
  readonly severities?: RuleSeverities;
}

/**
 * `safe`: every mix of old and new works. `unsafe`: some mix fails, or a rule finds an error. `unproven`: the manifests do
 * not tell enough. `accepted`: it is one of the latter two, and annotations or severities accept all of it.
 */
export type RotationVerdict = 'accepted' | 'safe' | 'unproven' | 'unsafe';

/** What a check of a rotation came to. */
export interface RotationCheckResult {
  readonly verdict: RotationVerdict;
  /** The number of hops that were judged. */
  readonly edges: number;
  /** @default - every mix of old and new works, or what fails is accepted */
  readonly interleaving?: Interleaving;
  /** Whether one can go back from after to before. What is accepted is accepted for the way there only. */
  readonly revert: { readonly verdict: RotationVerdict; readonly interleaving?: Interleaving };
  /** Every change of what is trusted, for an audit. */
  readonly trustChanges: readonly TrustChange[];
  readonly findings: readonly Finding[];
  /** What annotations on the objects at fault silence. */
  readonly suppressed: readonly SuppressedFinding[];
}

/** The rules that a rotation is checked by: those about the step, and one that the set after is enough for. */
const RULES: readonly Rule<RotationContext>[] = [...ROTATION_RULES, leadTooShort];

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

/**
 * Judges a change of manifests: every object applies at its own time, and every endpoint picks up its certificate and its
 * trust separately, so every mix of old and new is considered on every hop. Pure: the same sets give the same result.
 *
 * @throws Error if `severities` names an unknown rule
 */
export function checkRotation(
  before: ManifestSet,
  after: ManifestSet,
  options: RotationCheckOptions = {},
): RotationCheckResult {
  const { severities = {} } = options;
  checkSeverities(severities, RULE_IDS);
  const graphs = graphPair(before, after);
  const certificates = new CertificateReader();
  const report = reportOn(graphs, { gateways: [], ...options }, certificates);
  const reverted = reportOn({ before: graphs.after, after: graphs.before }, { gateways: [], ...options }, certificates);
  const context = contextOf(graphs, report, options);
  const manifests = { manifests: [...after.manifests, ...before.manifests], problems: [] };
  const { findings, suppressed } = runRules(RULES, context, { manifests, severities });
  const outstanding = withoutAccepted(context, severities);
  const isAccepting = outstanding !== report || suppressed.some(({ severity }) => severity === 'error');
  const { verdict, ...outcome } = outcomeOf(outstanding);
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  return {
    ...outcome,
    verdict: hasErrors ? 'unsafe' : verdict === 'safe' && isAccepting ? 'accepted' : verdict,
    edges: report.judgments.length + report.overfull.length,
    revert: outcomeOf(reverted),
    trustChanges: trustChanges(report.judgments).map(changeWithoutSecrets),
    findings,
    suppressed,
  };
}

/** The report without the failures that annotations or severities accept; the same one where there is none of those. */
function withoutAccepted(context: RotationContext, severities: RuleSeverities): RotationReport {
  const { report } = context;
  const judgments = report.judgments.map((judgment) => {
    const failures = judgment.failures.filter((failure) => !isAccepted(context, judgment, failure, severities));
    return failures.length === judgment.failures.length ? judgment : { ...judgment, failures };
  });
  return judgments.every((judgment, index) => judgment === report.judgments[index]) ? report : { ...report, judgments };
}

function isAccepted(
  context: RotationContext,
  judgment: EdgeJudgment,
  failure: HalfFailure,
  severities: RuleSeverities,
): boolean {
  const rule = ruleOfFailure(failure);
  const severity = severities[rule];
  const { manifest } = atFault(context, judgment, failure);
  return (
    (severity !== undefined && severity !== 'error') ||
    (manifest !== undefined && reasonFor(manifest, rule) !== undefined)
  );
}

/** What the rules look at. */
export function contextOf(
  graphs: GraphPair,
  report: RotationReport,
  { gateways = [], now, beforeSince, delays }: RotationCheckOptions,
): RotationContext {
  return {
    set: graphs.after.set,
    index: graphs.after.index,
    before: graphs.before.set,
    graphs,
    graph: graphs.after,
    report,
    gateways,
    closedWorld: false,
    delays: { ...DEFAULT_DELAYS, ...delays },
    now,
    beforeSince,
  };
}

function outcomeOf(report: RotationReport): RotationCheckResult['revert'] {
  const interleaving = smallestInterleaving(report);
  return { verdict: verdictOf(report), ...(interleaving === undefined ? {} : { interleaving }) };
}

function verdictOf({ judgments, overfull }: RotationReport): RotationVerdict {
  const verdicts = new Set(judgments.flatMap(({ failures }) => failures.map(({ acceptance }) => acceptance.verdict)));
  if (verdicts.has('refused')) {
    return 'unsafe';
  }
  return verdicts.has('unknown') || overfull.length > 0 ? 'unproven' : 'safe';
}

/** Names of objects and subjects of certificates are anybody's text. */
function changeWithoutSecrets({ objects, edges, added, removed, renewed, ...change }: TrustChange): TrustChange {
  const audited = (authority: AuditedAuthority) => ({ ...authority, title: withoutSecrets(authority.title) });
  return {
    ...change,
    objects: objects.map(withoutSecrets),
    edges: edges.map(withoutSecrets),
    added: added.map(audited),
    removed: removed.map(audited),
    renewed: renewed.map(({ from, to }) => ({ from: audited(from), to: audited(to) })),
  };
}

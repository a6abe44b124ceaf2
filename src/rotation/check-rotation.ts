import type { Finding } from '../manifests/finding';
import { formatPath, type ManifestSet } from '../manifests/manifest';
import type { Rule, RuleFinding, StatedGateway } from '../manifests/rule';
import { ruleOfFailure } from './classify-failure';
import { describeEdge } from './edges';
import type { EdgeJudgment, HalfFailure } from './judge-edge';
import { graphPair, type RotationContext, type RotationReport, reportOn } from './rotation-report';
import { FAILURE_REPORTS, ROTATION_RULES } from './rules';
import { MAX_CHANGES } from './step';
import { tellFailure } from './tell-failure';
import { DEFAULT_DELAYS, type RotationDelays } from './timing';
import { type TrustChange, trustChanges } from './trust-changes';
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
}

/**
 * `safe`: every mix of old and new works. `unsafe`: some mix fails, or a rule finds an error. `unproven`: the manifests do
 * not tell enough.
 */
export type RotationVerdict = 'safe' | 'unproven' | 'unsafe';

/** A mix of old and new that fails, with as few changes as possible. */
export interface Interleaving {
  /** The hop. */
  readonly edge: string;
  /** What has reached which end; nothing where the hop fails before the step. */
  readonly applied: readonly string[];
  /** What has not. */
  readonly pending: readonly string[];
  /** Who trusts what, who presents what, and which error that is. */
  readonly story: string;
  /** What to do first. */
  readonly fix: string;
  /** The rule that reports it. */
  readonly rule: string;
}

/** What a check of a rotation came to. */
export interface RotationCheckResult {
  readonly verdict: RotationVerdict;
  /** The number of hops that were judged. */
  readonly edges: number;
  /** @default - every mix of old and new works */
  readonly interleaving?: Interleaving;
  /** Whether one can go back from after to before. */
  readonly revert: { readonly verdict: RotationVerdict; readonly interleaving?: Interleaving };
  /** Every change of what is trusted, for an audit. */
  readonly trustChanges: readonly TrustChange[];
  readonly findings: readonly Finding[];
}

/**
 * Judges a change of manifests: every object applies at its own time, and every endpoint picks up its certificate and its
 * trust separately, so every mix of old and new is considered on every hop. Pure: the same sets give the same result.
 */
export function checkRotation(
  before: ManifestSet,
  after: ManifestSet,
  options: RotationCheckOptions = {},
): RotationCheckResult {
  const graphs = graphPair(before, after);
  const certificates = new CertificateReader();
  const report = reportOn(graphs, { gateways: [], ...options }, certificates);
  const reverted = reportOn({ before: graphs.after, after: graphs.before }, { gateways: [], ...options }, certificates);
  const context = contextOf(before, after, graphs, report, options);
  const findings = ROTATION_RULES.flatMap((rule) => findingsOf(rule, context));
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  return {
    ...outcomeOf(report),
    ...(hasErrors ? { verdict: 'unsafe' } : {}),
    edges: report.judgments.length + report.overfull.length,
    revert: outcomeOf(reverted),
    trustChanges: trustChanges(report.judgments),
    findings,
  };
}

function contextOf(
  before: ManifestSet,
  after: ManifestSet,
  graphs: GraphPair,
  report: RotationReport,
  { gateways = [], now, beforeSince, delays }: RotationCheckOptions,
): RotationContext {
  return {
    set: after,
    index: graphs.after.index,
    before,
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
  const verdicts = new Set(judgments.flatMap(({ worst }) => worst?.failure.acceptance.verdict ?? []));
  if (verdicts.has('refused')) {
    return 'unsafe';
  }
  return verdicts.has('unknown') || overfull.length > 0 ? 'unproven' : 'safe';
}

/** Of all hops the failing mix with the fewest changes; what is known to fail goes before what may. */
function smallestInterleaving({ judgments, overfull }: RotationReport): Interleaving | undefined {
  const failing = judgments.flatMap((judgment) => {
    const [failure] = [...judgment.failures].sort(bySeverity);
    return failure === undefined ? [] : [{ judgment, failure }];
  });
  const [worst] = failing.sort((left, right) => bySeverity(left.failure, right.failure));
  if (worst !== undefined) {
    return tell(worst.judgment, worst.failure);
  }
  const [crowded] = overfull;
  return (
    crowded && {
      edge: describeEdge(crowded.edge.after),
      applied: [],
      pending: [],
      story: `${crowded.tooManyChanges} objects change on this hop at once, and at most ${MAX_CHANGES} can be judged`,
      fix: 'make several steps of it',
      rule: 'rotation/phases-merged',
    }
  );
}

function bySeverity(left: HalfFailure, right: HalfFailure): number {
  const certainty = Number(left.acceptance.verdict === 'unknown') - Number(right.acceptance.verdict === 'unknown');
  return certainty || left.applied.length - right.applied.length;
}

function tell({ edgeStep: { edge, changes }, halves }: EdgeJudgment, failure: HalfFailure): Interleaving {
  const half = halves.find(({ verifier }) => verifier === failure.verifier);
  const describe = ({ side, title }: { readonly side: string; readonly title: string }) =>
    `${title}, at the ${side === 'client' ? 'gateway' : 'backend'}`;
  const rule = ruleOfFailure(failure);
  return {
    edge: describeEdge(edge.after),
    applied: failure.applied.map(describe),
    pending: [...changes.values()].filter((change) => !failure.applied.includes(change)).map(describe),
    story: half === undefined ? failure.acceptance.message : tellFailure(edge.after, half, failure),
    fix: FAILURE_REPORTS.find(({ id }) => id === rule)?.adviceOn(failure) ?? '',
    rule,
  };
}

function findingsOf(rule: Rule<RotationContext>, context: RotationContext): readonly Finding[] {
  const result = rule.check(context);
  return result.verdict === 'findings' ? result.findings.map((found) => toFinding(rule, found)) : [];
}

function toFinding(rule: Rule<RotationContext>, { manifest, path, severity, message, fix }: RuleFinding): Finding {
  const source = path.length === 0 ? manifest?.source : (manifest?.locate?.(path) ?? manifest?.source);
  return {
    rule: rule.id,
    severity: severity ?? rule.severity,
    ...(manifest === undefined ? {} : { object: manifest.key }),
    path: formatPath(path),
    message,
    fix,
    ...(source === undefined ? {} : { source }),
    ...(manifest?.constructPath === undefined ? {} : { constructPath: manifest.constructPath }),
  };
}

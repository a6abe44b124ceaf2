import type { Manifest } from '../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../manifests/rule';
import { type FailureRule, ruleOfFailure } from '../classify-failure';
import { describeEdge, type Edge } from '../edges';
import type { EdgeJudgment, HalfFailure } from '../judge-edge';
import type { RotationContext } from '../rotation-report';
import { tellFailure } from '../tell-failure';

/** A rule that reports the failing mixes of old and new of one cause. */
export interface FailureReport extends Rule<RotationContext> {
  readonly id: FailureRule;
  /** What to do about a failure: imperative, lower case, no final period. */
  adviceOn(failure: HalfFailure, edge: Edge): string;
}

/** Makes such a rule from its documentation. */
export function failureRule(documentation: Omit<FailureReport, 'check'>): FailureReport {
  return {
    ...documentation,
    check(context) {
      return context.report.judgments.length === 0
        ? notApplicable('no hop from a gateway to a backend goes over TLS')
        : resultOf(failureFindings(documentation, context));
    },
  };
}

interface Found {
  readonly finding: RuleFinding;
  readonly hops: Set<EdgeJudgment>;
}

/** One finding for each object, end and cause: the same Bundle may serve hundreds of hops. */
export function failureFindings(
  { id, adviceOn }: Pick<FailureReport, 'adviceOn' | 'id'>,
  context: RotationContext,
): readonly RuleFinding[] {
  const found = new Map<string, Found>();
  for (const judgment of context.report.judgments) {
    for (const failure of judgment.failures.filter((candidate) => ruleOfFailure(candidate) === id)) {
      const { manifest } = atFault(context, judgment, failure);
      const key = JSON.stringify([manifest?.key, failure.verifier, failure.acceptance.reason]);
      const known = found.get(key);
      if (known === undefined) {
        const finding = findingOf(context, judgment, failure, adviceOn(failure, judgment.edgeStep.edge.after));
        found.set(key, { finding, hops: new Set([judgment]) });
      } else {
        known.hops.add(judgment);
      }
    }
  }
  return [...found.values()].map(({ finding, hops }) =>
    hops.size === 1
      ? finding
      : { ...finding, message: `${finding.message}; the same goes for ${hops.size - 1} more hops` },
  );
}

function findingOf(context: RotationContext, judgment: EdgeJudgment, failure: HalfFailure, fix: string): RuleFinding {
  const { edge } = judgment.edgeStep;
  const half = judgment.halves.find(({ verifier }) => verifier === failure.verifier);
  const when = failure.applied.length === 0 ? 'already before the change, ' : '';
  const story = half === undefined ? failure.acceptance.message : tellFailure(edge.after, half, failure);
  return {
    ...atFault(context, judgment, failure),
    path: [],
    message: `${describeEdge(edge.after)}: ${when}${story}`,
    fix,
    ...(failure.acceptance.verdict === 'unknown' ? { severity: 'warning' } : {}),
  };
}

/** The object whose change leads to the failure; else the one that wires the hop. */
export function atFault(
  { graphs }: RotationContext,
  { edgeStep: { edge } }: EdgeJudgment,
  { applied, verifier }: HalfFailure,
): { readonly manifest?: Manifest } {
  const changed = applied.flatMap(({ object }) =>
    object === undefined ? [] : (graphs.after.index.find(object) ?? graphs.before.index.find(object) ?? []),
  );
  const manifest = changed.at(-1) ?? edge.after[verifier].trusts.by ?? graphs.after.index.find(edge.after.backend);
  return manifest === undefined ? {} : { manifest };
}

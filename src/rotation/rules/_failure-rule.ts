import type { Manifest } from '../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../manifests/rule';
import { type FailureRule, ruleOfFailure } from '../classify-failure';
import { describeEdge } from '../edges';
import type { EdgeJudgment, HalfFailure } from '../judge-edge';
import type { RotationContext } from '../rotation-report';
import { tellFailure } from '../tell-failure';

type Documentation = Pick<Rule, 'fix' | 'severity' | 'title' | 'why'>;

/** A rule that reports the failing mixes of old and new of one cause. */
export function failureRule(
  id: FailureRule,
  documentation: Documentation & {
    /** What to do about one finding: imperative, lower case, no final period. */
    readonly fixOf: (failure: HalfFailure) => string;
  },
): Rule<RotationContext> {
  const { fixOf, ...texts } = documentation;
  return {
    id,
    ...texts,
    check(context) {
      if (context.report.judgments.length === 0) {
        return notApplicable('no hop from a gateway to a backend goes over TLS');
      }
      return resultOf(findingsOf(id, context, fixOf));
    },
  };
}

interface Found {
  readonly finding: RuleFinding;
  hops: number;
}

/** One finding for each object and cause: the same Bundle may serve hundreds of hops. */
function findingsOf(
  id: FailureRule,
  context: RotationContext,
  fixOf: (failure: HalfFailure) => string,
): readonly RuleFinding[] {
  const found = new Map<string, Found>();
  for (const judgment of context.report.judgments) {
    const failure = judgment.failures.find((candidate) => ruleOfFailure(candidate) === id);
    if (failure !== undefined) {
      const finding = findingOf(context, judgment, failure, fixOf(failure));
      const key = JSON.stringify([finding.manifest?.key, failure.verifier, failure.acceptance.reason]);
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { finding, hops: 1 });
      } else {
        known.hops += 1;
      }
    }
  }
  return [...found.values()].map(({ finding, hops }) =>
    hops === 1 ? finding : { ...finding, message: `${finding.message}; the same goes for ${hops - 1} more hops` },
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
function atFault(
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

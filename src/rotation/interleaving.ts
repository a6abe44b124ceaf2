import { withoutSecrets } from '../checks/without-secrets';
import { ruleOfFailure } from './classify-failure';
import { describeEdge } from './edges';
import type { EdgeJudgment, HalfFailure } from './judge-edge';
import type { RotationReport } from './rotation-report';
import { FAILURE_REPORTS } from './rules';
import { MAX_CHANGES } from './step';
import { tellFailure } from './tell-failure';

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

/** Of all hops the failing mix with the fewest changes; what is known to fail goes before what may. */
export function smallestInterleaving({ judgments, overfull }: RotationReport): Interleaving | undefined {
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
    withoutSecrets(`${title}, at the ${side === 'client' ? 'gateway' : 'backend'}`);
  const rule = ruleOfFailure(failure);
  const story = half === undefined ? failure.acceptance.message : tellFailure(edge.after, half, failure);
  return {
    edge: withoutSecrets(describeEdge(edge.after)),
    applied: failure.applied.map(describe),
    pending: [...changes.values()].filter((change) => !failure.applied.includes(change)).map(describe),
    story: withoutSecrets(story),
    fix: FAILURE_REPORTS.find(({ id }) => id === rule)?.adviceOn(failure, edge.after) ?? '',
    rule,
  };
}

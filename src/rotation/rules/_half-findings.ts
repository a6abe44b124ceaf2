import type { ObjectReference } from '../../manifests/index-set';
import type { Manifest } from '../../manifests/manifest';
import type { RuleFinding } from '../../manifests/rule';
import type { Edge } from '../edges';
import { describeEdge } from '../edges';
import type { EdgeJudgment, HalfChange } from '../judge-edge';
import type { RotationContext } from '../rotation-report';

/** One half of a hop, with the hop. */
export interface Half {
  readonly judgment: EdgeJudgment;
  readonly edge: Edge;
  readonly change: HalfChange;
}

/** What a rule says of one half. */
export interface HalfMessage {
  readonly message: string;
  readonly fix: string;
  /** Which end's object is at fault: what is trusted, or what is presented. */
  readonly about: 'presents' | 'trusts';
  readonly severity?: RuleFinding['severity'];
}

/** One finding for each object and message, whatever the number of hops; the first hop is named. */
export function halfFindings(
  { report, graphs }: Pick<RotationContext, 'graphs' | 'report'>,
  judge: (half: Half) => HalfMessage | undefined,
): readonly RuleFinding[] {
  const found = new Map<string, { readonly finding: RuleFinding; readonly edge: Edge; hops: number }>();
  for (const judgment of report.judgments) {
    for (const change of judgment.halves) {
      const edge = judgment.edgeStep.edge.after;
      const judged = judge({ judgment, edge, change });
      if (judged === undefined) {
        continue;
      }
      const { about, ...texts } = judged;
      const presenter = change.verifier === 'client' ? 'server' : 'client';
      const end = about === 'trusts' ? change.verifier : presenter;
      const manifest = manifestBehind(graphs, judgment, end, about);
      const key = JSON.stringify([manifest?.key, texts.message]);
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, {
          finding: { ...(manifest === undefined ? {} : { manifest }), path: [], ...texts },
          edge,
          hops: 1,
        });
      } else {
        known.hops += 1;
      }
    }
  }
  return [...found.values()].map(({ finding, edge, hops }) => {
    const more = hops === 1 ? '' : ` and ${hops - 1} more`;
    return { ...finding, message: `${describeEdge(edge)}${more}: ${finding.message}` };
  });
}

/** The object that holds what is trusted or presented, as far as it is in a set; else the one that names it. */
function manifestBehind(
  graphs: RotationContext['graphs'],
  { edgeStep: { edge, step, changes } }: EdgeJudgment,
  end: 'client' | 'server',
  part: 'presents' | 'trusts',
): Manifest | undefined {
  const find = (object: ObjectReference) => graphs.after.index.find(object) ?? graphs.before.index.find(object);
  const wiring = edge.after[end][part];
  const sources = wiring.sources.map(({ object }) => object);
  const changed = step[end][part].changes.flatMap((id) => changes.get(id)?.object ?? []);
  return [...sources, ...changed].map(find).find((manifest) => manifest !== undefined) ?? wiring.by;
}

import type { ObjectReference } from '../../manifests/index-set';
import type { FieldPath, Manifest } from '../../manifests/manifest';
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
  /** @default - the object that holds what is trusted or presented */
  readonly manifest?: Manifest;
  /** @default - the object as a whole */
  readonly path?: FieldPath;
  readonly severity?: RuleFinding['severity'];
}

/** One finding for each object and message, whatever the number of hops; the first hop is named. */
export function halfFindings(
  { report, graphs }: Pick<RotationContext, 'graphs' | 'report'>,
  judge: (half: Half) => HalfMessage | readonly HalfMessage[] | undefined,
): readonly RuleFinding[] {
  const found = new Map<string, { readonly finding: RuleFinding; readonly edge: Edge; readonly hops: Set<Edge> }>();
  for (const judgment of report.judgments) {
    const edge = judgment.edgeStep.edge.after;
    for (const change of judgment.halves) {
      for (const { about, path = [], ...said } of [judge({ judgment, edge, change }) ?? []].flat()) {
        const presenter = change.verifier === 'client' ? 'server' : 'client';
        const end = about === 'trusts' ? change.verifier : presenter;
        const manifest = said.manifest ?? manifestBehind(graphs, judgment, end, about);
        const key = JSON.stringify([manifest?.key, said.message]);
        const known = found.get(key);
        if (known === undefined) {
          const finding = { ...said, ...(manifest === undefined ? {} : { manifest }), path };
          found.set(key, { finding, edge, hops: new Set([edge]) });
        } else {
          known.hops.add(edge);
        }
      }
    }
  }
  return [...found.values()].map(({ finding, edge, hops }) => {
    const more = hops.size === 1 ? '' : ` and ${hops.size - 1} more`;
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

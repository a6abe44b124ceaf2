import { graphOf } from '../gateways/gateway-directory';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import { indexManifests } from '../manifests/index-set';
import type { ManifestSet } from '../manifests/manifest';
import type { RuleContext, StatedGateway } from '../manifests/rule';
import type { StatedDelays } from '../trust/rotation-timing';
import type { Verification } from './edge-state';
import { EdgeSteps, type OverfullStep } from './edge-step';
import { type Edge, edgesOf } from './edges';
import { type GatewayTraits, STRICTEST, traitsOf } from './gateway-traits';
import { type EdgeJudgment, judgeEdge } from './judge-edge';
import type { PresentedMaterial, TrustMaterial } from './material';
import { materialVerification } from './material-verification';
import { CertificateReader, ChangedManifests, type GraphPair } from './world';

/** What every rule about rotations may look at: what the step does to each hop is worked out once. */
export interface RotationContext extends RuleContext {
  readonly before: ManifestSet;
  readonly graphs: GraphPair;
  /** That of the set after. */
  readonly graph: ReferenceGraph;
  readonly report: RotationReport;
  readonly delays: StatedDelays;
  /**
   * The instant since which the manifests before the step have been applied.
   * @default - it is taken for granted that everybody has them
   */
  readonly beforeSince?: Date;
}

/** What a step does to the hops of two sets of manifests. */
export interface RotationReport {
  readonly judgments: readonly EdgeJudgment[];
  /** Hops that see too many changes at once. */
  readonly overfull: readonly OverfullStep[];
  /** Hops of the set before that the set after has not. */
  readonly removed: readonly Edge[];
  /** What is known of the gateway behind each hop. */
  readonly traits: ReadonlyMap<string, GatewayTraits>;
}

/** Makes the graphs of two sets. */
export function graphPair(before: ManifestSet, after: ManifestSet): GraphPair {
  return {
    before: graphOf(before, { index: indexManifests(before) }),
    after: graphOf(after, { index: indexManifests(after) }),
  };
}

/** Judges each hop of the set after. A new one has no mixes: nothing goes over it until all is there. */
export function reportOn(
  graphs: GraphPair,
  options: { readonly gateways: readonly StatedGateway[]; readonly now?: Date },
  certificates = new CertificateReader(),
): RotationReport {
  const steps = new EdgeSteps(new ChangedManifests(graphs, certificates));
  const unchanged = { before: graphs.after, after: graphs.after };
  const newSteps = new EdgeSteps(new ChangedManifests(unchanged, certificates));
  const [old, current] = [edgesOf(graphs.before), edgesOf(graphs.after)];
  const known = new Map(old.map((edge) => [edge.id, edge]));
  const staying = new Set(current.map(({ id }) => id));
  const traits = new Map<string, GatewayTraits>();
  const judgments: EdgeJudgment[] = [];
  const overfull: OverfullStep[] = [];
  const verifications = new Verifications(options.now);
  for (const edge of current) {
    const ofGateway = traitsOf(edge, options.gateways);
    const before = known.get(edge.id);
    const edgeStep =
      before === undefined
        ? newSteps.stepOf({ before: edge, after: edge }, ofGateway)
        : steps.stepOf({ before, after: edge }, ofGateway);
    traits.set(edge.id, ofGateway);
    if ('tooManyChanges' in edgeStep) {
      overfull.push(edgeStep);
    } else {
      judgments.push(judgeEdge(edgeStep, verifications.of(ofGateway)));
    }
  }
  return { judgments, overfull, removed: old.filter(({ id }) => !staying.has(id)), traits };
}

/** Verifications by kind of verifier, each of which remembers its answers: hops share certificates and roots. */
class Verifications {
  private readonly known = new Map<string, Verification<PresentedMaterial, TrustMaterial>>();

  constructor(private readonly now: Date | undefined) {}

  of({ verification }: GatewayTraits): Verification<PresentedMaterial, TrustMaterial> {
    const key = JSON.stringify(verification);
    const verifiers = { client: verification, server: STRICTEST };
    const known = this.known.get(key) ?? remembering(materialVerification({ now: this.now, verifiers }));
    this.known.set(key, known);
    return known;
  }
}

function remembering(
  verify: Verification<PresentedMaterial, TrustMaterial>,
): Verification<PresentedMaterial, TrustMaterial> {
  const answers = { client: new WeakMap(), server: new WeakMap() };
  return (side, trusted, presented) => {
    const ofTrust = answers[side].get(trusted) ?? new WeakMap();
    answers[side].set(trusted, ofTrust);
    const answer = ofTrust.get(presented) ?? verify(side, trusted, presented);
    ofTrust.set(presented, answer);
    return answer;
  };
}
